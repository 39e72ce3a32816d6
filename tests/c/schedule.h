/* A part of native.c: the schedule, who blocks whom, what if, and the forecast. */
#ifndef TIENDO_TEST_SCHEDULE_H
#define TIENDO_TEST_SCHEDULE_H

#include "check.h"

/* The reply is that of the JSON door, and says what it says. */
static void says(tiendo_reply *reply, const char *part) {
  CHECK(strstr(tiendo_reply_text(reply).ptr, part) != NULL);
  tiendo_reply_free(reply);
}

/* A day after another's work, on Monday the first and Friday the fifth of a week without holidays. */
static const char *const PLAN =
    "{\"tasks\":["
    "{\"id\":\"A\",\"document\":\"D\",\"title\":\"x\",\"assigned_on\":\"2025-09-08\",\"duration_days\":4,"
    "\"deadline\":{\"text\":\"đến ngày 12/9/2025\",\"form\":\"unread\"}},"
    "{\"id\":\"B\",\"document\":\"D\",\"title\":\"x\",\"assigned_on\":\"2025-09-08\",\"duration_days\":1,"
    "\"dependencies\":[{\"task\":\"A\",\"kind\":\"FS\",\"lag_days\":0}]},"
    "{\"id\":\"C\",\"document\":\"D\",\"title\":\"x\",\"assigned_on\":\"2025-09-08\",\"duration_days\":2}]}";

