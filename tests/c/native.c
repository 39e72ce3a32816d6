/* The native surface on the real register, with simulated reports. */
#include "annex.h"
#include "check.h"
#include "facts.h"
#include "formats.h"
#include "ledger.h"
#include "monday.h"
#include "office.h"
#include "over_time.h"
#include "periods.h"
#include "records.h"
#include "search.h"
#include "schedule.h"
#include "urging.h"

static void versions(void) {
  CHECK(strcmp(tiendo_version(), TIENDO_VERSION) == 0);
  CHECK(tiendo_abi_version() == TIENDO_ABI_VERSION);
  CHECK(strcmp(tiendo_code_name(TIENDO_CODE_NOT_FOUND), "not_found") == 0);
  CHECK(strcmp(tiendo_code_name(12345), "") == 0);
}

static void sums(const tiendo_evaluation *evaluation) {
  tiendo_rollup *rollup;
  tiendo_ranking *ranking;
  uint64_t rows = 0, value, unreported, num, den;
  int32_t rank, before = 1;
  tiendo_str text;
  size_t i;
  int status;
  OK(tiendo_evaluation_roll_up(evaluation, TIENDO_AXIS_AGENCY, NULL, &rollup));
  for (i = 0; i <= tiendo_rollup_len(rollup); i++) {
    uint64_t total = 0;
    for (status = TIENDO_STATUS_NOT_STARTED; status <= TIENDO_STATUS_SUSPENDED; status++) {
      OK(tiendo_rollup_get_count(rollup, i, TIENDO_EXTENT_OWN, status, &value, &unreported));
      CHECK(unreported <= value);
      total += value;
    }
    OK(tiendo_rollup_get_sum(rollup, i, TIENDO_EXTENT_OWN, TIENDO_SUM_TOTAL, &value));
    CHECK(value == total);
    rows += value;
    OK(tiendo_rollup_get_rate(rollup, i, TIENDO_EXTENT_INCLUSIVE, TIENDO_RATE_COMPLETION, &num, &den));
    CHECK(num <= den);
  }
  CHECK(rows == tiendo_evaluation_len(evaluation));
  OK(tiendo_rollup_get_key(rollup, 0, &text));
  CHECK(text.len > 0);
  OK(tiendo_rollup_get_name(rollup, 0, TIENDO_LANG_VI, &text));
  tiendo_rollup_free(rollup);

  OK(tiendo_evaluation_roll_up_with(evaluation, TIENDO_AXIS_PHASE, TIENDO_COUNTING_DISTINCT,
                                    TIENDO_CLASSIFIED_ALL, 20250101, 20251231, NULL, &rollup));
  CHECK(tiendo_rollup_len(rollup) > 0);
  tiendo_rollup_free(rollup);

  OK(tiendo_evaluation_rank(evaluation, "province", TIENDO_NTS, NULL, &ranking));
  CHECK(tiendo_ranking_len(ranking) > 0);
  for (i = 0; i < tiendo_ranking_len(ranking); i++) {
    OK(tiendo_ranking_get_rank(ranking, i, &rank));
    CHECK(rank == 0 || rank >= before);
    before = rank == 0 ? before : rank;
    OK(tiendo_ranking_get_agency(ranking, i, &text));
    OK(tiendo_ranking_get_name(ranking, i, TIENDO_LANG_EN, &text));
    OK(tiendo_ranking_get_sum(ranking, i, TIENDO_SUM_FALLEN_DUE, &value));
    OK(tiendo_ranking_get_count(ranking, i, TIENDO_STATUS_OVERDUE, &value, &unreported));
    OK(tiendo_ranking_get_rate(ranking, i, TIENDO_RATE_ON_TIME_OVER_DUE, &num, &den));
  }
  tiendo_ranking_free(ranking);
}

