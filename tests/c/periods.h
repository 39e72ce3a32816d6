/* A part of native.c: periods, working days, terms, arguments of sentences, watched calls and files of JSON. */
#ifndef TIENDO_TEST_PERIODS_H
#define TIENDO_TEST_PERIODS_H

#include "check.h"

static void periods(void) {
  static const char *const codes[] = {"2025-11-03", "2026-T40", "2025-11", "2025-Q4", "2025-H2", "2025"};
  tiendo_period *period, *next, *back, *same;
  tiendo_period_kind kind;
  tiendo_policy *policy;
  tiendo_str code;
  int32_t first, last, following;
  int i;
  for (i = 0; i < 6; i++) {
    OK(tiendo_period_parse(codes[i], TIENDO_NTS, &period));
    OK(tiendo_period_get_code(period, &code));
    IS(code, codes[i]);
    OK(tiendo_period_get_kind(period, &kind));
    CHECK((int)kind == i);
    OK(tiendo_period_get_first(period, &first));
    OK(tiendo_period_get_last(period, &last));
    CHECK(first <= last && (first == last) == (kind == TIENDO_PERIOD_KIND_DAY));
    OK(tiendo_period_containing(kind, last, &same));
    OK(tiendo_period_next(period, &next));
    OK(tiendo_period_get_first(next, &following));
    CHECK(following > last);
    OK(tiendo_period_previous(next, &back));
    tiendo_period_free(period);
    tiendo_period_free(next);
    OK(tiendo_period_get_code(same, &code));
    IS(code, codes[i]);
    OK(tiendo_period_get_code(back, &code));
    IS(code, codes[i]);
    tiendo_period_free(same);
    tiendo_period_free(back);
  }
  tiendo_period_free(NULL);
  OK(tiendo_period_parse("2199", TIENDO_NTS, &period));
  next = NULL;
  CHECK(tiendo_period_next(period, &next) == TIENDO_CODE_INVALID_DATE && next == NULL);
  tiendo_period_free(period);
  OK(tiendo_period_parse("1900-01", TIENDO_NTS, &period));
  CHECK(tiendo_period_previous(period, &next) == TIENDO_CODE_INVALID_DATE && next == NULL);
  tiendo_period_free(period);

  OK(tiendo_period_parse("2025-H1", TIENDO_NTS, &period));
  OK(tiendo_policy_reporting_days(NULL, period, &first, &last));
  CHECK(first == 20250101 && last == 20250630);
  OK(tiendo_policy_named("default", TIENDO_NTS, &policy));
  OK(tiendo_policy_set_reporting_month(policy, TIENDO_REPORTING_MONTH_MID_MONTH));
  OK(tiendo_policy_reporting_days(policy, period, &first, &last));
  CHECK(first == 20241215 && last == 20250614);
  tiendo_policy_free(policy);
  tiendo_period_free(period);
}

static void days(void) {
  tiendo_calendar *calendar, *decided, *named;
  tiendo_special_days *list;
  tiendo_str text;
  int32_t day, provisional;
  OK(tiendo_calendar_viet_nam(&calendar));
  OK(tiendo_calendar_next_working_day(calendar, 20250125, &day));
  CHECK(day == 20250203);
  OK(tiendo_calendar_previous_working_day(calendar, 20250202, &day));
  CHECK(day == 20250124);
  OK(tiendo_calendar_get_decreed_until(calendar, &day));
  CHECK(day == 20261231);
  OK(tiendo_calendar_is_provisional_between(calendar, 20261201, 20270131, &provisional));
  CHECK(provisional == 1);
  OK(tiendo_calendar_with_decreed_until(calendar, 20271231, "", 0, &decided));
  OK(tiendo_calendar_get_version(decided, &text));
  IS(text, "vn-2026.1+d2027-12-31");
  OK(tiendo_calendar_get_decreed_until(decided, &day));
  CHECK(day == 20271231);
  OK(tiendo_calendar_is_provisional_between(decided, 20270131, 20261201, &provisional));
  CHECK(provisional == 0);
  tiendo_calendar_free(decided);
  OK(tiendo_calendar_with_day(calendar, 20270504, 0, "nghỉ", TIENDO_NTS, "day off", TIENDO_NTS, "test",
                              TIENDO_NTS, 1, "t", 1, &named));
  tiendo_calendar_free(calendar);
  OK(tiendo_calendar_special_days(named, 20270504, 20270504, &list));
  tiendo_calendar_free(named);
  CHECK(tiendo_special_days_len(list) == 1);
  OK(tiendo_special_days_get_name(list, 0, TIENDO_LANG_EN, &text));
  IS(text, "day off");
  OK(tiendo_special_days_get_is_provisional(list, 0, &provisional));
  CHECK(provisional == 1);
  tiendo_special_days_free(list);
}