static void planned(void) {
  tiendo_registry *registry;
  tiendo_schedule *schedule;
  tiendo_what_if *what_if;
  tiendo_reply *reply;
  tiendo_schedule_basis basis;
  tiendo_watch *watch;
  tiendo_str text;
  size_t a, b, c, task;
  uint64_t done, total;
  int32_t es, ef, ls, lf, day, days, is;
  char *baseline;
  OK(tiendo_registry_from_json(PLAN, TIENDO_NTS, &registry));
  OK(tiendo_registry_schedule(registry, 20250908, 0, NULL, &schedule));
  tiendo_registry_free(registry);
  CHECK(tiendo_schedule_len(schedule) == 3);
  OK(tiendo_schedule_find(schedule, "A", 1, &a));
  OK(tiendo_schedule_find(schedule, "B", 1, &b));
  OK(tiendo_schedule_find(schedule, "C", 1, &c));
  CHECK(tiendo_schedule_find(schedule, "E", 1, &task) == TIENDO_CODE_NOT_FOUND);
  OK(tiendo_schedule_get_id(schedule, b, &text));
  IS(text, "B");
  OK(tiendo_schedule_get_basis(schedule, b, &basis));
  CHECK(basis == TIENDO_SCHEDULE_BASIS_DURATION);
  OK(tiendo_schedule_get_numbers(schedule, b, &es, &ef, &ls, &lf));
  CHECK(ef == es + 1 && ls == es && lf == ef);
  OK(tiendo_schedule_get_start(schedule, a, &day));
  CHECK(day == 20250908);
  OK(tiendo_schedule_get_finish(schedule, a, &day));
  CHECK(day == 20250911);
  OK(tiendo_schedule_get_late_start(schedule, c, &day));
  CHECK(day == 20250911);
  OK(tiendo_schedule_get_late_finish(schedule, c, &day));
  CHECK(day == 20250912);
  OK(tiendo_schedule_get_deadline(schedule, a, &day));
  CHECK(day == 20250912);
  OK(tiendo_schedule_get_deadline(schedule, b, &day));
  CHECK(day == 0);
  OK(tiendo_schedule_get_duration_days(schedule, c, &days));
  CHECK(days == 2);
  OK(tiendo_schedule_get_total_slack_days(schedule, c, &days));
  CHECK(days == 3);
  OK(tiendo_schedule_get_free_slack_days(schedule, a, &days));
  CHECK(days == 0);
  OK(tiendo_schedule_get_is_critical(schedule, a, &is));
  CHECK(is == 1);
  OK(tiendo_schedule_get_is_late(schedule, a, &is));
  CHECK(is == 0);
  OK(tiendo_schedule_get_is_done(schedule, a, &is));
  CHECK(is == 0);
  CHECK(tiendo_schedule_get_is_done(schedule, 3, &is) == TIENDO_CODE_OUT_OF_RANGE);
  OK(tiendo_schedule_get_last_day(schedule, &day));
  CHECK(day == 20250912);
  CHECK(tiendo_schedule_driving_path_len(schedule) == 2);
  OK(tiendo_schedule_get_driving_path(schedule, 1, &task));
  CHECK(task == b);
  CHECK(tiendo_schedule_get_driving_path(schedule, 2, &task) == TIENDO_CODE_OUT_OF_RANGE);
  OK(tiendo_schedule_behind(schedule, "B", 1, &reply));
  says(reply, "\"on_task\":\"A\"");

  OK(tiendo_watch_new(&watch));
  OK(tiendo_schedule_what_if(schedule, "[{\"task\":\"A\",\"delay_days\":2}]", TIENDO_NTS, watch, &what_if));
  OK(tiendo_watch_progress(watch, &done, &total));
  CHECK(done == 3 && total == 3);
  CHECK(tiendo_what_if_len(what_if) == 2);
  OK(tiendo_what_if_get_task(what_if, 0, &task));
  CHECK(task == a);
  OK(tiendo_what_if_get_new_finish(what_if, 1, &day));
  CHECK(day == 20250916);
  OK(tiendo_what_if_get_delay_days(what_if, 1, &days));
  CHECK(days == 2);
  OK(tiendo_what_if_get_is_newly_late(what_if, 0, &is));
  CHECK(is == 1);
  OK(tiendo_what_if_get_is_newly_late(what_if, 1, &is));
  CHECK(is == 0);
  CHECK(tiendo_what_if_get_delay_days(what_if, 2, &days) == TIENDO_CODE_OUT_OF_RANGE);
  OK(tiendo_what_if_get_finish(what_if, &day, &days));
  CHECK(day == 20250916 && days == 2);
  OK(tiendo_what_if_to_json(what_if, &reply));
  says(reply, "\"chain\":[\"A\",\"B\"]");
  tiendo_what_if_free(what_if);
  OK(tiendo_watch_stop(watch));
  CHECK(tiendo_schedule_what_if(schedule, "[]", TIENDO_NTS, watch, &what_if) == TIENDO_CODE_CANCELLED);
  tiendo_watch_free(watch);
  CHECK(tiendo_schedule_what_if(schedule, "[1]", TIENDO_NTS, NULL, &what_if) == TIENDO_CODE_INVALID_REQUEST);

  OK(tiendo_schedule_baseline(schedule, "first", TIENDO_NTS, &reply));
  baseline = (char *)malloc(tiendo_reply_text(reply).len + 1);
  CHECK(baseline != NULL);
  strcpy(baseline, tiendo_reply_text(reply).ptr);
  tiendo_reply_free(reply);
  OK(tiendo_schedule_compare(schedule, baseline, TIENDO_NTS, &reply));
  says(reply, "\"same_count\":3");
  free(baseline);
  CHECK(tiendo_schedule_compare(schedule, "{}", TIENDO_NTS, &reply) == TIENDO_CODE_INVALID_REQUEST);
  tiendo_schedule_free(schedule);
  tiendo_schedule_free(NULL);
  tiendo_what_if_free(NULL);
  tiendo_forecast_free(NULL);
}