static void rows(const tiendo_evaluation *evaluation) {
  tiendo_rows *overdue, *owed;
  tiendo_filter *filter;
  tiendo_explanation *explanation;
  tiendo_status status;
  tiendo_role role;
  tiendo_str id, text;
  int32_t late, last = 1 << 30, a, b, c, d;
  size_t i, k, row, found;
  OK(tiendo_evaluation_overdue(evaluation, &overdue));
  CHECK(tiendo_rows_len(overdue) > 0);
  for (i = 0; i < tiendo_rows_len(overdue); i++) {
    OK(tiendo_rows_get_row(overdue, i, &row));
    OK(tiendo_evaluation_get_status(evaluation, row, &status));
    CHECK(status == TIENDO_STATUS_OVERDUE);
    OK(tiendo_evaluation_get_late_days(evaluation, row, &late));
    CHECK(late > 0 && late <= last);
    last = late;
    OK(tiendo_evaluation_get_id(evaluation, row, &id));
    OK(tiendo_evaluation_find(evaluation, id.ptr, id.len, &found));
    CHECK(found == row);
    OK(tiendo_evaluation_get_blocked_by(evaluation, row, &text));
  }
  OK(tiendo_rows_get_row(overdue, 0, &row));
  OK(tiendo_evaluation_get_id(evaluation, row, &id));
  OK(tiendo_evaluation_explain(evaluation, id.ptr, id.len, &explanation));
  CHECK(tiendo_explanation_len(explanation) > 2);
  OK(tiendo_explanation_get_row(explanation, &text));
  IS(text, id.ptr);
  for (k = 0; k < tiendo_explanation_len(explanation); k++) {
    OK(tiendo_explanation_get_code(explanation, k, &text));
    CHECK(text.len > 0);
    OK(tiendo_explanation_get_sentence(explanation, k, TIENDO_LANG_VI, &text));
    CHECK(text.len > 0 && strlen(text.ptr) == text.len);
  }
  /* The last fact of simulated data says so. */
  OK(tiendo_explanation_get_code(explanation, k - 1, &text));
  IS(text, "simulated");
  tiendo_explanation_free(explanation);
  tiendo_rows_free(overdue);

  OK(tiendo_filter_new(&filter));
  OK(tiendo_filter_set_status(filter, TIENDO_STATUS_DONE_LATE));
  OK(tiendo_filter_set_agency(filter, "lam dong", TIENDO_NTS, TIENDO_WITHIN_TERRITORY));
  OK(tiendo_evaluation_owed(evaluation, filter, &owed));
  for (i = 0; i < tiendo_rows_len(owed); i++) {
    OK(tiendo_rows_get_row(owed, i, &row));
    OK(tiendo_rows_get_role(owed, i, &role));
    OK(tiendo_evaluation_get_words(evaluation, row, TIENDO_LANG_EN, &text));
    IS(text, "done late");
    OK(tiendo_evaluation_get_occurrence(evaluation, row, &text));
    OK(tiendo_evaluation_get_occurrence_counts(evaluation, row, &a, &b, &c, &d));
  }
  tiendo_rows_free(owed);
  tiendo_filter_free(filter);

  /* What is asked for by phase, group, document and day is that. */
  OK(tiendo_filter_new(&filter));
  OK(tiendo_filter_set_document(filter, "02-KH/BCĐTW", TIENDO_NTS));
  OK(tiendo_filter_set_due_before(filter, 20250701));
  OK(tiendo_evaluation_owed(evaluation, filter, &owed));
  CHECK(tiendo_rows_len(owed) > 0);
  for (i = 0; i < tiendo_rows_len(owed); i++) {
    OK(tiendo_rows_get_row(owed, i, &row));
    OK(tiendo_evaluation_get_deadline(evaluation, row, &late));
    CHECK(late > 0 && late < 20250701);
  }
  found = tiendo_rows_len(owed);
  tiendo_rows_free(owed);
  OK(tiendo_filter_set_group(filter, "3", TIENDO_NTS));
  OK(tiendo_evaluation_owed(evaluation, filter, &owed));
  CHECK(tiendo_rows_len(owed) < found);
  tiendo_rows_free(owed);
  OK(tiendo_filter_set_group(filter, NULL, 0));
  OK(tiendo_filter_set_phase(filter, "unheard-of", TIENDO_NTS));
  CHECK(tiendo_evaluation_owed(evaluation, filter, &owed) == TIENDO_CODE_NOT_FOUND);
  tiendo_filter_free(filter);
}

