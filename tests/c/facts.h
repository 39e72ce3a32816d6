/* A part of native.c: what is true of every row and every task. */
#ifndef TIENDO_TEST_FACTS_H
#define TIENDO_TEST_FACTS_H

#include "check.h"

/* The facts of every row agree with its status. */
static void facts(const tiendo_evaluation *evaluation) {
  tiendo_status status;
  tiendo_str text;
  int32_t value, other, blocked, late;
  uint64_t count, reported = 0;
  size_t i;
  int k;
  static tiendo_code (*const marks[])(const tiendo_evaluation *, size_t, int32_t *) = {
      tiendo_evaluation_get_is_reported,         tiendo_evaluation_get_is_late_only_if_strict,
      tiendo_evaluation_get_is_inherited,        tiendo_evaluation_get_is_excused,
      tiendo_evaluation_get_is_regular,          tiendo_evaluation_get_is_submitted_late,
      tiendo_evaluation_get_is_blocked_in_term,
  };
  static tiendo_code (*const counts[])(const tiendo_evaluation *, size_t, int32_t *) = {
      tiendo_evaluation_get_extension_count,
      tiendo_evaluation_get_urged_count,
      tiendo_evaluation_get_set_aside_count,
      tiendo_evaluation_get_version_count,
  };
  for (i = 0; i < tiendo_evaluation_len(evaluation); i++) {
    OK(tiendo_evaluation_get_status(evaluation, i, &status));
    for (k = 0; k < 7; k++) {
      OK(marks[k](evaluation, i, &value));
      CHECK(value == 0 || value == 1);
    }
    for (k = 0; k < 4; k++) {
      OK(counts[k](evaluation, i, &value));
      CHECK(value >= 0);
    }
    OK(tiendo_evaluation_get_is_reported(evaluation, i, &value));
    OK(tiendo_evaluation_get_late_days(evaluation, i, &late));
    CHECK((late == -1) == (value == 0));
    reported += (uint64_t)value;
    OK(tiendo_evaluation_get_percent(evaluation, i, &value));
    CHECK(value >= 0 && value <= 100);
    OK(tiendo_evaluation_get_closed_on(evaluation, i, &value));
    CHECK((value != 0) == (status == TIENDO_STATUS_DONE_ON_TIME || status == TIENDO_STATUS_DONE_LATE ||
                           status == TIENDO_STATUS_CANCELLED));
    OK(tiendo_evaluation_get_submitted_on(evaluation, i, &value));
    CHECK(value == 0 || status == TIENDO_STATUS_SUBMITTED);
    OK(tiendo_evaluation_get_deadline(evaluation, i, &value));
    OK(tiendo_evaluation_get_original_deadline(evaluation, i, &other));
    CHECK(other == 0 || (other > 20000000 && other < 22000000));
    CHECK(status != TIENDO_STATUS_OVERDUE || (value > 20000000 && value < 20251231));
    OK(tiendo_evaluation_get_blocked_by(evaluation, i, &text));
    OK(tiendo_evaluation_get_blocked_days(evaluation, i, &blocked));
    CHECK(blocked >= -1 && (text.len == 0 || blocked >= 0));
    OK(tiendo_evaluation_get_addressee(evaluation, i, &text));
    OK(tiendo_evaluation_get_agency(evaluation, i, &text));
  }
  CHECK(reported > 0);
  OK(tiendo_evaluation_get_scope_day(evaluation, &value));
  OK(tiendo_evaluation_get_scope_known(evaluation, &other));
  CHECK(value == 20251231 && other == 0);
  OK(tiendo_evaluation_get_scope_policy_version(evaluation, &value));
  CHECK(value == 1);
  OK(tiendo_evaluation_get_scope_calendar(evaluation, &text));
  IS(text, "vn-2026.1");
  OK(tiendo_evaluation_get_scope_hidden_report_count(evaluation, &count));
  CHECK(count == 0);
  OK(tiendo_evaluation_get_scope_report_count(evaluation, &count));
  CHECK(count > 0);
  OK(tiendo_evaluation_get_scope_document_count(evaluation, &count));
  CHECK(count > 0);
}

