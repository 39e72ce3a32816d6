/* The header alone, and twice. */
#include "tiendo.h"
#include "tiendo.h"

int main(void) {
  return tiendo_abi_version() == TIENDO_ABI_VERSION ? 0 : 1;
}