static void tables(const tiendo_registry *registry, const tiendo_evaluation *evaluation) {
  struct ArrowArray array;
  struct ArrowSchema schema;
  tiendo_rollup *rollup;
  tiendo_ranking *ranking;
  tiendo_findings *findings;
  OK(tiendo_evaluation_to_arrow(evaluation, &array, &schema));
  CHECK(array.length == (int64_t)tiendo_evaluation_len(evaluation));
  CHECK(array.n_children == schema.n_children && strcmp(schema.format, "+s") == 0);
  CHECK(strcmp(schema.children[0]->name, "row") == 0 && schema.metadata != NULL);
  array.release(&array);
  schema.release(&schema);
  CHECK(array.release == NULL && schema.release == NULL);

  OK(tiendo_registry_tasks_to_arrow(registry, &array, &schema));
  CHECK(array.length == (int64_t)tiendo_registry_task_count(registry));
  array.release(&array);
  schema.release(&schema);

  OK(tiendo_evaluation_roll_up(evaluation, TIENDO_AXIS_LEVEL, NULL, &rollup));
  OK(tiendo_rollup_to_arrow(rollup, &array, &schema));
  tiendo_rollup_free(rollup);
  CHECK(array.length > 0);
  array.release(&array);
  schema.release(&schema);

  OK(tiendo_evaluation_rank(evaluation, "province", TIENDO_NTS, NULL, &ranking));
  OK(tiendo_ranking_to_arrow(ranking, &array, &schema));
  CHECK(array.length == (int64_t)tiendo_ranking_len(ranking));
  tiendo_ranking_free(ranking);
  /* One may go before the other. */
  schema.release(&schema);
  array.release(&array);

  OK(tiendo_evaluation_check(evaluation, NULL, &findings));
  OK(tiendo_findings_to_arrow(findings, &array, &schema));
  CHECK(array.length == (int64_t)tiendo_findings_len(findings));
  tiendo_findings_free(findings);
  array.release(&array);
  schema.release(&schema);
}

