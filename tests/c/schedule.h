/* A part of native.c: the schedule, who blocks whom, what if, and the forecast. */
#ifndef TIENDO_TEST_SCHEDULE_H
#define TIENDO_TEST_SCHEDULE_H

#include "check.h"

/* The reply is that of the JSON door, and says what it says. */
static void says(tiendo_reply *reply, const char *part) {
  CHECK(strstr(tiendo_reply_text(reply).ptr, part) != NULL);
  tiendo_reply_free(reply);
}

static void schedules(const tiendo_registry *registry, const tiendo_evaluation *evaluation) {
  tiendo_reply *reply;
  OK(tiendo_registry_schedule(registry, 20250701, 0, &reply));
  says(reply, "\"is_from_reports\":false");
  OK(tiendo_registry_schedule(registry, 20250701, 20250702, &reply));
  says(reply, "\"known\":\"2025-07-02\"");
  OK(tiendo_evaluation_schedule(evaluation, &reply));
  says(reply, "\"is_from_reports\":true");
  OK(tiendo_evaluation_blocks(evaluation, "bo tai chinh", TIENDO_NTS, &reply));
  says(reply, "\"agency\":\"BTC\"");
  CHECK(tiendo_evaluation_blocks(evaluation, "nowhere", TIENDO_NTS, &reply) == TIENDO_CODE_NOT_FOUND);
  OK(tiendo_evaluation_what_if(evaluation, "[]", TIENDO_NTS, &reply));
  says(reply, "\"moved_count\":0");
  CHECK(tiendo_evaluation_what_if(evaluation, "[1]", TIENDO_NTS, &reply) == TIENDO_CODE_INVALID_REQUEST);
  OK(tiendo_evaluation_forecast(evaluation, 10, 57, &reply));
  says(reply, "\"runs\":10");
  CHECK(tiendo_evaluation_forecast(evaluation, 0, 57, &reply) == TIENDO_CODE_INVALID_VALUE);
}

#endif
