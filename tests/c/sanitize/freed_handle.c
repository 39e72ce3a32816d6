/* Reads a handle after it was freed: the library itself touches the memory. */
#include "../check.h"

int main(void) {
  tiendo_registry *registry;
  OK(tiendo_registry_from_json("{}", TIENDO_NTS, &registry));
  tiendo_registry_free(registry);
  printf("%lu tasks\n", (unsigned long)tiendo_registry_task_count(registry));
  return 0;
}
