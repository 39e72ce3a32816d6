/* Frees a handle twice: the second call finds its owner gone. */
#include "../check.h"

int main(void) {
  tiendo_registry *registry;
  OK(tiendo_registry_from_json("{}", TIENDO_NTS, &registry));
  tiendo_registry_free(registry);
  tiendo_registry_free(registry);
  return 0;
}
