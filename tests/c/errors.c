/* What is wrong with arguments: a code, a message that names the argument, and outputs left alone. */
#include "check.h"

#define SAYS(words) CHECK(strstr(tiendo_last_error(), (words)) != NULL)

int main(void) {
  tiendo_builder *builder;
  tiendo_registry *registry = NULL, *other = NULL;
  tiendo_evaluation *evaluation = NULL, *none = NULL;
  tiendo_task *task;
  tiendo_report *report;
  tiendo_policy *policy = NULL;
  tiendo_deadline *deadline = NULL;
  tiendo_rollup *rollup = NULL;
  tiendo_watch *watch;
  tiendo_explanation *explanation = NULL;
  tiendo_reply *reply = NULL;
  struct ArrowSchema schema;
  tiendo_str text = {NULL, 7};
  size_t row = 7, len = (size_t)2 << 20;
  int32_t day = 7;
  char *overlong = (char *)malloc(len);
  CHECK(overlong != NULL);
  memset(overlong, 'a', len);

  /* NULL in every role. */
  CHECK(tiendo_builder_new(NULL) == TIENDO_CODE_NULL_ARGUMENT);
  SAYS("builder_out");
  CHECK(tiendo_registry_from_json(NULL, 0, &registry) == TIENDO_CODE_NULL_ARGUMENT);
  SAYS("json");
  CHECK(tiendo_registry_evaluate(NULL, 20251231, 0, NULL, NULL, &evaluation) == TIENDO_CODE_NULL_ARGUMENT);
  SAYS("registry");
  CHECK(tiendo_query(NULL, "{}", 2, &reply) == TIENDO_CODE_NULL_ARGUMENT && reply == NULL);
  CHECK(tiendo_evaluation_len(NULL) == 0 && tiendo_reply_text(NULL).len == 0);
  tiendo_registry_free(NULL);
  tiendo_evaluation_free(NULL);
  tiendo_task_free(NULL);
  SAYS("registry");

  OK(tiendo_builder_new(&builder));
  CHECK(strcmp(tiendo_last_error(), "") == 0);
  OK(tiendo_builder_finish(builder, &registry));
  OK(tiendo_builder_finish(builder, &other)); /* Empty by now, but fine. */
  tiendo_registry_free(other);
  other = NULL;

  /* Texts. */
  CHECK(tiendo_registry_from_json("\xff", 1, &other) == TIENDO_CODE_INVALID_UTF8);
  SAYS("byte 0");
  CHECK(tiendo_registry_from_json("{\"tasks\":[{}]}", TIENDO_NTS, &other) == TIENDO_CODE_INVALID_REQUEST);
  SAYS("line 1");
  CHECK(tiendo_registry_from_json("{\"tusks\":[]}", TIENDO_NTS, &other) == TIENDO_CODE_INVALID_REQUEST);
  SAYS("tusks");
  CHECK(tiendo_deadline_read(overlong, len, 0, &deadline) == TIENDO_CODE_TOO_LONG && deadline == NULL);
  SAYS("wording");
  CHECK(tiendo_task_new(overlong, 129, "D", 1, "x", 1, &task) == TIENDO_CODE_INVALID_ID);
  SAYS("id");
  CHECK(tiendo_task_new("T", 1, "D", 1, "a\0b", 3, &task) == TIENDO_CODE_INVALID_TEXT);
  CHECK(tiendo_registry_read_csv("no/such/folder", TIENDO_NTS, NULL, &other) == TIENDO_CODE_FILE);
  SAYS("no/such/folder");
  CHECK(other == NULL);

  /* Days. */
  CHECK(tiendo_registry_evaluate(registry, 20250231, 0, NULL, NULL, &none) == TIENDO_CODE_INVALID_DATE);
  SAYS("20250231");
  CHECK(tiendo_registry_evaluate(registry, 0, 0, NULL, NULL, &none) == TIENDO_CODE_INVALID_DATE);
  CHECK(tiendo_registry_evaluate(registry, -20251231, 0, NULL, NULL, &none) == TIENDO_CODE_INVALID_DATE);
  CHECK(tiendo_registry_evaluate(registry, INT32_MIN, 0, NULL, NULL, &none) == TIENDO_CODE_INVALID_DATE);
  CHECK(tiendo_registry_evaluate(registry, 20251231, 1, NULL, NULL, &none) == TIENDO_CODE_INVALID_DATE);
  SAYS("known");
  CHECK(none == NULL);

  /* Enums and indices. */
  OK(tiendo_registry_evaluate(registry, 20251231, 20251231, NULL, NULL, &evaluation));
  CHECK(tiendo_evaluation_roll_up(evaluation, 9, &rollup) == TIENDO_CODE_INVALID_ENUM && rollup == NULL);
  SAYS("axis");
  CHECK(tiendo_evaluation_roll_up(evaluation, -1, &rollup) == TIENDO_CODE_INVALID_ENUM);
  CHECK(tiendo_evaluation_get_title(evaluation, 0, &text) == TIENDO_CODE_OUT_OF_RANGE);
  CHECK(text.ptr == NULL && text.len == 7);
  CHECK(tiendo_evaluation_get_deadline(evaluation, SIZE_MAX, &day) == TIENDO_CODE_OUT_OF_RANGE && day == 7);
  CHECK(tiendo_evaluation_find(evaluation, "T1", 2, &row) == TIENDO_CODE_NOT_FOUND && row == 7);
  CHECK(tiendo_evaluation_explain(evaluation, "T1", 2, &explanation) == TIENDO_CODE_NOT_FOUND);
  SAYS("'T1'");
  CHECK(tiendo_evaluation_to_arrow(evaluation, NULL, &schema) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_label("status", 6, "asleep", 6, TIENDO_LANG_EN, &text) == TIENDO_CODE_NOT_FOUND);
  SAYS("asleep");
  CHECK(tiendo_label("moods", 5, "asleep", 6, TIENDO_LANG_EN, &text) == TIENDO_CODE_NOT_FOUND);
  CHECK(tiendo_status_word(10, &text) == TIENDO_CODE_INVALID_ENUM);

  /* Values of records and policies. */
  CHECK(tiendo_policy_named("unheard-of", TIENDO_NTS, &policy) == TIENDO_CODE_NOT_FOUND && policy == NULL);
  OK(tiendo_policy_named("vpcp-2017", TIENDO_NTS, &policy));
  CHECK(tiendo_policy_set_cap_open_percent(policy, 101) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_policy_set_due_soon_days(policy, -1) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_policy_set_rate(policy, 4) == TIENDO_CODE_INVALID_ENUM);
  CHECK(tiendo_policy_set_name(policy, "", 0) == TIENDO_CODE_INVALID_VALUE);
  tiendo_policy_free(policy);
  OK(tiendo_report_new("R", 1, "T", 1, "progress", TIENDO_NTS, 20250101, &report));
  CHECK(tiendo_report_set_percent(report, 101) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_report_set_recorded_at(report, "yesterday", TIENDO_NTS) == TIENDO_CODE_INVALID_DATE);
  SAYS("yesterday");
  tiendo_report_free(report);

  /* A stopped call writes nothing. */
  OK(tiendo_watch_new(&watch));
  OK(tiendo_watch_stop(watch));
  CHECK(tiendo_registry_evaluate(registry, 20251231, 0, NULL, watch, &none) == TIENDO_CODE_CANCELLED);
  CHECK(none == NULL);
  tiendo_watch_free(watch);

  /* What is wrong with a request is a reply. */
  OK(tiendo_query(registry, "{\"query\":\"explain\"}", TIENDO_NTS, &reply));
  CHECK(strstr(tiendo_reply_text(reply).ptr, "\"invalid_request\"") != NULL);
  tiendo_reply_free(reply);

  /* Freed in the wrong order. */
  tiendo_builder_free(builder);
  tiendo_registry_free(registry);
  CHECK(tiendo_evaluation_len(evaluation) == 0);
  tiendo_evaluation_free(evaluation);
  free(overlong);
  puts("errors: ok");
  return 0;
}
