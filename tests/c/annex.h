/* A part of native.c: annexes by path and from memory. */
#ifndef TIENDO_TEST_ANNEX_H
#define TIENDO_TEST_ANNEX_H

#include "check.h"

#define ANNEX_FOLDER "../../crates/tiendo-formats/tests/annex/"

/* The path of a committed annex, beside this file's folder wherever that is. */
static void annex_path(const char *name, char *path, size_t size) {
  const char *slash = strrchr(__FILE__, '/');
  size_t folder = slash == NULL ? 0 : (size_t)(slash - __FILE__) + 1;
  CHECK(folder + strlen(ANNEX_FOLDER) + strlen(name) < size);
  memcpy(path, __FILE__, folder);
  strcpy(path + folder, ANNEX_FOLDER);
  strcat(path, name);
}

static char *annex_bytes(const char *path, size_t *len) {
  FILE *file = fopen(path, "rb");
  char *bytes = (char *)malloc(1 << 20);
  CHECK(file != NULL && bytes != NULL);
  *len = fread(bytes, 1, 1 << 20, file);
  CHECK(*len > 0 && *len < 1 << 20 && fclose(file) == 0);
  return bytes;
}

static void annexes(void) {
  tiendo_registry *base, *registry, *built;
  tiendo_annex_options *options;
  tiendo_annex *annex, *again;
  tiendo_findings *findings;
  tiendo_builder *builder;
  tiendo_reply *json;
  tiendo_watch *watch;
  tiendo_str toml;
  uint64_t added, changed, unchanged, others;
  size_t len, tasks;
  char path[4096], *bytes;
  OK(tiendo_registry_plan02(&base));
  tasks = tiendo_registry_task_count(base);

  /* A workbook of Excel 97 is told from its bytes, whatever it is called. */
  annex_path("41_xls.xls", path, sizeof path);
  OK(tiendo_annex_read(path, TIENDO_NTS, base, NULL, NULL, &annex));
  OK(tiendo_annex_sheets(annex, &json));
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"loaded\":8") != NULL);
  tiendo_reply_free(json);
  tiendo_annex_free(annex);

  /* By path: eight tasks and what they hang on are new. */
  annex_path("01_plan.xlsx", path, sizeof path);
  OK(tiendo_annex_read(path, TIENDO_NTS, base, NULL, NULL, &annex));
  OK(tiendo_annex_get_changes(annex, &added, &changed, &unchanged));
  CHECK(added >= 8 && changed == 0 && unchanged == 0);
  OK(tiendo_annex_sheets(annex, &json));
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"loaded\":8") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"sections\":3") != NULL);
  tiendo_reply_free(json);
  OK(tiendo_annex_to_json(annex, &json));
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"tasks\":[") != NULL);
  tiendo_reply_free(json);
  OK(tiendo_annex_findings(annex, &findings));
  tiendo_findings_free(findings);

  /* Laid over the base it is there, and a second reading changes nothing. */
  OK(tiendo_annex_lay_over(annex, base, "2025-10-01T08:00:00", TIENDO_NTS, NULL, &registry));
  CHECK(tiendo_registry_task_count(registry) == tasks + 8);
  bytes = annex_bytes(path, &len);
  OK(tiendo_annex_read_bytes("a.xlsx", TIENDO_NTS, bytes, len, registry, NULL, NULL, &again));
  OK(tiendo_annex_get_changes(again, &others, &changed, &unchanged));
  CHECK(others == 0 && changed == 0 && unchanged >= 8);
  tiendo_annex_free(again);

  /* The mapping that it suggests reads the same. */
  OK(tiendo_annex_get_suggested_mapping(annex, &toml));
  CHECK(strstr(toml.ptr, "title") != NULL);
  OK(tiendo_annex_options_new(&options));
  OK(tiendo_annex_options_set_mapping(options, toml.ptr, toml.len));
  OK(tiendo_annex_options_set_reported_on(options, 20250930));
  OK(tiendo_annex_read_bytes("a.xlsx", TIENDO_NTS, bytes, len, registry, options, NULL, &again));
  OK(tiendo_annex_get_changes(again, &others, &changed, &unchanged));
  CHECK(others == 0 && changed == 0 && unchanged >= 8);
  tiendo_annex_free(again);
  CHECK(tiendo_annex_options_set_mapping(options, "colour = 1", TIENDO_NTS) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_annex_options_set_reported_on(options, 20250231) == TIENDO_CODE_INVALID_DATE);
  tiendo_annex_options_free(options);

  /* Into a builder, without the base. */
  OK(tiendo_builder_new(&builder));
  OK(tiendo_builder_add_annex(builder, annex));
  OK(tiendo_builder_finish(builder, NULL, &built));
  CHECK(tiendo_registry_task_count(built) == 8);
  tiendo_registry_free(built);
  tiendo_builder_free(builder);
  tiendo_annex_free(annex);

  /* A document that says nothing of what set its tasks. */
  annex_path("31_word.docx", path, sizeof path);
  OK(tiendo_annex_options_new(&options));
  OK(tiendo_annex_options_set_document(options, "77/KH-UBND", TIENDO_NTS));
  OK(tiendo_annex_read(path, TIENDO_NTS, base, options, NULL, &annex));
  OK(tiendo_annex_sheets(annex, &json));
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"loaded\":8") != NULL);
  tiendo_reply_free(json);
  tiendo_annex_free(annex);
  tiendo_annex_options_free(options);

  /* What cannot be read gives a code and no handle. */
  CHECK(tiendo_annex_read("nowhere.xlsx", TIENDO_NTS, base, NULL, NULL, &annex) == TIENDO_CODE_FILE);
  CHECK(tiendo_annex_read_bytes("a.xlsx", 6, "STT,Task", 8, base, NULL, NULL, &annex) == TIENDO_CODE_FILE);
  CHECK(strstr(tiendo_last_error(), "a.xlsx") != NULL);
  CHECK(tiendo_annex_read_bytes("a.xlsx", 6, bytes, len / 2, base, NULL, NULL, &annex) == TIENDO_CODE_FILE);
  CHECK(tiendo_annex_read_bytes("a.xlsx", 6, NULL, 0, base, NULL, NULL, &annex) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_annex_read_bytes("a.xlsx", 6, bytes, len, base, NULL, NULL, NULL) == TIENDO_CODE_NULL_ARGUMENT);
  OK(tiendo_watch_new(&watch));
  OK(tiendo_annex_read_bytes("a.xlsx", 6, bytes, len, base, NULL, watch, &annex));
  tiendo_annex_free(annex);
  OK(tiendo_watch_stop(watch));
  CHECK(tiendo_annex_read_bytes("a.xlsx", 6, bytes, len, base, NULL, watch, &annex) == TIENDO_CODE_CANCELLED);
  tiendo_watch_free(watch);
  free(bytes);
  tiendo_annex_free(NULL);
  tiendo_annex_options_free(NULL);
  tiendo_registry_free(registry);
  tiendo_registry_free(base);
}

#endif