static void readers(const tiendo_registry *registry) {
  tiendo_deadline *deadline;
  tiendo_number *number;
  tiendo_calendar *calendar, *changed;
  tiendo_findings *findings;
  tiendo_severity severity;
  tiendo_str text;
  int32_t day, working;
  int64_t count;
  OK(tiendo_deadline_read("trước ngày 15/8/2025", TIENDO_NTS, 0, &deadline));
  OK(tiendo_deadline_get_form(deadline, &text));
  IS(text, "before");
  OK(tiendo_deadline_get_class(deadline, &text));
  IS(text, "dated");
  OK(tiendo_deadline_is_indicative(deadline, &working));
  CHECK(working == 0);
  OK(tiendo_deadline_get_last_day(deadline, TIENDO_BEFORE_STRICT, NULL, &day));
  CHECK(day == 20250814);
  OK(tiendo_deadline_get_last_day(deadline, TIENDO_BEFORE_LENIENT, NULL, &day));
  CHECK(day == 20250815);
  tiendo_deadline_free(deadline);
  OK(tiendo_deadline_read("31/02/2025", TIENDO_NTS, 20250101, &deadline));
  OK(tiendo_deadline_findings(deadline, &findings));
  tiendo_deadline_free(deadline);
  CHECK(tiendo_findings_len(findings) == 1);
  OK(tiendo_findings_get_code(findings, 0, &text));
  IS(text, "deadline_impossible");
  OK(tiendo_findings_get_severity(findings, 0, &severity));
  OK(tiendo_findings_get_message(findings, 0, TIENDO_LANG_EN, &text));
  CHECK(text.len > 0);
  tiendo_findings_free(findings);

  OK(tiendo_number_read("Nghị quyết số 03-NQ/CP", TIENDO_NTS, NULL, &number));
  CHECK(tiendo_number_len(number) == 1);
  OK(tiendo_number_findings(number, &findings));
  CHECK(tiendo_findings_len(findings) > 0);
  tiendo_findings_free(findings);
  OK(tiendo_number_get_canonical(number, &text));
  IS(text, "03/NQ-CP");
  tiendo_number_free(number);
  OK(tiendo_number_read("57-NQ/TW", TIENDO_NTS, registry, &number));
  OK(tiendo_number_get(number, 0, &text));
  IS(text, "57-NQ/TW");
  tiendo_number_free(number);

  OK(tiendo_calendar_viet_nam(&calendar));
  OK(tiendo_calendar_is_working_day(calendar, 20250426, &working));
  CHECK(working == 1);
  OK(tiendo_calendar_add_working_days(calendar, 20250429, 1, &day));
  CHECK(day == 20250505);
  OK(tiendo_calendar_add_working_days(calendar, 20250505, -1, &day));
  CHECK(day == 20250429);
  OK(tiendo_calendar_with_day(calendar, 20250505, 0, "nghỉ", TIENDO_NTS, "day off", TIENDO_NTS, "test",
                              TIENDO_NTS, 1, "t", 1, &changed));
  tiendo_calendar_free(calendar);
  OK(tiendo_calendar_working_days_between(changed, 20250429, 20250507, &count));
  CHECK(count == 2);
  OK(tiendo_calendar_get_version(changed, &text));
  IS(text, "vn-2026.1+t");
  tiendo_calendar_free(changed);
  OK(tiendo_label("report_kind", TIENDO_NTS, "extend", TIENDO_NTS, TIENDO_LANG_VI, &text));
  IS(text, "gia hạn");
}

