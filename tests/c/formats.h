/* A part of native.c: formats of other tools, to a path and in memory, and back. */
#ifndef TIENDO_TEST_FORMATS_H
#define TIENDO_TEST_FORMATS_H

#include "annex.h"
#include "check.h"
#include "office.h"

typedef tiendo_code (*format_write)(const tiendo_evaluation *, const char *, size_t, const tiendo_format_options *, tiendo_watch *,
                                    tiendo_findings **);
typedef tiendo_code (*format_memory)(const tiendo_evaluation *, const tiendo_format_options *, tiendo_watch *, tiendo_buffer **,
                                     tiendo_findings **);
typedef tiendo_code (*format_read)(const char *, size_t, const tiendo_format_options *, tiendo_watch *, tiendo_registry **);
typedef tiendo_code (*format_read_bytes)(const char *, size_t, const char *, size_t, const tiendo_format_options *, tiendo_watch *,
                                         tiendo_registry **);

/* Where packets are laid over, and agencies are looked up. */
static tiendo_registry *format_base;

static tiendo_code read_packet(const char *path, size_t len, const tiendo_format_options *options, tiendo_watch *watch,
                               tiendo_registry **registry) {
  return tiendo_registry_read_packet(path, len, format_base, options, watch, registry);
}

static tiendo_code read_packet_bytes(const char *name, size_t name_len, const char *data, size_t len,
                                     const tiendo_format_options *options, tiendo_watch *watch, tiendo_registry **registry) {
  return tiendo_registry_read_packet_bytes(name, name_len, data, len, format_base, options, watch, registry);
}

static tiendo_code read_ics(const char *path, size_t len, const tiendo_format_options *options, tiendo_watch *watch,
                            tiendo_registry **registry) {
  return tiendo_registry_read_ics(path, len, format_base, options, watch, registry);
}

static tiendo_code read_ics_bytes(const char *name, size_t name_len, const char *data, size_t len,
                                  const tiendo_format_options *options, tiendo_watch *watch, tiendo_registry **registry) {
  return tiendo_registry_read_ics_bytes(name, name_len, data, len, format_base, options, watch, registry);
}

static const struct {
  const char *name, *file, *begins;
  format_write write;
  format_memory memory;
  format_read read;
  format_read_bytes read_bytes;
} FORMATS[] = {
    {"mspdi", "f.xml", "<?xml", tiendo_evaluation_write_mspdi, tiendo_evaluation_mspdi, tiendo_registry_read_mspdi,
     tiendo_registry_read_mspdi_bytes},
    {"ics", "f.ics", "BEGIN:VCALENDAR", tiendo_evaluation_write_ics, tiendo_evaluation_ics, read_ics, read_ics_bytes},
    {"stratml", "f.xml", "<?xml", tiendo_evaluation_write_stratml, tiendo_evaluation_stratml, tiendo_registry_read_stratml,
     tiendo_registry_read_stratml_bytes},
    {"packet", "f.xml", "<?xml", tiendo_evaluation_write_packet, tiendo_evaluation_packet, read_packet, read_packet_bytes},
};

/* A line for the table of formats: read by both doors, written once. */
static void format_said(const char *name, const tiendo_findings *findings) {
  tiendo_str code;
  size_t i, len = tiendo_findings_len(findings);
  printf("formats | %s | 2 | 1 | ", name);
  for (i = 0; i < len; i++) {
    OK(tiendo_findings_get_code(findings, i, &code));
    printf("%s 1%s", code.ptr, i + 1 < len ? ", " : "");
  }
  printf("%s | C\n", len == 0 ? "-" : "");
}

static void format_back(size_t which, const char *path, tiendo_buffer *buffer, const tiendo_format_options *options) {
  tiendo_registry *registry;
  tiendo_provenance provenance;
  int door;
  for (door = 0; door < 2; door++) {
    if (door == 0) OK(FORMATS[which].read(path, TIENDO_NTS, options, NULL, &registry));
    else
      OK(FORMATS[which].read_bytes("memory", TIENDO_NTS, tiendo_buffer_data(buffer), tiendo_buffer_len(buffer), options, NULL,
                                   &registry));
    /* Invented reports come back as invented. */
    CHECK(tiendo_registry_task_count(registry) == 2 && tiendo_registry_report_count(registry) > 0);
    OK(tiendo_registry_get_provenance(registry, &provenance));
    CHECK(provenance == TIENDO_PROVENANCE_SIMULATED);
    tiendo_registry_free(registry);
  }
}

