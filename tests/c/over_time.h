/* The sums of every day, and reports that come one by one; included by native.c. */
#ifndef TIENDO_TEST_OVER_TIME_H
#define TIENDO_TEST_OVER_TIME_H

static void history(const tiendo_registry *registry) {
  tiendo_history *history = NULL;
  tiendo_evaluation *evaluation;
  tiendo_rollup *rollup;
  tiendo_watch *watch;
  tiendo_str text, other;
  uint64_t value, expected, unreported, tasks, documents, reports, hidden, num, den;
  int32_t first, last;
  size_t i, j;
  OK(tiendo_watch_new(&watch));
  OK(tiendo_registry_history(registry, 20250625, 20250705, TIENDO_HISTORY_AXIS_AGENCY, NULL, watch, &history));
  tiendo_watch_free(watch);
  OK(tiendo_history_get_days(history, &first, &last));
  CHECK(first == 20250625 && last == 20250705);
  OK(tiendo_registry_evaluate(registry, last, last, NULL, NULL, &evaluation));
  OK(tiendo_evaluation_roll_up(evaluation, TIENDO_AXIS_AGENCY, NULL, &rollup));
  CHECK(tiendo_history_len(history) >= tiendo_rollup_len(rollup) && tiendo_history_len(NULL) == 0);
  for (i = 0, j = 0; i < tiendo_rollup_len(rollup); i++, j++) {
    OK(tiendo_rollup_get_key(rollup, i, &text));
    for (;; j++) {
      OK(tiendo_history_get_key(history, j, &other));
      if (strcmp(other.ptr, text.ptr) == 0) break;
    }
    OK(tiendo_history_get_name(history, j, TIENDO_LANG_EN, &other));
    CHECK(other.len > 0);
    OK(tiendo_rollup_get_sum(rollup, i, TIENDO_EXTENT_INCLUSIVE, TIENDO_SUM_TOTAL, &expected));
    OK(tiendo_history_get_sum(history, last, j, TIENDO_EXTENT_INCLUSIVE, TIENDO_SUM_TOTAL, &value));
    CHECK(value == expected);
    OK(tiendo_rollup_get_sum(rollup, i, TIENDO_EXTENT_OWN, TIENDO_SUM_WEIGHT, &expected));
    OK(tiendo_history_get_sum(history, last, j, TIENDO_EXTENT_OWN, TIENDO_SUM_WEIGHT, &value));
    CHECK(value == expected);
    OK(tiendo_history_get_count(history, last, j, TIENDO_EXTENT_OWN, TIENDO_STATUS_DUE_SOON, &value, &unreported));
    CHECK(unreported <= value);
    OK(tiendo_history_get_rate(history, last, j, TIENDO_EXTENT_OWN, TIENDO_RATE_COMPLETION, &num, &den));
    CHECK(num <= den);
  }
  OK(tiendo_history_get_scope(history, last, &tasks, &documents, &reports, &hidden));
  OK(tiendo_evaluation_get_scope_task_count(evaluation, &expected));
  CHECK(tasks == expected && documents > 0);
  OK(tiendo_evaluation_get_scope_report_count(evaluation, &expected));
  CHECK(reports == expected);
  /* What belongs to nobody stands behind the last key. */
  i = tiendo_history_len(history);
  OK(tiendo_history_get_sum(history, first, i, TIENDO_EXTENT_OWN, TIENDO_SUM_TOTAL, &value));
  CHECK(tiendo_history_get_sum(history, first, i + 1, 0, 0, &value) == TIENDO_CODE_OUT_OF_RANGE);
  CHECK(tiendo_history_get_sum(history, 20250706, 0, 0, 0, &value) == TIENDO_CODE_NOT_FOUND);
  CHECK(tiendo_history_get_scope(history, 20250624, &tasks, &documents, &reports, &hidden) == TIENDO_CODE_NOT_FOUND);
  tiendo_rollup_free(rollup);
  tiendo_evaluation_free(evaluation);
  tiendo_history_free(history);
  tiendo_history_free(NULL);
  history = NULL;
  CHECK(tiendo_registry_history(registry, 20250705, 20250625, TIENDO_HISTORY_AXIS_WHOLE, NULL, NULL, &history) ==
        TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_registry_history(registry, 20250625, 20250705, 4, NULL, NULL, &history) == TIENDO_CODE_INVALID_ENUM);
  CHECK(history == NULL);
}

