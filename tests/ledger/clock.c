/* A wall clock that jumps back and forth by years each time it is read: loaded before all else, by LD_PRELOAD. */
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define YEAR (365L * 24 * 3600)

static atomic_long reads;

static long jump(void) {
  long at = atomic_fetch_add(&reads, 1) + 1;
  return (at % 2 == 0 ? at : -at) * YEAR;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int said = (int)syscall(SYS_clock_gettime, clock, now);
  if (said == 0 && clock == CLOCK_REALTIME) {
    now->tv_sec += jump();
  }
  return said;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec read;
  (void)zone;
  (void)clock_gettime(CLOCK_REALTIME, &read);
  now->tv_sec = read.tv_sec;
  now->tv_usec = read.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *now) {
  struct timespec read;
  (void)clock_gettime(CLOCK_REALTIME, &read);
  if (now != NULL) {
    *now = read.tv_sec;
  }
  return read.tv_sec;
}