/* A registry made record by record, judged under a policy of its own. */
static void build(void) {
  tiendo_builder *builder;
  tiendo_document *document;
  tiendo_agency *agency;
  tiendo_task *task;
  tiendo_report *report;
  tiendo_registry *registry;
  tiendo_policy *policy;
  tiendo_watch *watch;
  tiendo_evaluation *evaluation;
  tiendo_findings *findings;
  tiendo_status status;
  tiendo_provenance provenance;
  tiendo_str text;
  tiendo_reply *json;
  uint64_t done, total;
  int32_t number;
  OK(tiendo_builder_new(&builder));
  OK(tiendo_document_new("57-NQ/TW", TIENDO_NTS, "Nghị quyết 57", TIENDO_NTS, &document));
  OK(tiendo_document_set_issued_on(document, 20241222));
  OK(tiendo_builder_add_document(builder, document));
  tiendo_document_free(document);
  OK(tiendo_agency_new("68-UBND", TIENDO_NTS, "Lâm Đồng", TIENDO_NTS, "province", TIENDO_NTS, &agency));
  OK(tiendo_builder_add_agency(builder, agency));
  tiendo_agency_free(agency);
  OK(tiendo_task_new("T1", TIENDO_NTS, "57-NQ/TW", TIENDO_NTS, "Báo cáo", TIENDO_NTS, &task));
  OK(tiendo_task_add_addressee(task, "68-UBND", TIENDO_NTS));
  OK(tiendo_task_set_assigned_on(task, 20250601));
  OK(tiendo_task_set_deadline(task, "trước ngày 01/7/2025", TIENDO_NTS));
  OK(tiendo_task_set_weight(task, 3));
  OK(tiendo_builder_add_task(builder, task));
  tiendo_task_free(task);
  OK(tiendo_report_new("R1", TIENDO_NTS, "T1", TIENDO_NTS, "progress", TIENDO_NTS, 20250620, &report));
  OK(tiendo_report_set_percent(report, 40));
  OK(tiendo_report_set_by(report, "68-UBND", TIENDO_NTS));
  OK(tiendo_report_set_provenance(report, TIENDO_PROVENANCE_SIMULATED));
  OK(tiendo_builder_add_report(builder, report));
  tiendo_report_free(report);
  OK(tiendo_builder_add_json(builder, "task", 4,
                             "{\"id\":\"T2\",\"document\":\"99/NQ-CP\",\"title\":\"x\","
                             "\"deadline\":{\"text\":\"\",\"form\":\"unspecified\"}}",
                             TIENDO_NTS));
  OK(tiendo_builder_finish(builder, NULL, &registry));
  tiendo_builder_free(builder);
  CHECK(tiendo_registry_task_count(registry) == 2 && tiendo_registry_report_count(registry) == 1);
  OK(tiendo_registry_findings(registry, &findings));
  CHECK(tiendo_findings_len(findings) > 0);
  OK(tiendo_findings_get_id(findings, 0, &text));
  OK(tiendo_findings_get_kind(findings, 0, &text));
  IS(text, "task");
  OK(tiendo_findings_get_line(findings, 0, TIENDO_LANG_EN, &text));
  CHECK(text.len > 0);
  tiendo_findings_free(findings);
  OK(tiendo_registry_to_json(registry, &json));
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"T2\"") != NULL);
  tiendo_reply_free(json);

  OK(tiendo_policy_named("default", TIENDO_NTS, &policy));
  OK(tiendo_policy_set_name(policy, "of this test", TIENDO_NTS));
  OK(tiendo_policy_set_before(policy, TIENDO_BEFORE_LENIENT));
  OK(tiendo_watch_new(&watch));
  OK(tiendo_registry_evaluate(registry, 20250710, 0, policy, watch, &evaluation));
  tiendo_policy_free(policy);
  tiendo_registry_free(registry);
  OK(tiendo_watch_progress(watch, &done, &total));
  CHECK(done == total && total == 2);
  tiendo_watch_free(watch);
  OK(tiendo_evaluation_get_status(evaluation, 0, &status));
  CHECK(status == TIENDO_STATUS_OVERDUE);
  OK(tiendo_evaluation_get_deadline(evaluation, 0, &number));
  CHECK(number == 20250701);
  OK(tiendo_evaluation_get_late_days(evaluation, 0, &number));
  CHECK(number == 9);
  OK(tiendo_evaluation_get_weight(evaluation, 0, &number));
  CHECK(number == 3);
  OK(tiendo_evaluation_get_scope_policy(evaluation, &text));
  IS(text, "of this test");
  OK(tiendo_evaluation_get_scope_provenance(evaluation, &provenance));
  CHECK(provenance == TIENDO_PROVENANCE_SIMULATED);
  tiendo_evaluation_free(evaluation);
}

/* Every rule of a policy that a setter sets is in its JSON, which reads back as the same policy. */
static void policies(void) {
  tiendo_policy *policy, *back;
  tiendo_reply *json, *again;
  int32_t version;
  OK(tiendo_policy_named("default", TIENDO_NTS, &policy));
  OK(tiendo_policy_set_name(policy, "of this test", TIENDO_NTS));
  OK(tiendo_policy_set_version(policy, 3));
  OK(tiendo_policy_set_deadline(policy, TIENDO_DEADLINE_BASIS_ORIGINAL));
  OK(tiendo_policy_set_excuse_objective_cause(policy, 1));
  OK(tiendo_policy_set_extension_counts(policy, TIENDO_EXTENSION_COUNTS_RECORDED));
  OK(tiendo_policy_set_inherited_days(policy, 30));
  OK(tiendo_policy_set_ranking(policy, TIENDO_RATE_COMPLETION));
  OK(tiendo_policy_set_ranking_minimum_due(policy, 2));
  OK(tiendo_policy_set_reporting_month(policy, TIENDO_REPORTING_MONTH_MID_MONTH));
  OK(tiendo_policy_set_requires_acceptance(policy, 1));
  OK(tiendo_policy_set_silence(policy, TIENDO_SILENCE_COUNTED));
  OK(tiendo_policy_to_json(policy, &json));
  tiendo_policy_free(policy);
  OK(tiendo_policy_from_json(tiendo_reply_text(json).ptr, TIENDO_NTS, &back));
  OK(tiendo_policy_get_version(back, &version));
  CHECK(version == 3);
  OK(tiendo_policy_to_json(back, &again));
  IS(tiendo_reply_text(again), tiendo_reply_text(json).ptr);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"deadline\":\"original\"") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"excuse_objective_cause\":true") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"extension_counts\":\"recorded\"") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"inherited_days\":30") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"ranking\":\"completion\"") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"ranking_minimum_due\":2") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"reporting_month\":\"mid_month\"") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"requires_acceptance\":true") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"silence\":\"counted\"") != NULL);
  tiendo_reply_free(json);
  tiendo_reply_free(again);
  tiendo_policy_free(back);
}

