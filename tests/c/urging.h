/* A part of native.c: official classes, urging, and what stands beside a status. */
#ifndef TIENDO_TEST_URGING_H
#define TIENDO_TEST_URGING_H

#include "check.h"

/* Every row has one class, and the classes of every sum make its total. */
static void classes(const tiendo_evaluation *evaluation) {
  tiendo_official_class official;
  tiendo_rollup *rollup;
  tiendo_ranking *ranking;
  tiendo_str text;
  uint64_t total, value, sum = 0, seen[TIENDO_OFFICIAL_CLASS_CANCELLED + 1] = {0};
  size_t i, last;
  int k;
  for (i = 0; i < tiendo_evaluation_len(evaluation); i++) {
    OK(tiendo_evaluation_get_class(evaluation, i, &official));
    seen[official]++;
    OK(tiendo_evaluation_get_classification(evaluation, i, &text));
    IS(text, "public");
  }
  CHECK(tiendo_evaluation_get_class(evaluation, i, &official) == TIENDO_CODE_OUT_OF_RANGE);
  OK(tiendo_evaluation_roll_up(evaluation, TIENDO_AXIS_AGENCY, NULL, &rollup));
  OK(tiendo_evaluation_rank(evaluation, "province", TIENDO_NTS, NULL, &ranking));
  for (k = 0; k <= TIENDO_OFFICIAL_CLASS_CANCELLED; k++) {
    uint64_t rows = 0;
    OK(tiendo_evaluation_get_task_class_count(evaluation, k, &value));
    sum += value;
    last = tiendo_rollup_len(rollup);
    for (i = 0; i <= last; i++) {
      OK(tiendo_rollup_get_class_count(rollup, i, TIENDO_EXTENT_OWN, k, &value));
      rows += value;
    }
    CHECK(rows == seen[k]);
    OK(tiendo_ranking_get_class_count(ranking, 0, k, &value));
  }
  OK(tiendo_evaluation_get_task_sum(evaluation, TIENDO_SUM_TOTAL, &total));
  CHECK(sum == total);
  CHECK(tiendo_evaluation_get_task_class_count(evaluation, k, &value) == TIENDO_CODE_INVALID_ENUM);
  OK(tiendo_label("official_class", TIENDO_NTS, "no_data", TIENDO_NTS, TIENDO_LANG_EN, &text));
  IS(text, "overdue, no data");
  tiendo_rollup_free(rollup);
  tiendo_ranking_free(ranking);
}

/* What agencies are urged on is of the class that the list says, and theirs. */
static void urgings(const tiendo_evaluation *evaluation) {
  static const struct {
    tiendo_code (*rows)(const tiendo_urgings *, size_t, tiendo_rows **);
    tiendo_status status;
    int32_t is_reported;
  } lists[] = {
      {tiendo_urgings_get_overdue, TIENDO_STATUS_OVERDUE, 1},
      {tiendo_urgings_get_due_soon, TIENDO_STATUS_DUE_SOON, -1},
      {tiendo_urgings_get_no_data, TIENDO_STATUS_OVERDUE, 0},
  };
  tiendo_urgings *urgings;
  tiendo_rows *rows;
  tiendo_status status;
  tiendo_str agency, text;
  int32_t is_reported;
  size_t i, k, n, row, urged = 0;
  OK(tiendo_evaluation_urgings(evaluation, &urgings));
  CHECK(tiendo_urgings_len(urgings) > 10);
  for (i = 0; i < tiendo_urgings_len(urgings); i++) {
    OK(tiendo_urgings_get_agency(urgings, i, &agency));
    for (k = 0; k < 3; k++) {
      OK(lists[k].rows(urgings, i, &rows));
      for (n = 0; n < tiendo_rows_len(rows); n++) {
        OK(tiendo_rows_get_row(rows, n, &row));
        OK(tiendo_evaluation_get_status(evaluation, row, &status));
        OK(tiendo_evaluation_get_is_reported(evaluation, row, &is_reported));
        CHECK(status == lists[k].status);
        CHECK(lists[k].is_reported == -1 || lists[k].is_reported == is_reported);
        OK(tiendo_evaluation_get_agency(evaluation, row, &text));
        IS(text, agency.ptr);
        urged++;
      }
      tiendo_rows_free(rows);
    }
  }
  CHECK(urged > 0);
  CHECK(tiendo_urgings_get_overdue(urgings, i, &rows) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_urgings_free(urgings);
}

/* What was said last is there where something was reported, and only there. */
static void said(const tiendo_evaluation *evaluation) {
  tiendo_said *said;
  tiendo_reply *json;
  tiendo_str id, text;
  int32_t is_reported, blocked;
  size_t i, spoken = 0;
  OK(tiendo_evaluation_said(evaluation, &said));
  for (i = 0; i < tiendo_evaluation_len(evaluation); i++) {
    OK(tiendo_evaluation_get_is_reported(evaluation, i, &is_reported));
    OK(tiendo_said_get_latest(said, i, &json));
    text = tiendo_reply_text(json);
    CHECK(is_reported || strcmp(text.ptr, "null") == 0);
    spoken += strcmp(text.ptr, "null") != 0;
    tiendo_reply_free(json);
    OK(tiendo_said_get_reason(said, i, &text));
    CHECK(strlen(text.ptr) == text.len);
    OK(tiendo_evaluation_get_obstacles(evaluation, i, &json));
    OK(tiendo_evaluation_get_blocked_days(evaluation, i, &blocked));
    CHECK((strcmp(tiendo_reply_text(json).ptr, "[]") == 0) == (blocked == -1));
    tiendo_reply_free(json);
    OK(tiendo_evaluation_get_task(evaluation, i, &id));
    OK(tiendo_evaluation_get_task_record(evaluation, i, &json));
    CHECK(strstr(tiendo_reply_text(json).ptr, id.ptr) != NULL);
    tiendo_reply_free(json);
  }
  CHECK(spoken > 0);
  CHECK(tiendo_said_get_latest(said, i, &json) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_said_free(said);
}

#endif