static void format_each(const tiendo_evaluation *evaluation, const tiendo_format_options *options) {
  tiendo_findings *findings;
  tiendo_registry *registry;
  tiendo_buffer *buffer;
  tiendo_watch *watch;
  size_t i, len, lost;
  char *bytes;
  OK(tiendo_watch_new(&watch));
  OK(tiendo_watch_stop(watch));
  for (i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
    const char *file = FORMATS[i].file;
    OK(FORMATS[i].memory(evaluation, options, NULL, &buffer, &findings));
    lost = tiendo_findings_len(findings);
    tiendo_findings_free(findings);
    OK(FORMATS[i].write(evaluation, file, TIENDO_NTS, options, NULL, &findings));
    CHECK(tiendo_findings_len(findings) == lost);
    format_said(FORMATS[i].name, findings);
    tiendo_findings_free(findings);
    /* Both doors write the same bytes, and say that they are simulated. */
    bytes = annex_bytes(file, &len);
    CHECK(len == tiendo_buffer_len(buffer) && memcmp(bytes, tiendo_buffer_data(buffer), len) == 0);
    CHECK(memcmp(bytes, FORMATS[i].begins, strlen(FORMATS[i].begins)) == 0);
    bytes[len] = 0;
    CHECK(strstr(bytes, "SIMULATED") != NULL || strstr(bytes, "simulated") != NULL);
    free(bytes);
    /* A file stays. */
    CHECK(FORMATS[i].write(evaluation, file, TIENDO_NTS, options, NULL, &findings) == TIENDO_CODE_FILE);
    CHECK(strstr(tiendo_last_error(), file) != NULL);
    format_back(i, file, buffer, options);
    CHECK(remove(file) == 0);
    tiendo_buffer_free(buffer);
    CHECK(FORMATS[i].memory(evaluation, options, watch, &buffer, &findings) == TIENDO_CODE_CANCELLED);
    CHECK(FORMATS[i].memory(NULL, options, NULL, &buffer, &findings) == TIENDO_CODE_NULL_ARGUMENT);
    CHECK(FORMATS[i].memory(evaluation, options, NULL, NULL, &findings) == TIENDO_CODE_NULL_ARGUMENT);
    CHECK(FORMATS[i].write(evaluation, file, TIENDO_NTS, options, NULL, NULL) == TIENDO_CODE_NULL_ARGUMENT);
    CHECK(FORMATS[i].read("absent/file", TIENDO_NTS, options, NULL, &registry) == TIENDO_CODE_FILE);
    CHECK(FORMATS[i].read_bytes("x", 1, NULL, 0, options, NULL, &registry) == TIENDO_CODE_NULL_ARGUMENT);
  }
  tiendo_watch_free(watch);
}