static void terms(void) {
  tiendo_deadline *deadline;
  tiendo_number *number, *other;
  int32_t day, same;
  OK(tiendo_deadline_read("trong 15 ngày kể từ ngày ký", TIENDO_NTS, 20250818, &deadline));
  OK(tiendo_deadline_get_last_day(deadline, TIENDO_BEFORE_STRICT, NULL, &day));
  CHECK(day == 20250902);
  OK(tiendo_deadline_get_last_day_on_working_day(deadline, TIENDO_BEFORE_STRICT, NULL, &day));
  CHECK(day == 20250903);
  tiendo_deadline_free(deadline);
  OK(tiendo_number_read("3/NQ-CP", TIENDO_NTS, NULL, &number));
  OK(tiendo_number_read("03/NQ-CP", TIENDO_NTS, NULL, &other));
  OK(tiendo_number_is_same_as(number, 0, other, 0, &same));
  CHECK(same == 1);
  tiendo_number_free(other);
  OK(tiendo_number_read("71-NQ/TW", TIENDO_NTS, NULL, &other));
  OK(tiendo_number_is_same_as(number, 0, other, 0, &same));
  CHECK(same == 0);
  CHECK(tiendo_number_is_same_as(number, 0, other, 9, &same) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_number_free(other);
  tiendo_number_free(number);
}

/* The values that sentences are filled with stand in the sentences, and the rows of a task are its own. */
static void arguments(const tiendo_evaluation *evaluation) {
  tiendo_explanation *explanation;
  tiendo_findings *findings;
  tiendo_rows *rows;
  tiendo_str id, task, name, value;
  size_t i, k, count, row, args = 0;
  OK(tiendo_evaluation_get_id(evaluation, 0, &id));
  OK(tiendo_evaluation_explain(evaluation, id.ptr, id.len, &explanation));
  for (i = 0; i < tiendo_explanation_len(explanation); i++) {
    OK(tiendo_explanation_get_arg_count(explanation, i, &count));
    for (k = 0; k < count; k++, args++) {
      OK(tiendo_explanation_get_arg(explanation, i, k, &name, &value));
      CHECK(name.len > 0 && strlen(value.ptr) == value.len);
    }
    CHECK(tiendo_explanation_get_arg(explanation, i, count, &name, &value) == TIENDO_CODE_OUT_OF_RANGE);
  }
  CHECK(args > 0);
  tiendo_explanation_free(explanation);
  OK(tiendo_evaluation_check(evaluation, NULL, &findings));
  for (i = 0, args = 0; i < tiendo_findings_len(findings); i++) {
    OK(tiendo_findings_get_arg_count(findings, i, &count));
    for (k = 0; k < count; k++, args++) {
      OK(tiendo_findings_get_arg(findings, i, k, &name, &value));
      CHECK(name.len > 0 && strlen(value.ptr) == value.len);
    }
  }
  CHECK(args > 0);
  tiendo_findings_free(findings);

  OK(tiendo_evaluation_get_task(evaluation, 0, &task));
  OK(tiendo_evaluation_rows_of(evaluation, task.ptr, task.len, &rows));
  CHECK(tiendo_rows_len(rows) > 0);
  for (i = 0; i < tiendo_rows_len(rows); i++) {
    OK(tiendo_rows_get_row(rows, i, &row));
    OK(tiendo_evaluation_get_task(evaluation, row, &id));
    IS(id, task.ptr);
  }
  tiendo_rows_free(rows);
  OK(tiendo_evaluation_rows_of(evaluation, "no such task", TIENDO_NTS, &rows));
  CHECK(tiendo_rows_len(rows) == 0);
  tiendo_rows_free(rows);
}

/* Watched calls give what the others give and count to the end; a stopped watch ends them, and nothing is written. */
static void watched(const tiendo_evaluation *evaluation) {
  tiendo_watch *watch;
  tiendo_rollup *rollup;
  tiendo_ranking *ranking;
  tiendo_findings *findings;
  tiendo_period *period;
  uint64_t done, total, own, all, reported, silent, overdue, in_term;
  OK(tiendo_watch_new(&watch));
  OK(tiendo_evaluation_roll_up(evaluation, TIENDO_AXIS_AGENCY, watch, &rollup));
  OK(tiendo_watch_progress(watch, &done, &total));
  CHECK(done == total && total > 0);
  tiendo_rollup_free(rollup);
  OK(tiendo_evaluation_rank(evaluation, "province", TIENDO_NTS, watch, &ranking));
  tiendo_ranking_free(ranking);
  OK(tiendo_evaluation_check(evaluation, watch, &findings));
  tiendo_findings_free(findings);
  OK(tiendo_watch_progress(watch, &done, &total));
  CHECK(done == total && total > 0);

  OK(tiendo_evaluation_get_task_sum(evaluation, TIENDO_SUM_TOTAL, &all));
  OK(tiendo_evaluation_get_task_sum(evaluation, TIENDO_SUM_REPORTED, &reported));
  CHECK(reported > 0 && reported < all);
  OK(tiendo_evaluation_get_task_sum(evaluation, TIENDO_SUM_IN_TERM, &in_term));
  OK(tiendo_evaluation_get_task_sum(evaluation, TIENDO_SUM_IN_TERM_UNREPORTED, &silent));
  CHECK(silent <= in_term);
  OK(tiendo_evaluation_get_task_count(evaluation, TIENDO_STATUS_OVERDUE, &overdue, &silent));
  OK(tiendo_evaluation_get_task_sum(evaluation, TIENDO_SUM_OVERDUE_REPORTED, &own));
  CHECK(own == overdue - silent);

  OK(tiendo_watch_stop(watch));
  rollup = NULL;
  ranking = NULL;
  findings = NULL;
  OK(tiendo_period_parse("2025", TIENDO_NTS, &period));
  CHECK(tiendo_evaluation_roll_up(evaluation, TIENDO_AXIS_AGENCY, watch, &rollup) == TIENDO_CODE_CANCELLED);
  CHECK(tiendo_evaluation_roll_up_with(evaluation, TIENDO_AXIS_PHASE, 0, 0, 0, 0, watch, &rollup) ==
        TIENDO_CODE_CANCELLED);
  CHECK(tiendo_evaluation_roll_up_period(evaluation, TIENDO_AXIS_LEVEL, period, watch, &rollup) ==
        TIENDO_CODE_CANCELLED);
  CHECK(tiendo_evaluation_rank(evaluation, "province", TIENDO_NTS, watch, &ranking) == TIENDO_CODE_CANCELLED);
  CHECK(tiendo_evaluation_check(evaluation, watch, &findings) == TIENDO_CODE_CANCELLED);
  CHECK(rollup == NULL && ranking == NULL && findings == NULL);
  tiendo_period_free(period);
  tiendo_watch_free(watch);
}

/* A field that nobody knows comes back from both kinds of files, and a file stays unless it may be replaced. */
static void files(void) {
  static const char line[] =
      "{\"task\":{\"id\":\"T1\",\"document\":\"57-NQ/TW\",\"title\":\"x\",\"colour\":\"red\"}}\n"
      "{\"task\":{\"id\":\n";
  static const char *const names[] = {"native.json", "native.jsonl"};
  char text[512];
  tiendo_registry *registry, *back;
  tiendo_findings *findings;
  tiendo_watch *watch;
  uint64_t done, total;
  FILE *file;
  size_t len;
  int i;
  file = fopen("native.jsonl", "wb");
  CHECK(file != NULL && fwrite(line, 1, sizeof line - 1, file) == sizeof line - 1 && fclose(file) == 0);
  OK(tiendo_watch_new(&watch));
  OK(tiendo_registry_read_json("native.jsonl", TIENDO_NTS, watch, &registry));
  OK(tiendo_watch_progress(watch, &done, &total));
  CHECK(done == total && total > 0);
  CHECK(tiendo_registry_task_count(registry) == 1);
  OK(tiendo_registry_findings(registry, &findings));
  CHECK(tiendo_findings_len(findings) >= 2);
  tiendo_findings_free(findings);
  findings = NULL;
  CHECK(tiendo_registry_write_json(registry, "native.jsonl", TIENDO_NTS, TIENDO_DISCLOSURE_EVERYTHING, 0, NULL,
                                   &findings) == TIENDO_CODE_FILE);
  CHECK(findings == NULL);
  for (i = 0; i < 2; i++) {
    OK(tiendo_registry_write_json(registry, names[i], TIENDO_NTS, TIENDO_DISCLOSURE_EVERYTHING, 1, NULL,
                                  &findings));
    CHECK(tiendo_findings_len(findings) == 0);
    tiendo_findings_free(findings);
    file = fopen(names[i], "rb");
    CHECK(file != NULL);
    len = fread(text, 1, sizeof text - 1, file);
    CHECK(fclose(file) == 0);
    text[len] = 0;
    CHECK(strstr(text, "\"colour\":\"red\"") != NULL);
    OK(tiendo_registry_read_json(names[i], TIENDO_NTS, NULL, &back));
    CHECK(tiendo_registry_task_count(back) == 1);
    tiendo_registry_free(back);
    CHECK(remove(names[i]) == 0);
  }
  tiendo_registry_free(registry);
  OK(tiendo_watch_stop(watch));
  tiendo_watch_free(watch);
}

#endif
