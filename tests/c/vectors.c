/* The vectors of tests/vectors through the JSON door: bytes in, bytes out, compared with the replies of the core. */
#include "check.h"

static char *read_part(FILE *file, size_t len) {
  char *part = (char *)malloc(len + 1);
  CHECK(part != NULL && fread(part, 1, len, file) == len);
  part[len] = '\0';
  return part;
}

int main(int argc, char **argv) {
  unsigned long lens[5];
  int ran = 0, failed = 0;
  FILE *file;
  CHECK(argc == 2);
  file = fopen(argv[1], "rb");
  CHECK(file != NULL);
  while (fscanf(file, "%lu %lu %lu %lu %lu", &lens[0], &lens[1], &lens[2], &lens[3], &lens[4]) == 5) {
    char *part[5];
    tiendo_builder *builder;
    tiendo_registry *registry;
    tiendo_reply *reply;
    tiendo_str text;
    int i;
    CHECK(fgetc(file) == '\n');
    for (i = 0; i < 5; i++) {
      part[i] = read_part(file, (size_t)lens[i]);
    }
    OK(tiendo_builder_new(&builder));
    if (lens[1] > 0) {
      OK(tiendo_builder_set_imported_at(builder, part[1], lens[1]));
    }
    if (lens[2] > 0) {
      OK(tiendo_builder_add_records(builder, part[2], lens[2]));
    }
    OK(tiendo_builder_finish(builder, NULL, &registry));
    tiendo_builder_free(builder);
    OK(tiendo_query(registry, part[3], lens[3], &reply));
    tiendo_registry_free(registry);
    text = tiendo_reply_text(reply);
    ran++;
    if (text.len != lens[4] || memcmp(text.ptr, part[4], text.len) != 0 || text.ptr[text.len] != '\0') {
      failed++;
      fprintf(stderr, "%s\n  is     %s\n  not    %s\n", part[0], text.ptr, part[4]);
    }
    tiendo_reply_free(reply);
    for (i = 0; i < 5; i++) {
      free(part[i]);
    }
  }
  CHECK(feof(file));
  fclose(file);
  printf("%d vectors ran, %d failed\n", ran, failed);
  return ran > 0 && failed == 0 ? 0 : 1;
}