/* Whether there is a finding of a code, and its row. */
static int has_finding(const tiendo_findings *findings, const char *code, uint64_t *row, size_t *index) {
  tiendo_str text;
  size_t i;
  for (i = 0; i < tiendo_findings_len(findings); i++) {
    OK(tiendo_findings_get_code(findings, i, &text));
    if (strcmp(text.ptr, code) == 0) {
      *index = i;
      OK(tiendo_findings_get_row(findings, i, row));
      return 1;
    }
  }
  return 0;
}

/* The plan of the built-in register, its calendar's special days, and the policies. */
static void lists(const tiendo_registry *registry) {
  tiendo_phases *phases;
  tiendo_groups *groups;
  tiendo_calendar *calendar;
  tiendo_special_days *days;
  tiendo_policy *policy;
  tiendo_reply *json;
  tiendo_str text;
  int32_t day, flag;
  size_t i;
  OK(tiendo_registry_phases(registry, &phases));
  CHECK(tiendo_phases_len(phases) == 2);
  OK(tiendo_phases_get_last_day(phases, 0, &day));
  CHECK(day == 20250630);
  tiendo_phases_free(phases);
  OK(tiendo_registry_groups(registry, &groups));
  CHECK(tiendo_groups_len(groups) == 8);
  OK(tiendo_groups_get_name(groups, 2, TIENDO_LANG_EN, &text));
  IS(text, "Data");
  tiendo_groups_free(groups);

  OK(tiendo_registry_calendar(registry, &calendar));
  OK(tiendo_calendar_special_days(calendar, 20250420, 20250510, &days));
  tiendo_calendar_free(calendar);
  CHECK(tiendo_special_days_len(days) == 4);
  OK(tiendo_special_days_get_day(days, 0, &day));
  OK(tiendo_special_days_get_is_working(days, 0, &flag));
  CHECK(day == 20250426 && flag == 1);
  OK(tiendo_special_days_get_is_provisional(days, 3, &flag));
  CHECK(flag == 0);
  OK(tiendo_special_days_get_name(days, 3, TIENDO_LANG_EN, &text));
  IS(text, "Day off in exchange for 26 April 2025");
  OK(tiendo_special_days_get_source(days, 3, &text));
  CHECK(text.len > 0);
  tiendo_special_days_free(days);

  for (i = 0; i < tiendo_policy_built_in_count(); i++) {
    OK(tiendo_policy_built_in_name(i, &text));
    OK(tiendo_policy_named(text.ptr, text.len, &policy));
    OK(tiendo_policy_set_clears(policy, i == 0 ? "5ro" : "time product", TIENDO_NTS));
    OK(tiendo_policy_to_json(policy, &json));
    CHECK(strstr(tiendo_reply_text(json).ptr, text.ptr) != NULL);
    CHECK((strstr(tiendo_reply_text(json).ptr, "\"clears\":[\"time\",\"product\"]") != NULL) == (i > 0));
    tiendo_reply_free(json);
    tiendo_policy_free(policy);
  }
  CHECK(i == 5);
}

