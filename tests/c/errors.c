/* What is wrong with arguments: a code, a message that names the argument, and outputs left alone. */
#include <math.h>

#include "check.h"

#define SAYS(words) CHECK(strstr(tiendo_last_error(), (words)) != NULL)

/* Two tasks that wait for each other. */
static const char *const LOOP =
    "{\"tasks\":["
    "{\"id\":\"L1\",\"document\":\"D\",\"title\":\"x\",\"assigned_on\":\"2025-09-08\",\"duration_days\":1,"
    "\"dependencies\":[{\"task\":\"L2\",\"kind\":\"FS\",\"lag_days\":0}]},"
    "{\"id\":\"L2\",\"document\":\"D\",\"title\":\"x\",\"assigned_on\":\"2025-09-08\",\"duration_days\":1,"
    "\"dependencies\":[{\"task\":\"L1\",\"kind\":\"FS\",\"lag_days\":0}]}]}";

int main(void) {
  tiendo_builder *builder;
  tiendo_registry *registry = NULL, *other = NULL;
  tiendo_evaluation *evaluation = NULL, *none = NULL;
  tiendo_task *task;
  tiendo_report *report;
  tiendo_policy *policy = NULL;
  tiendo_deadline *deadline = NULL;
  tiendo_rollup *rollup = NULL;
  tiendo_period *period = NULL;
  tiendo_findings *findings = NULL;
  tiendo_watch *watch;
  tiendo_explanation *explanation = NULL;
  tiendo_reply *reply = NULL;
  tiendo_schedule *schedule = NULL;
  tiendo_forecast *forecast = NULL;
  tiendo_kpi *kpi;
  tiendo_kpis *kpis;
  tiendo_plan *plan = NULL;
  tiendo_transfer *transfer = NULL;
  tiendo_succession *succession = NULL;
  tiendo_allocation *allocation = NULL;
  tiendo_calendar *calendar;
  tiendo_special_days *days = NULL;
  tiendo_text *converted = NULL;
  tiendo_status status;
  uint64_t value;
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
  OK(tiendo_builder_finish(builder, NULL, &registry));
  OK(tiendo_builder_finish(builder, NULL, &other)); /* Empty by now, but fine. */
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

  /* Links that form a loop, which is named. */
  OK(tiendo_registry_from_json(LOOP, TIENDO_NTS, &other));
  CHECK(tiendo_registry_schedule(other, 20251231, 0, NULL, &schedule) == TIENDO_CODE_CYCLE);
  SAYS("L1 → L2 → L1");
  OK(tiendo_registry_evaluate(other, 20251231, 0, NULL, NULL, &none));
  CHECK(tiendo_evaluation_schedule(none, NULL, &schedule) == TIENDO_CODE_CYCLE);
  SAYS("L1 → L2 → L1");
  CHECK(tiendo_evaluation_forecast(none, 10, 57, TIENDO_LINK_USE_AS_KEPT, NULL, &forecast) == TIENDO_CODE_CYCLE);
  CHECK(schedule == NULL && forecast == NULL);
  tiendo_evaluation_free(none);
  tiendo_registry_free(other);
  none = NULL, other = NULL;

  /* Enums and indices. */
  OK(tiendo_registry_evaluate(registry, 20251231, 20251231, NULL, NULL, &evaluation));
  CHECK(tiendo_evaluation_roll_up(evaluation, 9, NULL, &rollup) == TIENDO_CODE_INVALID_ENUM && rollup == NULL);
  SAYS("axis");
  CHECK(tiendo_evaluation_roll_up(evaluation, -1, NULL, &rollup) == TIENDO_CODE_INVALID_ENUM);
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

  OK(tiendo_policy_named("default", TIENDO_NTS, &policy));
  CHECK(tiendo_policy_set_clears(policy, "time place", TIENDO_NTS) == TIENDO_CODE_INVALID_VALUE);
  SAYS("'place'");
  tiendo_policy_free(policy);
  CHECK(tiendo_policy_built_in_name(5, &text) == TIENDO_CODE_OUT_OF_RANGE);
  OK(tiendo_kpi_new("K", 1, "x", 1, "increase", TIENDO_NTS, &kpi));
  CHECK(tiendo_kpi_set_weight(kpi, 0) == TIENDO_CODE_INVALID_VALUE);
  SAYS("weight must be 1 to 100");
  CHECK(tiendo_kpi_set_band(kpi, -0.5) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_kpi_add_target(kpi, 20251231, HUGE_VAL) == TIENDO_CODE_INVALID_VALUE);
  SAYS("value");
  CHECK(tiendo_kpi_add_measurement(kpi, NULL, 0, 20251301, NULL, 0, 1) == TIENDO_CODE_INVALID_DATE);
  SAYS("period_end");
  CHECK(tiendo_kpi_set_rate(kpi, 1, 2) == TIENDO_CODE_OUT_OF_RANGE);
  CHECK(tiendo_builder_add_kpi(builder, NULL) == TIENDO_CODE_NULL_ARGUMENT);
  tiendo_kpi_free(kpi);
  CHECK(tiendo_plan_new("P", 1, "", 0, "x", 1, &plan) == TIENDO_CODE_INVALID_ID);
  SAYS("document");
  OK(tiendo_plan_new("P", 1, "D", 1, "x", 1, &plan));
  CHECK(tiendo_plan_add_phase(plan, NULL) == TIENDO_CODE_NULL_ARGUMENT);
  SAYS("phase");
  CHECK(tiendo_plan_add_group(plan, "", 0, "x", 1, NULL, 0) == TIENDO_CODE_INVALID_ID);
  tiendo_plan_free(plan);
  CHECK(tiendo_transfer_new("T", 1, "A", 1, "B", 1, 0, &transfer) == TIENDO_CODE_INVALID_DATE);
  CHECK(tiendo_succession_new("merged", TIENDO_NTS, "A", 1, NULL, 0, 20250301, &succession) ==
        TIENDO_CODE_NULL_ARGUMENT);
  SAYS("to must not be NULL");
  CHECK(tiendo_allocation_new("", 0, "budget", TIENDO_NTS, 20250301, &allocation) == TIENDO_CODE_INVALID_ID);
  CHECK(transfer == NULL && succession == NULL && allocation == NULL);

  /* Lists of records, sums and periods. */
  OK(tiendo_registry_kpis(registry, &kpis));
  CHECK(tiendo_kpis_len(kpis) == 0 && tiendo_kpis_len(NULL) == 0);
  CHECK(tiendo_kpis_get_name(kpis, 0, TIENDO_LANG_VI, &text) == TIENDO_CODE_OUT_OF_RANGE);
  SAYS("index is 0, but there are 0");
  CHECK(tiendo_kpis_get_name(kpis, 0, 2, &text) == TIENDO_CODE_INVALID_ENUM);
  tiendo_kpis_free(kpis);
  tiendo_kpis_free(NULL);
  CHECK(tiendo_registry_plans(registry, NULL) == TIENDO_CODE_NULL_ARGUMENT);
  SAYS("plans_out");
  CHECK(tiendo_evaluation_get_task_sum(evaluation, 23, &value) == TIENDO_CODE_INVALID_ENUM);
  SAYS("sum must be 0 to 22");
  CHECK(tiendo_evaluation_get_task_status(evaluation, "T1", 2, &status) == TIENDO_CODE_NOT_FOUND);
  SAYS("'T1'");
  CHECK(tiendo_evaluation_get_title_in(evaluation, 0, TIENDO_LANG_EN, &text) == TIENDO_CODE_OUT_OF_RANGE);
  CHECK(tiendo_evaluation_roll_up_period(evaluation, TIENDO_AXIS_LEVEL, NULL, NULL, &rollup) ==
        TIENDO_CODE_NULL_ARGUMENT);
  SAYS("period");
  CHECK(tiendo_period_parse("2025-H3", TIENDO_NTS, &period) == TIENDO_CODE_INVALID_VALUE);
  SAYS("2025-H3");
  CHECK(tiendo_period_containing(6, 20250101, &period) == TIENDO_CODE_INVALID_ENUM);
  CHECK(tiendo_period_containing(TIENDO_PERIOD_KIND_WEEK, 21991231, &period) == TIENDO_CODE_INVALID_DATE);
  SAYS("the week of 21991231 reaches outside 1900 to 2199");
  CHECK(period == NULL);
  CHECK(tiendo_registry_read_json("no/such.jsonl", TIENDO_NTS, NULL, &other) == TIENDO_CODE_FILE);
  SAYS("no/such.jsonl");
  CHECK(tiendo_registry_read_json("tasks.csv", TIENDO_NTS, NULL, &other) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_registry_write_json(registry, "x.json", TIENDO_NTS, 3, 0, NULL, &findings) ==
        TIENDO_CODE_INVALID_ENUM);
  SAYS("disclosure must be 0 to 2");
  CHECK(tiendo_registry_write_json(registry, "x.json", TIENDO_NTS, 0, 2, NULL, &findings) ==
        TIENDO_CODE_INVALID_ENUM);
  SAYS("overwrite");
  CHECK(findings == NULL && other == NULL);
  CHECK(tiendo_evaluation_roll_up_with(evaluation, TIENDO_AXIS_LEVEL, 0, 0, 20251231, 20250101, NULL, &rollup) ==
        TIENDO_CODE_INVALID_VALUE);
  CHECK(rollup == NULL && text.ptr == NULL && text.len == 7);
  OK(tiendo_calendar_viet_nam(&calendar));
  CHECK(tiendo_calendar_special_days(calendar, 20251231, 20250101, &days) == TIENDO_CODE_INVALID_VALUE);
  CHECK(days == NULL);
  tiendo_calendar_free(calendar);

  /* Bytes of other encodings. */
  CHECK(tiendo_text_from("57-NQ\xff", 6, TIENDO_ENCODING_TCVN3, &converted) == TIENDO_CODE_UNDECODABLE);
  SAYS("not tcvn3 at byte 5 (0xff)");
  CHECK(tiendo_text_from("Qu\x9d", TIENDO_NTS, TIENDO_ENCODING_WINDOWS1258, &converted) ==
        TIENDO_CODE_UNDECODABLE);
  SAYS("byte 2 (0x9d)");
  CHECK(tiendo_text_from("\xff", 1, TIENDO_ENCODING_UTF8, &converted) == TIENDO_CODE_UNDECODABLE);
  CHECK(tiendo_text_from("a\0b", 3, TIENDO_ENCODING_TCVN3, &converted) == TIENDO_CODE_INVALID_TEXT);
  SAYS("byte 1");
  CHECK(tiendo_text_from("a", 1, 3, &converted) == TIENDO_CODE_INVALID_ENUM);
  CHECK(tiendo_text_from(NULL, 1, 0, &converted) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_text_from("a", SIZE_MAX - 1, 0, &converted) == TIENDO_CODE_TOO_LONG);
  CHECK(converted == NULL);
  tiendo_text_free(NULL);
  CHECK(strcmp(tiendo_code_name(TIENDO_CODE_UNDECODABLE), "undecodable") == 0);
  CHECK(tiendo_registry_read_csv_with(".", 1, -1, NULL, &other) == TIENDO_CODE_INVALID_ENUM);
  SAYS("encoding");
  CHECK(other == NULL);

  /* A stopped call writes nothing. */
  OK(tiendo_watch_new(&watch));
  OK(tiendo_watch_stop(watch));
  CHECK(tiendo_registry_evaluate(registry, 20251231, 0, NULL, watch, &none) == TIENDO_CODE_CANCELLED);
  CHECK(none == NULL);
  CHECK(tiendo_builder_finish(builder, watch, &other) == TIENDO_CODE_CANCELLED && other == NULL);
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