/* A folder of all tables, and one table by itself. */
static void format_parquet(const tiendo_registry *base, const tiendo_evaluation *evaluation, tiendo_format_options *options) {
  static const char *const TABLES[] = {"documents", "agencies",  "successions", "plans",       "phases", "groups",
                                       "tasks",     "transfers", "reports",     "allocations", "kpis",   "kpi_measurements"};
  tiendo_findings *findings;
  tiendo_registry *registry;
  tiendo_history *history;
  tiendo_buffer *buffer;
  char path[64];
  size_t i, files = 0;
  OK(tiendo_format_options_set_pages(options, "snappy", TIENDO_NTS, 1));
  OK(tiendo_evaluation_write_parquet(evaluation, "lake", TIENDO_NTS, options, NULL, &findings));
  tiendo_findings_free(findings);
  OK(tiendo_registry_read_parquet("lake", TIENDO_NTS, options, NULL, &registry));
  CHECK(tiendo_registry_task_count(registry) == 2 && tiendo_registry_report_count(registry) == 1);
  tiendo_registry_free(registry);
  CHECK(tiendo_evaluation_write_parquet(evaluation, "lake", 4, options, NULL, &findings) == TIENDO_CODE_FILE);
  CHECK(remove("lake/evaluation.parquet") == 0);
  for (i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
    sprintf(path, "lake/%s.parquet", TABLES[i]);
    files += remove(path) == 0;
  }
  CHECK(files > 5 && remove("lake") == 0);

  OK(tiendo_evaluation_parquet(evaluation, "tasks", TIENDO_NTS, options, NULL, &buffer, &findings));
  tiendo_findings_free(findings);
  CHECK(memcmp(tiendo_buffer_data(buffer), "PAR1", 4) == 0);
  OK(tiendo_registry_read_parquet_bytes("tasks.parquet", TIENDO_NTS, tiendo_buffer_data(buffer), tiendo_buffer_len(buffer), NULL,
                                        NULL, &registry));
  CHECK(tiendo_registry_task_count(registry) == 2);
  tiendo_registry_free(registry);
  tiendo_buffer_free(buffer);
  OK(tiendo_evaluation_write_parquet_table(evaluation, "e.parquet", TIENDO_NTS, "evaluation", TIENDO_NTS, options, NULL, &findings));
  tiendo_findings_free(findings);
  CHECK(remove("e.parquet") == 0);
  CHECK(tiendo_evaluation_parquet(evaluation, "people", TIENDO_NTS, options, NULL, &buffer, &findings) ==
        TIENDO_CODE_INVALID_VALUE);
  CHECK(strstr(tiendo_last_error(), "measurements") != NULL);

  OK(tiendo_format_options_set_by(options, "status", TIENDO_NTS));
  OK(tiendo_evaluation_write_parquet(evaluation, "lake", TIENDO_NTS, options, NULL, &findings));
  tiendo_findings_free(findings);
  CHECK(remove("lake/status=overdue/part-0.parquet") == 0 && remove("lake/status=overdue") == 0 && remove("lake") == 0);
  OK(tiendo_format_options_set_by(options, NULL, 0));

  OK(tiendo_registry_history(base, 20250901, 20250910, TIENDO_HISTORY_AXIS_WHOLE, NULL, NULL, &history));
  OK(tiendo_history_write_parquet(history, "h.parquet", TIENDO_NTS, options, NULL, &findings));
  tiendo_findings_free(findings);
  tiendo_history_free(history);
  CHECK(remove("h.parquet") == 0);
}

static void format_weekly(const tiendo_evaluation *evaluation, const tiendo_format_options *options) {
  tiendo_warn_options *warn;
  tiendo_findings *findings;
  tiendo_text *text;
  char *bytes;
  size_t len;
  OK(tiendo_warn_options_new(&warn));
  OK(tiendo_evaluation_weekly(evaluation, "bo thu nghiem", TIENDO_NTS, warn, options, &text));
  CHECK(strstr(tiendo_text_str(text).ptr, "BÁO CÁO THỬ") != NULL);
  CHECK(strstr(tiendo_text_str(text).ptr, "SIMULATED") != NULL);
  OK(tiendo_evaluation_write_weekly(evaluation, ".", 1, warn, options, NULL, &findings));
  tiendo_findings_free(findings);
  bytes = annex_bytes("bao-cao-tuan-X-TN.txt", &len);
  CHECK(len == tiendo_text_str(text).len && memcmp(bytes, tiendo_text_str(text).ptr, len) == 0);
  free(bytes);
  tiendo_text_free(text);
  CHECK(remove("bao-cao-tuan-X-TN.txt") == 0);
  remove("bao-cao-tuan-X-GD.txt");
  /* What is addressed to nobody: nothing here. */
  OK(tiendo_evaluation_weekly(evaluation, NULL, 0, NULL, NULL, &text));
  tiendo_text_free(text);
  CHECK(tiendo_evaluation_weekly(evaluation, "Atlantis", TIENDO_NTS, NULL, NULL, &text) == TIENDO_CODE_NOT_FOUND);
  tiendo_warn_options_free(warn);
}