/* Tasks as a whole, periods and completeness. */
static void whole(const tiendo_evaluation *evaluation) {
  static const int32_t rates[] = {TIENDO_RATE_DONE_OVER_DUE, TIENDO_RATE_COMPLETION};
  tiendo_completeness *completeness;
  tiendo_clears *clears;
  tiendo_rollup *rollup;
  tiendo_period *half;
  tiendo_ranking *ranking;
  tiendo_rate rate;
  tiendo_status status;
  tiendo_str text, other;
  uint64_t total, value, unreported, sum = 0, num, den;
  int32_t done, of, first, last, a, b, c, d, e;
  size_t i;
  int k;
  OK(tiendo_evaluation_get_task_sum(evaluation, TIENDO_SUM_TOTAL, &total));
  OK(tiendo_evaluation_get_scope_task_count(evaluation, &value));
  CHECK(total == value && total > 100 && total < tiendo_evaluation_len(evaluation));
  for (k = TIENDO_STATUS_NOT_STARTED; k <= TIENDO_STATUS_SUSPENDED; k++) {
    OK(tiendo_evaluation_get_task_count(evaluation, k, &value, &unreported));
    CHECK(unreported <= value);
    sum += value;
  }
  CHECK(sum == total);
  for (k = 0; k < 2; k++) {
    OK(tiendo_evaluation_get_task_rate(evaluation, rates[k], &num, &den));
    CHECK(num <= den && den > 0);
  }
  OK(tiendo_evaluation_get_task_sum(evaluation, TIENDO_SUM_OCCURRENCES_UNREPORTED, &value));
  OK(tiendo_evaluation_get_task_sum(evaluation, TIENDO_SUM_OCCURRENCES, &num));
  CHECK(value <= num);

  /* The rows of a task agree with what it is as a whole. */
  for (i = 0; i < tiendo_evaluation_len(evaluation); i++) {
    OK(tiendo_evaluation_get_task(evaluation, i, &text));
    OK(tiendo_evaluation_get_task_rows(evaluation, text.ptr, text.len, &done, &of));
    CHECK(done >= 0 && done <= of && of >= 1);
    OK(tiendo_evaluation_get_task_status(evaluation, text.ptr, text.len, &status));
    CHECK((status != TIENDO_STATUS_DONE_ON_TIME && status != TIENDO_STATUS_DONE_LATE) || done == of);
    OK(tiendo_evaluation_get_occurrence_counts(evaluation, i, &a, &b, &c, &d));
    OK(tiendo_evaluation_get_occurrence_unreported_count(evaluation, i, &e));
    CHECK(e >= 0 && e <= a && (e == 0 || d == 0));
    OK(tiendo_evaluation_get_title(evaluation, i, &text));
    OK(tiendo_evaluation_get_title_in(evaluation, i, TIENDO_LANG_VI, &other));
    IS(other, text.ptr);
    OK(tiendo_evaluation_get_title_in(evaluation, i, TIENDO_LANG_EN, &other));
    CHECK(other.len > 0);
    OK(tiendo_evaluation_get_agency(evaluation, i, &text));
    OK(tiendo_evaluation_get_agency_name(evaluation, i, TIENDO_LANG_EN, &other));
    CHECK((text.len > 0) == (other.len > 0));
  }

  OK(tiendo_period_parse("2025-H2", TIENDO_NTS, &half));
  OK(tiendo_evaluation_roll_up_period(evaluation, TIENDO_AXIS_LEVEL, half, NULL, &rollup));
  tiendo_period_free(half);
  OK(tiendo_rollup_get_days(rollup, &first, &last));
  CHECK(first == 20250701 && last == 20251231);
  tiendo_rollup_free(rollup);
  OK(tiendo_evaluation_roll_up(evaluation, TIENDO_AXIS_LEVEL, NULL, &rollup));
  OK(tiendo_rollup_get_days(rollup, &first, &last));
  CHECK(first == 0 && last == 0);
  tiendo_rollup_free(rollup);
  OK(tiendo_evaluation_rank(evaluation, "province", TIENDO_NTS, NULL, &ranking));
  OK(tiendo_ranking_get_ranking_rate(ranking, &rate));
  CHECK(rate == TIENDO_RATE_ON_TIME_OVER_DUE);
  tiendo_ranking_free(ranking);

  OK(tiendo_evaluation_completeness(evaluation, &completeness));
  CHECK(tiendo_completeness_len(completeness) > 10);
  for (i = 0; i < tiendo_completeness_len(completeness); i++) {
    OK(tiendo_completeness_get_agency(completeness, i, &text));
    OK(tiendo_completeness_get_stated(completeness, i, &num, &den));
    CHECK(text.len > 0 && num <= den && den >= 6);
  }
  tiendo_completeness_free(completeness);
  OK(tiendo_evaluation_clears(evaluation, &clears));
  CHECK(tiendo_clears_len(clears) == 6 && tiendo_clears_len(NULL) == 0);
  for (i = 0; i < tiendo_clears_len(clears); i++) {
    OK(tiendo_clears_get_clear(clears, i, &text));
    OK(tiendo_clears_get_stated(clears, i, &num, &den));
    CHECK(text.len > 0 && num <= den && den == total);
    CHECK(strcmp(text.ptr, "task") != 0 || num == den);
  }
  CHECK(tiendo_clears_get_clear(clears, i, &text) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_clears_free(clears);
  tiendo_clears_free(NULL);
}

#endif
