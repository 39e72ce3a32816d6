/* The vectors of tests/vectors through the JSON door: bytes in, bytes out, compared with the replies of the core. Each
 * registry is asked as it was built, and as a ledger gives it in which it was recorded. */
#include "check.h"

static char *read_part(FILE *file, size_t len) {
  char *part = (char *)malloc(len + 1);
  CHECK(part != NULL && fread(part, 1, len, file) == len);
  part[len] = '\0';
  return part;
}

/* Before anything that a vector speaks of, so that no knowledge day hides what does not say when it was recorded. */
#define BEGINNING "1900-01-01T00:00:00", TIENDO_NTS

/* The registry of a ledger in which another was recorded; what was found about its records is of that registry alone. */
static tiendo_registry *replayed(const tiendo_registry *registry) {
  tiendo_ledger *ledger;
  tiendo_batch *batch;
  tiendo_appended appended;
  tiendo_registry *again;
  OK(tiendo_ledger_memory("vectors", TIENDO_NTS, BEGINNING, "test", 4, NULL, &ledger));
  OK(tiendo_batch_new(&batch));
  OK(tiendo_batch_add_registry(batch, registry));
  OK(tiendo_ledger_append(ledger, batch, BEGINNING, "test", 4, &appended));
  tiendo_batch_free(batch);
  OK(tiendo_ledger_registry(ledger, 0, TIENDO_TRUST_CLAIMED, &again));
  tiendo_ledger_free(ledger);
  return again;
}

static int fails(const tiendo_registry *registry, char *const *part, const unsigned long *lens, const char *of) {
  tiendo_reply *reply;
  tiendo_str text;
  int failed;
  OK(tiendo_query(registry, part[3], lens[3], &reply));
  text = tiendo_reply_text(reply);
  failed = text.len != lens[4] || memcmp(text.ptr, part[4], text.len) != 0 || text.ptr[text.len] != '\0';
  if (failed) {
    fprintf(stderr, "%s (%s)\n  is     %s\n  not    %s\n", part[0], of, text.ptr, part[4]);
  }
  tiendo_reply_free(reply);
  return failed;
}

int main(int argc, char **argv) {
  unsigned long lens[5];
  char *asked[2] = {NULL, NULL};
  tiendo_registry *registry = NULL, *again = NULL;
  int ran = 0, failed = 0;
  FILE *file;
  CHECK(argc == 2);
  file = fopen(argv[1], "rb");
  CHECK(file != NULL);
  while (fscanf(file, "%lu %lu %lu %lu %lu", &lens[0], &lens[1], &lens[2], &lens[3], &lens[4]) == 5) {
    char *part[5];
    int i;
    CHECK(fgetc(file) == '\n');
    for (i = 0; i < 5; i++) {
      part[i] = read_part(file, (size_t)lens[i]);
    }
    /* Most vectors of a file are asked of the same records. */
    if (registry == NULL || strcmp(asked[0], part[1]) != 0 || strcmp(asked[1], part[2]) != 0) {
      tiendo_builder *builder;
      tiendo_registry_free(registry);
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
      again = replayed(registry);
    }
    ran++;
    failed += fails(registry, part, lens, "built") + fails(again, part, lens, "replayed");
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
  tiendo_registry_free(again);
  free(asked[0]);
  free(asked[1]);
  printf("%d vectors ran, each over a ledger too, %d failed\n", ran, failed);
  return ran > 0 && failed == 0 ? 0 : 1;
}
