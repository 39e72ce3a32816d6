/* Forgets a handle. */
#include "../check.h"

static void forgets(void) {
  tiendo_registry *registry;
  OK(tiendo_registry_from_json("{}", TIENDO_NTS, &registry));
}

int main(void) {
  forgets();
  return 0;
}
