/* Forgets handles: the last one may still lie in a register or on the stack, where it counts as kept. */
#include "../check.h"

int main(void) {
  tiendo_registry *registry;
  int i;
  for (i = 0; i < 8; i++) {
    OK(tiendo_registry_from_json("{}", TIENDO_NTS, &registry));
  }
  tiendo_registry_free(registry);
  return 0;
}