static void live(const tiendo_registry *registry) {
  tiendo_live *live;
  tiendo_report *report, *second;
  const tiendo_report *batch[3];
  tiendo_findings *findings;
  tiendo_evaluation *before, *after, *again;
  tiendo_registry *later;
  tiendo_rollup *rollup;
  tiendo_ranking *ranking;
  tiendo_str task;
  uint64_t was, is, value;
  OK(tiendo_registry_evaluate_live(registry, 20251231, 0, NULL, NULL, &live));
  OK(tiendo_live_evaluation(live, &before));
  OK(tiendo_evaluation_get_task(before, 0, &task));
  OK(tiendo_evaluation_get_scope_report_count(before, &was));
  OK(tiendo_report_new("over-time-1", TIENDO_NTS, task.ptr, task.len, "cancel", TIENDO_NTS, 20251230, &report));
  OK(tiendo_live_apply(live, report, &findings));
  tiendo_findings_free(findings);
  OK(tiendo_live_apply(live, report, NULL));
  /* Several together; the last one of an id holds. */
  OK(tiendo_report_new("over-time-2", TIENDO_NTS, task.ptr, task.len, "progress", TIENDO_NTS, 20251229, &second));
  batch[0] = second;
  batch[1] = report;
  batch[2] = report;
  OK(tiendo_live_apply_all(live, batch, 3, &findings));
  tiendo_findings_free(findings);
  OK(tiendo_live_apply_all(live, batch, 1, NULL));
  OK(tiendo_live_apply_all(live, NULL, 0, NULL));
  CHECK(tiendo_live_apply_all(live, NULL, 1, NULL) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_live_apply_all(live, batch, SIZE_MAX, NULL) == TIENDO_CODE_TOO_LONG);
  batch[1] = NULL;
  CHECK(tiendo_live_apply_all(live, batch, 2, NULL) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(strcmp(tiendo_last_error(), "reports[1] must not be NULL") == 0);
  tiendo_report_free(second);
  tiendo_report_free(report);
  OK(tiendo_live_evaluation(live, &after));
  OK(tiendo_evaluation_get_scope_report_count(after, &is));
  CHECK(is == was + 2);
  OK(tiendo_evaluation_get_scope_report_count(before, &is));
  CHECK(is == was);
  OK(tiendo_live_to_registry(live, &later));
  OK(tiendo_registry_evaluate(later, 20251231, 0, NULL, NULL, &again));
  OK(tiendo_evaluation_get_task_sum(again, TIENDO_SUM_WEIGHT, &is));
  OK(tiendo_live_get_task_sum(live, TIENDO_SUM_WEIGHT, &value));
  CHECK(value == is);
  OK(tiendo_live_roll_up(live, TIENDO_AXIS_AGENCY, &rollup));
  CHECK(tiendo_rollup_len(rollup) > 10);
  OK(tiendo_rollup_get_key(rollup, 0, &task));
  OK(tiendo_rollup_get_sum(rollup, 0, TIENDO_EXTENT_INCLUSIVE, TIENDO_SUM_TOTAL, &is));
  OK(tiendo_live_get_sum(live, TIENDO_AXIS_AGENCY, task.ptr, task.len, TIENDO_EXTENT_INCLUSIVE, TIENDO_SUM_TOTAL, &value));
  CHECK(value == is);
  CHECK(tiendo_live_get_sum(live, TIENDO_AXIS_AGENCY, "nobody", TIENDO_NTS, 0, 0, &value) == TIENDO_CODE_NOT_FOUND);
  OK(tiendo_live_rank(live, "province", TIENDO_NTS, &ranking));
  CHECK(tiendo_ranking_len(ranking) > 0);
  tiendo_ranking_free(ranking);
  tiendo_rollup_free(rollup);
  tiendo_evaluation_free(again);
  tiendo_registry_free(later);
  tiendo_evaluation_free(before);
  tiendo_evaluation_free(after);
  tiendo_live_free(live);
  tiendo_live_free(NULL);
}

#endif