/* The working calendar of a project: a day off, a weekday that is worked otherwise. */
static void format_calendar(void) {
  static const char PROJECT[] =
      "<Project xmlns='http://schemas.microsoft.com/project'><CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><WeekDays>"
      "<WeekDay><DayType>7</DayType><DayWorking>1</DayWorking></WeekDay></WeekDays><Exceptions><Exception><TimePeriod>"
      "<FromDate>2025-09-01T00:00:00</FromDate><ToDate>2025-09-02T23:59:00</ToDate></TimePeriod><DayWorking>0</DayWorking>"
      "</Exception></Exceptions></Calendar></Calendars></Project>";
  tiendo_calendar *calendar;
  tiendo_findings *findings;
  int32_t working;
  int door;
  FILE *file = fopen("c.xml", "wb");
  CHECK(file != NULL && fwrite(PROJECT, 1, sizeof PROJECT - 1, file) == sizeof PROJECT - 1 && fclose(file) == 0);
  for (door = 0; door < 2; door++) {
    if (door == 0) OK(tiendo_calendar_read_mspdi("c.xml", TIENDO_NTS, 20250101, 20251231, &calendar, &findings));
    if (door == 1)
      OK(tiendo_calendar_read_mspdi_bytes("c.xml", TIENDO_NTS, PROJECT, sizeof PROJECT - 1, 20250101, 20251231, &calendar, &findings));
    CHECK(tiendo_findings_len(findings) == 1);
    OK(tiendo_calendar_is_working_day(calendar, 20250902, &working));
    CHECK(!working);
    OK(tiendo_calendar_is_working_day(calendar, 20250903, &working));
    CHECK(working);
    tiendo_findings_free(findings);
    tiendo_calendar_free(calendar);
  }
  CHECK(tiendo_calendar_read_mspdi("c.xml", TIENDO_NTS, 20251231, 20250101, &calendar, &findings) == TIENDO_CODE_INVALID_VALUE);
  CHECK(remove("c.xml") == 0);
  CHECK(tiendo_calendar_read_mspdi("c.xml", TIENDO_NTS, 20250101, 20251231, &calendar, &findings) == TIENDO_CODE_FILE);
  CHECK(tiendo_calendar_read_mspdi_bytes("c.xml", TIENDO_NTS, "<a/>", 4, 20250101, 20251231, &calendar, &findings) == TIENDO_CODE_FILE);
}

/* Other people's files, and names of other systems. */
static void format_of_others(const tiendo_evaluation *evaluation, tiendo_format_options *options) {
  static const char PROJECT[] =
      "<Project xmlns='http://schemas.microsoft.com/project'><Name>77/KH-UBND</Name><StatusDate>2025-09-30T17:00:00</StatusDate>"
      "<Tasks><Task><UID>1</UID><ID>1</ID><Name>Nhiệm vụ</Name><Finish>2025-12-31T17:00:00</Finish>"
      "<PercentComplete>40</PercentComplete></Task></Tasks></Project>";
  static const char HOSTILE[] = "<!DOCTYPE a [<!ENTITY b 'c'>]><Project>&b;</Project>";
  tiendo_registry *registry;
  tiendo_findings *findings;
  tiendo_buffer *buffer;
  tiendo_reply *json;
  tiendo_text *profile;
  tiendo_str toml;
  char *mine, *at;
  OK(tiendo_format_options_set_id_prefix(options, "X-", TIENDO_NTS));
  OK(tiendo_format_options_set_document(options, "88/KH-UBND", TIENDO_NTS));
  OK(tiendo_format_options_set_reported_on(options, 20251001));
  OK(tiendo_format_options_set_finish_as_deadline(options, 1));
  OK(tiendo_registry_read_mspdi_bytes("p.xml", TIENDO_NTS, PROJECT, sizeof PROJECT - 1, options, NULL, &registry));
  OK(tiendo_registry_to_json(registry, &json));
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"id\":\"X-1\"") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"document\":\"88/KH-UBND\"") != NULL);
  CHECK(strstr(tiendo_reply_text(json).ptr, "\"reported_on\":\"2025-10-01\"") != NULL);
  tiendo_reply_free(json);
  tiendo_registry_free(registry);
  OK(tiendo_format_options_set_document(options, NULL, 0));
  CHECK(tiendo_registry_read_mspdi_bytes("h.xml", TIENDO_NTS, HOSTILE, sizeof HOSTILE - 1, options, NULL, &registry) ==
        TIENDO_CODE_FILE);
  CHECK(strstr(tiendo_last_error(), "h.xml") != NULL);

  OK(tiendo_packet_profile(&profile));
  toml = tiendo_text_str(profile);
  mine = (char *)malloc(toml.len + 1);
  CHECK(mine != NULL);
  memcpy(mine, toml.ptr, toml.len + 1);
  tiendo_text_free(profile);
  /* As long as the name that it takes the place of. */
  for (at = mine; (at = strstr(at, "\"organisation\"")) != NULL; at++)
    if (memcmp(at - 7, "name = ", 7) == 0) memcpy(at, "\"MaDonViGuiBc\"", 14);
  OK(tiendo_format_options_set_profile(options, mine, TIENDO_NTS));
  OK(tiendo_format_options_set_packet_kind(options, "reports", TIENDO_NTS));
  OK(tiendo_format_options_set_packet_form(options, "json", TIENDO_NTS));
  OK(tiendo_format_options_set_sender(options, "Văn phòng Thử nghiệm", TIENDO_NTS));
  OK(tiendo_evaluation_packet(evaluation, options, NULL, &buffer, &findings));
  tiendo_findings_free(findings);
  CHECK(tiendo_buffer_data(buffer)[0] == '{' && tiendo_buffer_len(buffer) > 100);
  OK(tiendo_registry_read_packet_bytes("p.json", TIENDO_NTS, tiendo_buffer_data(buffer), tiendo_buffer_len(buffer), NULL, options, NULL,
                                       &registry));
  /* Without a register there is no task that the reports could be on. */
  CHECK(tiendo_registry_report_count(registry) + tiendo_registry_task_count(registry) == 0);
  tiendo_registry_free(registry);
  tiendo_buffer_free(buffer);
  free(mine);
  OK(tiendo_format_options_set_packet_form(options, NULL, 0));
  CHECK(tiendo_format_options_set_packet_kind(options, "people", TIENDO_NTS) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_format_options_set_packet_form(options, "pdf", TIENDO_NTS) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_format_options_set_profile(options, "name = 1", TIENDO_NTS) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_format_options_set_by(options, "mood", TIENDO_NTS) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_format_options_set_pages(options, "rar", TIENDO_NTS, 1) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_format_options_set_pages(options, "none", TIENDO_NTS, 0) == TIENDO_CODE_INVALID_VALUE);
}

