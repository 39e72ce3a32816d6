/* The one helper of the tests: a condition that must hold, or the program ends with what the library says. */
#ifndef TIENDO_TEST_CHECK_H
#define TIENDO_TEST_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tiendo.h"

#define CHECK(condition)                                                                           \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      fprintf(stderr, "%s:%d: %s\n  last error: %s\n", __FILE__, __LINE__, #condition,             \
              tiendo_last_error());                                                                \
      exit(1);                                                                                     \
    }                                                                                              \
  } while (0)

#define OK(call) CHECK((call) == TIENDO_CODE_OK)
#define IS(text, expected) CHECK(strcmp((text).ptr, (expected)) == 0 && (text).len == strlen(expected))

#endif
