/* The vectors of tests/vectors through the JSON door: bytes in, bytes out, compared with the replies of the core. Each is
 * asked over a ledger too, in which the records of the registry were recorded. */
#include "check.h"

static char *read_part(FILE *file, size_t len) {
  char *part = (char *)malloc(len + 1);
  CHECK(part != NULL && fread(part, 1, len, file) == len);
  part[len] = '\0';
  return part;
}

/* Before anything that a vector speaks of, so that no knowledge day hides what does not say when it was recorded. */
#define BEGINNING "1900-01-01T00:00:00", TIENDO_NTS

/* What a ledger states of every record that does not state it itself. */
#define STAMP ",\"recorded_at\":\"1900-01-01T00:00:00\""

/* The records that a registry holds, as a registry and as a ledger gives them in which they were recorded. What was found
 * out about records that it does not hold is in neither. False where the ledger refuses some: reports without a task. */
static int recorded(const tiendo_registry *registry, tiendo_registry **held, tiendo_registry **again) {
  tiendo_ledger *ledger;
  tiendo_imported *imported;
  tiendo_reply *json;
  tiendo_str text;
  uint64_t count[3], refused;
  OK(tiendo_registry_to_json(registry, &json));
  text = tiendo_reply_text(json);
  OK(tiendo_registry_from_json(text.ptr, text.len, held));
  tiendo_reply_free(json);
  OK(tiendo_ledger_memory("vectors", TIENDO_NTS, BEGINNING, "test", 4, NULL, "secret", TIENDO_NTS, &ledger));
  OK(tiendo_ledger_import(ledger, *held, BEGINNING, "test", 4, 1, NULL, &imported));
  OK(tiendo_imported_get_counts(imported, &count[0], &count[1], &refused, &count[2]));
  tiendo_imported_free(imported);
  OK(tiendo_ledger_registry(ledger, 0, TIENDO_TRUST_CLAIMED, again));
  tiendo_ledger_free(ledger);
  return refused == 0;
}

/* Whether two registries reply the same, but for what the ledger states. */
static int same_replies(const tiendo_registry *held, const tiendo_registry *again, const char *ask, size_t len) {
  tiendo_reply *one, *other;
  const char *a, *b;
  int same;
  OK(tiendo_query(held, ask, len, &one));
  OK(tiendo_query(again, ask, len, &other));
  a = tiendo_reply_text(one).ptr;
  b = tiendo_reply_text(other).ptr;
  for (;;) {
    while (strncmp(b, STAMP, sizeof STAMP - 1) == 0) {
      b += sizeof STAMP - 1;
    }
    if (*a != *b || *a == '\0') {
      break;
    }
    a++;
    b++;
  }
  /* A ledger states of every report when it was recorded, so that nothing is assumed. */
  same = *a == *b || strstr(tiendo_reply_text(one).ptr, "\"recorded_at_assumed\"") != NULL;
  tiendo_reply_free(one);
  tiendo_reply_free(other);
  return same;
}

int main(int argc, char **argv) {
  unsigned long lens[5];
  char *asked[2] = {NULL, NULL};
  tiendo_registry *registry = NULL, *held = NULL, *again = NULL;
  int ran = 0, over_a_ledger = 0, failed = 0, whole = 0;
  /* A second argument leaves the ledger out: under valgrind it would take minutes, and native.c has all of it there. */
  int has_ledger = argc == 2;
  FILE *file;
  CHECK(argc == 2 || argc == 3);
  file = fopen(argv[1], "rb");
  CHECK(file != NULL);
  while (fscanf(file, "%lu %lu %lu %lu %lu", &lens[0], &lens[1], &lens[2], &lens[3], &lens[4]) == 5) {
    char *part[5];
    tiendo_reply *reply;
    tiendo_str text;
    int i;
    CHECK(fgetc(file) == '\n');
    for (i = 0; i < 5; i++) {
      part[i] = read_part(file, (size_t)lens[i]);
    }
    /* Most vectors of a file are asked of the same records. */
    if (registry == NULL || strcmp(asked[0], part[1]) != 0 || strcmp(asked[1], part[2]) != 0) {
      tiendo_builder *builder;
      tiendo_registry_free(registry);
      tiendo_registry_free(held);
      tiendo_registry_free(again);
      OK(tiendo_builder_new(&builder));
      if (lens[1] > 0) {
        OK(tiendo_builder_set_imported_at(builder, part[1], lens[1]));
      }
      if (lens[2] > 0) {
        OK(tiendo_builder_add_records(builder, part[2], lens[2]));
      }
      OK(tiendo_builder_finish(builder, NULL, &registry));
      tiendo_builder_free(builder);
      held = again = NULL;
      whole = has_ledger && recorded(registry, &held, &again);
    }
    OK(tiendo_query(registry, part[3], lens[3], &reply));
    text = tiendo_reply_text(reply);
    ran++;
    if (text.len != lens[4] || memcmp(text.ptr, part[4], text.len) != 0 || text.ptr[text.len] != '\0') {
      failed++;
      fprintf(stderr, "%s\n  is     %s\n  not    %s\n", part[0], text.ptr, part[4]);
    }
    tiendo_reply_free(reply);
    if (whole) {
      over_a_ledger++;
      if (!same_replies(held, again, part[3], lens[3])) {
        failed++;
        fprintf(stderr, "%s: the ledger replies otherwise\n", part[0]);
      }
    }
    free(asked[0]);
    free(asked[1]);
    asked[0] = part[1];
    asked[1] = part[2];
    free(part[0]);
    free(part[3]);
    free(part[4]);
  }
  CHECK(feof(file));
  fclose(file);
  tiendo_registry_free(registry);
  tiendo_registry_free(held);
  tiendo_registry_free(again);
  free(asked[0]);
  free(asked[1]);
  printf("%d vectors ran, %d over a ledger too, %d failed\n", ran, over_a_ledger, failed);
  return ran > 0 && (!has_ledger || over_a_ledger > ran - ran / 100) && failed == 0 ? 0 : 1;
}