/* What old systems write. */
static void legacy(void) {
  static const char tasks[] = "id,document,title\nT1,D,Ti\xd5n \xae\xe9\nT2,D,a\xff\n";
  tiendo_text *converted;
  tiendo_registry *registry;
  tiendo_findings *findings;
  tiendo_reply *json;
  tiendo_str text;
  uint64_t row;
  size_t index;
  FILE *file;
  OK(tiendo_text_from("Ti\xd5n \xae\xe9", TIENDO_NTS, TIENDO_ENCODING_TCVN3, &converted));
  IS(tiendo_text_str(converted), "Tiến độ");
  tiendo_text_free(converted);
  OK(tiendo_text_from("Ti\xea\xecn \xf0\xf4\xf2!", 9, TIENDO_ENCODING_WINDOWS1258, &converted));
  IS(tiendo_text_str(converted), "Tiến độ");
  tiendo_text_free(converted);
  /* UTF-8 is checked and composed. */
  OK(tiendo_text_from("e\xcc\x81", TIENDO_NTS, TIENDO_ENCODING_UTF8, &converted));
  IS(tiendo_text_str(converted), "é");
  tiendo_text_free(converted);
  CHECK(tiendo_text_str(NULL).len == 0);

  file = fopen("tasks.csv", "wb");
  CHECK(file != NULL && fwrite(tasks, 1, sizeof tasks - 1, file) == sizeof tasks - 1);
  CHECK(fclose(file) == 0);
  OK(tiendo_registry_read_csv_with(".", 1, TIENDO_ENCODING_TCVN3, NULL, &registry));
  CHECK(remove("tasks.csv") == 0);
  CHECK(tiendo_registry_task_count(registry) == 1);
  OK(tiendo_registry_find_task(registry, "T1", 2, &json));
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"Tiến độ\"") != NULL);
  tiendo_reply_free(json);
  OK(tiendo_registry_findings(registry, &findings));
  tiendo_registry_free(registry);
  CHECK(has_finding(findings, "cell_undefined_byte", &row, &index) && row == 3);
  OK(tiendo_findings_get_file(findings, index, &text));
  IS(text, "tasks.csv");
  OK(tiendo_findings_get_column(findings, index, &text));
  IS(text, "title");
  OK(tiendo_findings_get_field(findings, index, &text));
  CHECK(strlen(text.ptr) == text.len);
  tiendo_findings_free(findings);
}

int main(void) {
  tiendo_registry *registry;
  tiendo_evaluation *evaluation;
  tiendo_reply *reply;
  versions();
  OK(tiendo_registry_plan02(&registry));
  CHECK(tiendo_registry_task_count(registry) > 100 && tiendo_registry_report_count(registry) == 0);
  OK(tiendo_registry_find_agency(registry, "lam dong", TIENDO_NTS, &reply));
  CHECK(strstr(tiendo_reply_text(reply).ptr, "68-UBND") != NULL);
  tiendo_reply_free(reply);
  tiendo_registry_free(registry);
  OK(tiendo_registry_plan02_simulated(57, &registry));
  OK(tiendo_registry_evaluate(registry, 20251231, 0, NULL, NULL, &evaluation));
  readers(registry);
  lists(registry);
  tables(registry, evaluation);
  history(registry);
  live(registry);
  schedules(registry, evaluation);
  changes(registry, evaluation);
  standings(registry);
  tiendo_registry_free(registry);
  sums(evaluation);
  rows(evaluation);
  whole(evaluation);
  facts(evaluation);
  arguments(evaluation);
  watched(evaluation);
  classes(evaluation);
  urgings(evaluation);
  said(evaluation);
  warnings(evaluation);
  scores(evaluation);
  tiendo_evaluation_free(evaluation);
  build();
  policies();
  records();
  setters();
  legacy();
  periods();
  days();
  terms();
  files();
  search();
  annexes();
  office();
  formats();
  ledgers();
  puts("native surface: ok");
  return 0;
}