static void forecasts(const tiendo_evaluation *evaluation) {
  tiendo_forecast *forecast;
  tiendo_forecast_basis basis;
  tiendo_reply *reply;
  tiendo_watch *watch;
  tiendo_str text;
  uint64_t num, den, done, total;
  int32_t day, later, count, followed;
  size_t i, found;
  OK(tiendo_watch_new(&watch));
  OK(tiendo_evaluation_forecast(evaluation, 10, 57, TIENDO_LINK_USE_AS_KEPT, watch, &forecast));
  OK(tiendo_watch_progress(watch, &done, &total));
  CHECK(done == total && total > 0);
  CHECK(tiendo_forecast_len(forecast) > 0);
  for (i = 0; i < tiendo_forecast_len(forecast); i++) {
    OK(tiendo_forecast_get_task(forecast, i, &text));
    OK(tiendo_forecast_find(forecast, text.ptr, text.len, &found));
    CHECK(found == i);
    OK(tiendo_forecast_get_basis(forecast, i, &basis, &count));
    OK(tiendo_forecast_get_on_time(forecast, i, &num, &den));
    CHECK(num <= den && (den == 10) == (basis <= TIENDO_FORECAST_BASIS_REGISTER));
    OK(tiendo_forecast_get_deadline(forecast, i, &day));
    CHECK(day > 0 || den == 0);
    OK(tiendo_forecast_get_by(forecast, i, 50, &day));
    OK(tiendo_forecast_get_by(forecast, i, 95, &later));
    CHECK(later == 0 || day <= later);
  }
  CHECK(tiendo_forecast_get_by(forecast, 0, 51, &day) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_forecast_get_by(forecast, i, 50, &day) == TIENDO_CODE_OUT_OF_RANGE);
  CHECK(tiendo_forecast_find(forecast, "nothing", TIENDO_NTS, &found) == TIENDO_CODE_NOT_FOUND);
  OK(tiendo_forecast_get_links(forecast, &followed, &num, &den));
  CHECK(num <= den);
  OK(tiendo_forecast_to_json(forecast, &reply));
  says(reply, "\"runs\":10");
  tiendo_forecast_free(forecast);
  OK(tiendo_watch_stop(watch));
  CHECK(tiendo_evaluation_forecast(evaluation, 10, 57, TIENDO_LINK_USE_IGNORED, watch, &forecast) ==
        TIENDO_CODE_CANCELLED);
  tiendo_watch_free(watch);
  CHECK(tiendo_evaluation_forecast(evaluation, 0, 57, TIENDO_LINK_USE_FOLLOWED, NULL, &forecast) ==
        TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_evaluation_forecast(evaluation, 10, 57, 3, NULL, &forecast) == TIENDO_CODE_INVALID_ENUM);
}

static void schedules(const tiendo_registry *registry, const tiendo_evaluation *evaluation) {
  tiendo_schedule *schedule;
  tiendo_reply *reply;
  OK(tiendo_registry_schedule(registry, 20250701, 0, NULL, &schedule));
  OK(tiendo_schedule_to_json(schedule, &reply));
  says(reply, "\"is_from_reports\":false");
  tiendo_schedule_free(schedule);
  OK(tiendo_registry_schedule(registry, 20250701, 20250702, NULL, &schedule));
  OK(tiendo_schedule_to_json(schedule, &reply));
  says(reply, "\"known\":\"2025-07-02\"");
  tiendo_schedule_free(schedule);
  OK(tiendo_evaluation_schedule(evaluation, NULL, &schedule));
  OK(tiendo_schedule_to_json(schedule, &reply));
  says(reply, "\"is_from_reports\":true");
  OK(tiendo_schedule_blocks(schedule, "bo tai chinh", TIENDO_NTS, &reply));
  says(reply, "\"agency\":\"BTC\"");
  CHECK(tiendo_schedule_blocks(schedule, "nowhere", TIENDO_NTS, &reply) == TIENDO_CODE_NOT_FOUND);
  CHECK(tiendo_schedule_behind(schedule, "nothing", TIENDO_NTS, &reply) == TIENDO_CODE_NOT_FOUND);
  tiendo_schedule_free(schedule);
  planned();
  forecasts(evaluation);
}

#endif