static void formats(void) {
  tiendo_registry *registry = office_register(NULL), *secret = office_register("internal");
  tiendo_evaluation *evaluation, *hidden;
  tiendo_format_options *options;
  tiendo_findings *findings;
  tiendo_buffer *buffer;
  size_t i;
  OK(tiendo_format_options_new(&options));
  OK(tiendo_format_options_set_overwrite(options, 0));
  OK(tiendo_format_options_set_disclosure(options, TIENDO_DISCLOSURE_PUBLIC));
  OK(tiendo_format_options_set_lang(options, TIENDO_LANG_EN));
  OK(tiendo_format_options_set_date_only(options, 1));
  OK(tiendo_format_options_set_remind_working_days(options, 5));
  OK(tiendo_format_options_set_stamp(options, "2025-12-31T08:00:00", TIENDO_NTS));
  OK(tiendo_format_options_set_domain(options, "thu-nghiem", TIENDO_NTS));
  OK(tiendo_format_options_set_title(options, "Báo cáo thử", TIENDO_NTS));
  OK(tiendo_format_options_set_state_only(options, 0));
  CHECK(tiendo_format_options_set_remind_working_days(options, -2) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_format_options_set_overwrite(options, 2) == TIENDO_CODE_INVALID_ENUM);
  CHECK(tiendo_format_options_set_stamp(options, "yesterday", TIENDO_NTS) == TIENDO_CODE_INVALID_DATE);
  CHECK(tiendo_format_options_set_lang(NULL, TIENDO_LANG_EN) == TIENDO_CODE_NULL_ARGUMENT);
  OK(tiendo_registry_evaluate(registry, 20251231, 0, NULL, NULL, &evaluation));
  format_base = registry;
  format_each(evaluation, options);
  format_parquet(registry, evaluation, options);
  format_weekly(evaluation, options);
  format_calendar();
  format_of_others(evaluation, options);

  /* What is above public leaves the house only when it is asked for. */
  OK(tiendo_registry_evaluate(secret, 20251231, 0, NULL, NULL, &hidden));
  for (i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
    CHECK(FORMATS[i].memory(hidden, NULL, NULL, &buffer, &findings) == TIENDO_CODE_INVALID_VALUE);
    CHECK(strstr(tiendo_last_error(), "T1") != NULL);
  }
  CHECK(tiendo_evaluation_parquet(hidden, "tasks", 5, NULL, NULL, &buffer, &findings) == TIENDO_CODE_INVALID_VALUE);
  tiendo_evaluation_free(hidden);
  tiendo_registry_free(secret);
  tiendo_format_options_free(options);
  tiendo_format_options_free(NULL);
  tiendo_evaluation_free(evaluation);
  tiendo_registry_free(registry);
}

#endif
