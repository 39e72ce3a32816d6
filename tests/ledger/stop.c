/* Ends a process at one of its writes, as a kill would: loaded before all else, by LD_PRELOAD.
 * STOP_AT counts what changes files, from 1; with STOP_HALF half of the bytes of a write are written first. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long count;

static int is_now(void) {
  const char *at = getenv("STOP_AT");
  return at != NULL && atomic_fetch_add(&count, 1) + 1 == atol(at);
}

static void stop(void) {
  _exit(77);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t size) {
  if (fd > 2 && is_now()) {
    if (getenv("STOP_HALF") != NULL) {
      (void)REAL(write)(fd, bytes, size / 2);
    }
    stop();
  }
  return REAL(write)(fd, bytes, size);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
  if (is_now()) {
    if (getenv("STOP_HALF") != NULL) {
      (void)REAL(pwrite)(fd, bytes, size / 2, at);
    }
    stop();
  }
  return REAL(pwrite)(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  if (is_now()) {
    if (getenv("STOP_HALF") != NULL) {
      (void)REAL(pwrite64)(fd, bytes, size / 2, at);
    }
    stop();
  }
  return REAL(pwrite64)(fd, bytes, size, at);
}

#define ONE(name, type, call)                                                                       \
  int name type {                                                                                   \
    if (is_now()) {                                                                                 \
      stop();                                                                                       \
    }                                                                                               \
    return REAL(name) call;                                                                         \
  }

ONE(fsync, (int fd), (fd))
ONE(fdatasync, (int fd), (fd))
ONE(ftruncate, (int fd, off_t size), (fd, size))
ONE(ftruncate64, (int fd, off64_t size), (fd, size))
ONE(rename, (const char *from, const char *to), (from, to))
ONE(link, (const char *from, const char *to), (from, to))
ONE(linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
ONE(unlink, (const char *path), (path))

#define OPEN(name)                                                                                  \
  int name(const char *path, int flags, ...) {                                                      \
    int mode = 0;                                                                                   \
    if (flags & O_CREAT) {                                                                          \
      va_list rest;                                                                                 \
      va_start(rest, flags);                                                                        \
      mode = va_arg(rest, int);                                                                     \
      va_end(rest);                                                                                 \
      if (is_now()) {                                                                               \
        stop();                                                                                     \
      }                                                                                             \
    }                                                                                               \
    return REAL(name)(path, flags, mode);                                                           \
  }

OPEN(open)
OPEN(open64)
