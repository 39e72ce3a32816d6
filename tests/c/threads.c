/* Many readers of one registry and one evaluation at a time; each has a last error of its own. */
#include <pthread.h>

#include "check.h"

enum { THREADS = 4 };

struct shared {
  const tiendo_registry *registry;
  const tiendo_evaluation *evaluation;
  uint64_t sum[THREADS];
};

struct reader {
  struct shared *shared;
  int number;
};

static void *read_all(void *argument) {
  struct reader *reader = (struct reader *)argument;
  struct shared *shared = reader->shared;
  tiendo_evaluation *own;
  tiendo_str text;
  uint64_t sum = 0;
  int32_t value;
  size_t i;
  for (i = 0; i < tiendo_evaluation_len(shared->evaluation); i++) {
    OK(tiendo_evaluation_get_id(shared->evaluation, i, &text));
    sum += text.len;
    OK(tiendo_evaluation_get_title(shared->evaluation, i, &text));
    sum += text.len;
    OK(tiendo_evaluation_get_agency(shared->evaluation, i, &text));
    sum += text.len;
    OK(tiendo_evaluation_get_deadline(shared->evaluation, i, &value));
    sum += (uint64_t)value;
  }
  CHECK(tiendo_evaluation_get_id(shared->evaluation, i + (size_t)reader->number, &text) != TIENDO_CODE_OK);
  OK(tiendo_registry_evaluate(shared->registry, 20251231, 0, NULL, NULL, &own));
  CHECK(tiendo_evaluation_len(own) == i);
  tiendo_evaluation_free(own);
  shared->sum[reader->number] = sum;
  return NULL;
}

int main(void) {
  tiendo_registry *registry;
  tiendo_evaluation *evaluation;
  struct shared shared;
  struct reader readers[THREADS];
  pthread_t threads[THREADS];
  int i;
  OK(tiendo_registry_plan02_simulated(57, &registry));
  OK(tiendo_registry_evaluate(registry, 20251231, 0, NULL, NULL, &evaluation));
  memset(&shared, 0, sizeof shared);
  shared.registry = registry;
  shared.evaluation = evaluation;
  for (i = 0; i < THREADS; i++) {
    readers[i].shared = &shared;
    readers[i].number = i;
    CHECK(pthread_create(&threads[i], NULL, read_all, &readers[i]) == 0);
  }
  for (i = 0; i < THREADS; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
  CHECK(strcmp(tiendo_last_error(), "") == 0);
  for (i = 1; i < THREADS; i++) {
    CHECK(shared.sum[i] == shared.sum[0] && shared.sum[0] > 0);
  }
  tiendo_registry_free(registry);
  tiendo_evaluation_free(evaluation);
  puts("threads: ok");
  return 0;
}
