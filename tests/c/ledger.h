/* A part of native.c: the ledger, in memory and as a file that another handle has open. */
#ifndef TIENDO_TEST_LEDGER_H
#define TIENDO_TEST_LEDGER_H

#include <pthread.h>

#include "annex.h"
#include "check.h"
#include "ledger_care.h"
#include "ledger_life.h"

#define LEDGER "test-c.tiendo"
#define COPY "test-c-copy.tiendo"
#define AT "2025-01-05T08:00:00", TIENDO_NTS
#define LATER "2025-02-03T09:00:00", TIENDO_NTS
#define ACTOR "Trần Thị B", TIENDO_NTS

enum { APPENDING = 4, APPENDED = 5 };

static void remove_ledgers(void) {
  const char *files[] = {LEDGER,         LEDGER "-wal", LEDGER "-shm", LEDGER ".head", COPY,
                         COPY "-wal", COPY "-shm",   COPY ".head",   "test-c.jsonl"};
  size_t i;
  for (i = 0; i < sizeof files / sizeof files[0]; i++) {
    (void)remove(files[i]);
  }
}

/* What is written into the tables of a batch by the functions for one kind of record each. */
static void fill(tiendo_batch *batch) {
  tiendo_document *document;
  tiendo_agency *agency;
  tiendo_task *task;
  tiendo_report *report;
  tiendo_succession *succession;
  tiendo_plan *plan;
  tiendo_transfer *transfer;
  tiendo_allocation *allocation;
  tiendo_kpi *kpi;
  tiendo_policy *policy;
  tiendo_calendar *calendar;
  OK(tiendo_document_new("57-NQ/TW", TIENDO_NTS, "Nghị quyết 57", TIENDO_NTS, &document));
  OK(tiendo_batch_add_document(batch, document));
  tiendo_document_free(document);
  OK(tiendo_agency_new("A1", 2, "Sở Ví dụ", TIENDO_NTS, "department", TIENDO_NTS, &agency));
  OK(tiendo_batch_add_agency(batch, agency));
  tiendo_agency_free(agency);
  OK(tiendo_succession_new("renamed", TIENDO_NTS, "A0", 2, "A1", 2, 20250301, &succession));
  OK(tiendo_batch_add_succession(batch, succession));
  tiendo_succession_free(succession);
  OK(tiendo_plan_new("P1", 2, "57-NQ/TW", TIENDO_NTS, "Kế hoạch", TIENDO_NTS, &plan));
  OK(tiendo_batch_add_plan(batch, plan));
  tiendo_plan_free(plan);
  OK(tiendo_task_new("T1", 2, "57-NQ/TW", TIENDO_NTS, "Báo cáo", TIENDO_NTS, &task));
  OK(tiendo_task_set_assigned_on(task, 20250102));
  OK(tiendo_batch_add_task(batch, task));
  tiendo_task_free(task);
  OK(tiendo_transfer_new("T1", 2, "A0", 2, "A1", 2, 20250301, &transfer));
  OK(tiendo_batch_add_transfer(batch, transfer));
  tiendo_transfer_free(transfer);
  OK(tiendo_allocation_new("T1", 2, "budget", TIENDO_NTS, 20250110, &allocation));
  OK(tiendo_batch_add_allocation(batch, allocation));
  tiendo_allocation_free(allocation);
  OK(tiendo_kpi_new("K1", 2, "Tỷ lệ", TIENDO_NTS, "increase", TIENDO_NTS, &kpi));
  OK(tiendo_batch_add_kpi(batch, kpi));
  tiendo_kpi_free(kpi);
  OK(tiendo_policy_named("default", TIENDO_NTS, &policy));
  OK(tiendo_policy_set_name(policy, "ours", TIENDO_NTS));
  OK(tiendo_policy_set_due_soon_days(policy, 3));
  OK(tiendo_batch_add_policy(batch, policy));
  tiendo_policy_free(policy);
  OK(tiendo_calendar_viet_nam(&calendar));
  OK(tiendo_batch_add_calendar(batch, calendar));
  tiendo_calendar_free(calendar);
  OK(tiendo_report_new("R0", 2, "T1", 2, "progress", TIENDO_NTS, 20250104, &report));
  OK(tiendo_batch_add_report(batch, report));
  tiendo_report_free(report);
}

/* The head as it is told everywhere is one. */
static void same_head(const tiendo_head *a, const tiendo_head *b) {
  CHECK(a->seq == b->seq && strcmp(a->hash, b->hash) == 0 && strcmp(a->recorded_at, b->recorded_at) == 0);
  CHECK(strlen(a->hash) == 64 && strlen(a->recorded_at) == 19);
}

static int percent_of(const tiendo_registry *registry, int32_t known) {
  tiendo_evaluation *evaluation;
  size_t row;
  int32_t percent;
  OK(tiendo_registry_evaluate(registry, 20251231, known, NULL, NULL, &evaluation));
  OK(tiendo_evaluation_find(evaluation, "T1", 2, &row));
  OK(tiendo_evaluation_get_percent(evaluation, row, &percent));
  tiendo_evaluation_free(evaluation);
  return (int)percent;
}

/* A record, its correction, and what was known when. */
static void corrected(tiendo_ledger *ledger) {
  tiendo_batch *batch;
  tiendo_log *log;
  tiendo_registry *newest, *then;
  tiendo_appended appended;
  tiendo_str text;
  uint64_t seq, position;
  size_t i, len;
  OK(tiendo_ledger_record(ledger, "report", TIENDO_NTS,
                          "{\"id\":\"R1\",\"task\":\"T1\",\"kind\":\"complete\",\"reported_on\":\"2025-02-01\"}",
                          TIENDO_NTS, LATER, ACTOR, &appended));
  CHECK(appended.recorded == 1 && appended.unchanged == 0 && appended.head.seq == 3);
  OK(tiendo_batch_new(&batch));
  OK(tiendo_batch_add_json(batch, "report", 6,
                           "{\"id\":\"R1\",\"task\":\"T1\",\"kind\":\"progress\",\"reported_on\":\"2025-02-01\",\"percent\":40}",
                           TIENDO_NTS));
  CHECK(tiendo_batch_set_corrects(batch, 1, 3, 0) == TIENDO_CODE_OUT_OF_RANGE);
  OK(tiendo_batch_set_corrects(batch, 0, 3, 0));
  OK(tiendo_ledger_append(ledger, batch, "2025-03-03T09:00:00", TIENDO_NTS, "C", 1, &appended));
  CHECK(appended.recorded == 1);
  tiendo_batch_free(batch);

  OK(tiendo_ledger_refresh(ledger, &newest));
  CHECK(percent_of(newest, 20250302) == 100 && percent_of(newest, 20250303) == 40 && percent_of(newest, 0) == 40);
  OK(tiendo_ledger_registry(ledger, 20250302, TIENDO_TRUST_RECORDED, &then));
  CHECK(percent_of(then, 0) == 100);
  tiendo_registry_free(then);
  OK(tiendo_ledger_registry(ledger, 0, TIENDO_TRUST_CLAIMED, &then));
  CHECK(percent_of(then, 0) == 40);
  tiendo_registry_free(then);
  tiendo_registry_free(newest);
  CHECK(tiendo_ledger_registry(ledger, 0, 2, &then) == TIENDO_CODE_INVALID_ENUM);

  OK(tiendo_ledger_log(ledger, "T1", 2, &log));
  len = tiendo_log_len(log);
  CHECK(len == 6 && tiendo_log_len(NULL) == 0);
  OK(tiendo_log_get_record(log, len - 1, &seq, &position));
  CHECK(seq == 4 && position == 0);
  OK(tiendo_log_get_corrects(log, len - 1, &seq, &position));
  CHECK(seq == 3 && position == 0);
  OK(tiendo_log_get_corrected_by(log, len - 1, &seq, &position));
  CHECK(seq == 0 && position == 0);
  OK(tiendo_log_get_corrected_by(log, len - 2, &seq, &position));
  CHECK(seq == 4 && position == 0);
  OK(tiendo_log_get_actor(log, len - 1, &text));
  IS(text, "C");
  OK(tiendo_log_get_recorded_at(log, len - 1, &text));
  IS(text, "2025-03-03T09:00:00");
  OK(tiendo_log_get_kind(log, 0, &text));
  IS(text, "task");
  for (i = 0; i < len; i++) {
    OK(tiendo_log_get_json(log, i, &text));
    CHECK(text.len > 2 && text.ptr[0] == '{');
  }
  CHECK(tiendo_log_get_kind(log, len, &text) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_log_free(log);
  CHECK(tiendo_ledger_log(ledger, "T9", 2, &log) == TIENDO_CODE_NOT_FOUND);

  /* Withdrawn, it is read no longer. */
  OK(tiendo_batch_new(&batch));
  OK(tiendo_batch_withdraw(batch, 4, 0, "nhầm", TIENDO_NTS));
  CHECK(tiendo_batch_set_corrects(batch, 0, 3, 0) == TIENDO_CODE_INVALID_VALUE);
  OK(tiendo_ledger_append(ledger, batch, "2025-04-01T09:00:00", TIENDO_NTS, ACTOR, &appended));
  tiendo_batch_free(batch);
  OK(tiendo_ledger_refresh(ledger, &newest));
  CHECK(percent_of(newest, 0) == 0 && tiendo_registry_report_count(newest) == 1);
  tiendo_registry_free(newest);
}

/* What cannot be taken: nothing of the batch is. */
static void refused(tiendo_ledger *ledger) {
  tiendo_batch *batch;
  tiendo_appended appended;
  tiendo_head before, after;
  OK(tiendo_ledger_get_head(ledger, &before));
  OK(tiendo_batch_new(&batch));
  OK(tiendo_batch_add_records(batch,
                              "{\"reports\":[{\"id\":\"R8\",\"task\":\"T1\",\"kind\":\"progress\",\"reported_on\":\"2025-02-01\"},"
                              "{\"id\":\"R9\",\"task\":\"T9\",\"kind\":\"progress\",\"reported_on\":\"2025-02-01\"}]}",
                              TIENDO_NTS));
  CHECK(tiendo_batch_len(batch) == 2 && tiendo_batch_len(NULL) == 0);
  CHECK(tiendo_ledger_append(ledger, batch, "2025-05-01T08:00:00", TIENDO_NTS, ACTOR, &appended) == TIENDO_CODE_REFUSED);
  CHECK(strstr(tiendo_last_error(), "record 1, report 'R9': its task is not in the ledger") != NULL);
  CHECK(tiendo_ledger_append(ledger, batch, "2025-01-01T08:00:00", TIENDO_NTS, ACTOR, &appended) ==
        TIENDO_CODE_CLOCK_BACKWARDS);
  CHECK(tiendo_ledger_append(ledger, batch, NULL, 0, ACTOR, &appended) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_ledger_append(ledger, batch, AT, "", 0, &appended) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_ledger_record(ledger, "mood", 4, "{}", 2, AT, ACTOR, &appended) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_ledger_record(ledger, "task", 4, "{}", 2, AT, ACTOR, &appended) == TIENDO_CODE_INVALID_REQUEST);
  tiendo_batch_free(batch);
  OK(tiendo_ledger_get_head(ledger, &after));
  same_head(&before, &after);
}

/* What is frozen stays. */
static void frozen(tiendo_ledger *ledger) {
  tiendo_policy *policy;
  tiendo_freezes *freezes;
  tiendo_evaluation *evaluation;
  tiendo_appended appended;
  tiendo_str text;
  int32_t day;
  OK(tiendo_ledger_policy(ledger, "ours", 4, 0, &policy));
  OK(tiendo_ledger_freeze(ledger, "quý I", TIENDO_NTS, 20250331, 20250331, policy, "2025-05-02T08:00:00", TIENDO_NTS, ACTOR,
                          &appended));
  tiendo_policy_free(policy);
  CHECK(appended.recorded == 1);
  CHECK(tiendo_ledger_freeze(ledger, "quý I", TIENDO_NTS, 20250331, 20250331, NULL, "2025-05-02T08:00:00", TIENDO_NTS, ACTOR,
                             &appended) == TIENDO_CODE_REFUSED);
  OK(tiendo_ledger_freezes(ledger, &freezes));
  CHECK(tiendo_freezes_len(freezes) == 1 && tiendo_freezes_len(NULL) == 0);
  OK(tiendo_freezes_get_name(freezes, 0, &text));
  IS(text, "quý I");
  OK(tiendo_freezes_get_day(freezes, 0, &day));
  CHECK(day == 20250331);
  OK(tiendo_freezes_get_known(freezes, 0, &day));
  CHECK(day == 20250331);
  OK(tiendo_freezes_get_policy(freezes, 0, &policy));
  tiendo_policy_free(policy);
  tiendo_freezes_free(freezes);
  OK(tiendo_ledger_evaluate_frozen(ledger, "quý I", TIENDO_NTS, &evaluation));
  CHECK(tiendo_evaluation_len(evaluation) == 1);
  tiendo_evaluation_free(evaluation);
  CHECK(tiendo_ledger_evaluate_frozen(ledger, "quý II", TIENDO_NTS, &evaluation) == TIENDO_CODE_NOT_FOUND);
  CHECK(tiendo_ledger_policy(ledger, "theirs", 6, 0, &policy) == TIENDO_CODE_NOT_FOUND);
}

/* Entries, verifying, copies, the tables made again. */
static void kept(tiendo_ledger *ledger) {
  tiendo_entries *entries;
  tiendo_verified *verified;
  tiendo_ledger *copy;
  tiendo_registry *registry;
  tiendo_findings *findings;
  tiendo_head head, other;
  tiendo_str text;
  tiendo_watch *watch;
  uint64_t number, records, erased;
  size_t len;
  OK(tiendo_ledger_get_head(ledger, &head));
  OK(tiendo_ledger_entries(ledger, 1, 100, &entries));
  len = tiendo_entries_len(entries);
  CHECK(len + 1 == head.seq && tiendo_entries_len(NULL) == 0);
  OK(tiendo_entries_get_seq(entries, len - 1, &number));
  OK(tiendo_entries_get_hash(entries, len - 1, &text));
  CHECK(number == head.seq);
  IS(text, head.hash);
  OK(tiendo_entries_get_recorded_at(entries, len - 1, &text));
  IS(text, head.recorded_at);
  OK(tiendo_entries_get_actor(entries, 0, &text));
  IS(text, "Trần Thị B");
  OK(tiendo_entries_get_records(entries, 0, &text));
  CHECK(strncmp(text.ptr, "[{\"document\":{", 14) == 0);
  CHECK(tiendo_entries_get_seq(entries, len, &number) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_entries_free(entries);

  OK(tiendo_watch_new(&watch));
  OK(tiendo_ledger_verify(ledger, watch, &verified));
  CHECK(tiendo_verified_len(verified) == 0 && tiendo_verified_len(NULL) == 0);
  OK(tiendo_verified_get_head(verified, &other));
  same_head(&head, &other);
  OK(tiendo_verified_get_counts(verified, &number, &records, &erased));
  CHECK(number == head.seq && records > number && erased == 0);
  CHECK(tiendo_verified_get_entry(verified, 0, &number) == TIENDO_CODE_OUT_OF_RANGE);
  CHECK(tiendo_verified_get_part(verified, 0, &text) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_verified_free(verified);
  OK(tiendo_ledger_rebuild(ledger, NULL, &number));
  CHECK(number == records);
  OK(tiendo_ledger_checkpoint(ledger, &other));
  same_head(&head, &other);
  OK(tiendo_ledger_get_checkpointed(ledger, &number));
  CHECK(number == head.seq);
  OK(tiendo_ledger_drop_checkpoint(ledger));
  OK(tiendo_ledger_get_checkpointed(ledger, &number));
  CHECK(number == 0);
  OK(tiendo_ledger_checkpoint(ledger, &other));
  OK(tiendo_ledger_backup(ledger, COPY, TIENDO_NTS, NULL, &other));
  same_head(&head, &other);
  CHECK(tiendo_ledger_backup(ledger, COPY, TIENDO_NTS, NULL, &other) == TIENDO_CODE_EXISTS);
  OK(tiendo_watch_stop(watch));
  CHECK(tiendo_ledger_verify(ledger, watch, &verified) == TIENDO_CODE_CANCELLED);
  tiendo_watch_free(watch);

  OK(tiendo_ledger_open(COPY, TIENDO_NTS, TIENDO_ACCESS_IMMUTABLE, 0, &copy));
  OK(tiendo_ledger_get_head(copy, &other));
  same_head(&head, &other);
  CHECK(tiendo_ledger_begin_bulk(copy) == TIENDO_CODE_READ_ONLY);
  CHECK(tiendo_ledger_rebuild(copy, NULL, &number) == TIENDO_CODE_READ_ONLY);
  OK(tiendo_ledger_export(copy, 0, "test-c.jsonl", TIENDO_NTS, TIENDO_DISCLOSURE_PUBLIC, 1, NULL, &findings));
  tiendo_findings_free(findings);
  tiendo_ledger_free(copy);
  OK(tiendo_registry_read_json("test-c.jsonl", TIENDO_NTS, NULL, &registry));
  CHECK(tiendo_registry_task_count(registry) == 1);
  tiendo_registry_free(registry);
}

/* A registry and a folder, imported: the second time nothing changes. */
static void imported(tiendo_ledger *ledger) {
  const char reports[] = "id,task,kind,reported_on\nI1,T1,progress,2025-02-01\nI2,T9,progress,2025-02-01\n";
  tiendo_registry *plan02;
  tiendo_imported *done;
  tiendo_findings *findings;
  tiendo_batch *batch;
  tiendo_annex *annex;
  tiendo_head head, other;
  tiendo_str text;
  uint64_t recorded, unchanged, refused_count, entries, again;
  FILE *file;
  char path[4096];
  OK(tiendo_registry_plan02(&plan02));
  OK(tiendo_ledger_begin_bulk(ledger));
  OK(tiendo_ledger_import(ledger, plan02, "2025-06-01T08:00:00", TIENDO_NTS, ACTOR, 0, NULL, &done));
  OK(tiendo_ledger_end_bulk(ledger, &head));
  OK(tiendo_imported_get_counts(done, &recorded, &unchanged, &refused_count, &entries));
  CHECK(recorded > 192 && refused_count == 0 && entries == 1);
  OK(tiendo_imported_get_head(done, &other));
  same_head(&head, &other);
  tiendo_imported_free(done);
  OK(tiendo_ledger_import(ledger, plan02, "2025-06-01T08:00:00", TIENDO_NTS, ACTOR, 0, NULL, &done));
  OK(tiendo_imported_get_counts(done, &again, &unchanged, &refused_count, &entries));
  CHECK(again == 0 && unchanged >= recorded && entries == 0);
  tiendo_imported_free(done);

  /* The records of a registry and of an annex in a batch. */
  OK(tiendo_batch_new(&batch));
  OK(tiendo_batch_add_registry(batch, plan02));
  CHECK(tiendo_batch_len(batch) == unchanged);
  annex_path("01_plan.xlsx", path, sizeof path);
  OK(tiendo_annex_read(path, TIENDO_NTS, plan02, NULL, NULL, &annex));
  OK(tiendo_batch_add_annex(batch, annex));
  CHECK(tiendo_batch_len(batch) > unchanged);
  tiendo_annex_free(annex);
  tiendo_batch_free(batch);
  tiendo_registry_free(plan02);

  file = fopen("reports.csv", "wb");
  CHECK(file != NULL && fwrite(reports, 1, sizeof reports - 1, file) == sizeof reports - 1 && fclose(file) == 0);
  CHECK(tiendo_ledger_import_csv(ledger, ".", 1, TIENDO_ENCODING_UTF8, "2025-06-02T08:00:00", TIENDO_NTS, ACTOR, 0, NULL,
                                 &done) == TIENDO_CODE_REFUSED);
  OK(tiendo_ledger_import_csv(ledger, ".", 1, TIENDO_ENCODING_UTF8, "2025-06-02T08:00:00", TIENDO_NTS, ACTOR, 1, NULL, &done));
  CHECK(remove("reports.csv") == 0);
  OK(tiendo_imported_get_counts(done, &recorded, &unchanged, &refused_count, &entries));
  CHECK(recorded == 1 && refused_count == 1 && tiendo_imported_len(done) == 1 && tiendo_imported_len(NULL) == 0);
  OK(tiendo_imported_get_position(done, 0, &again));
  CHECK(again == 1);
  OK(tiendo_imported_get_kind(done, 0, &text));
  IS(text, "report");
  OK(tiendo_imported_get_id(done, 0, &text));
  IS(text, "I2");
  OK(tiendo_imported_get_problem(done, 0, &text));
  IS(text, "unknown_task");
  OK(tiendo_imported_get_message(done, 0, &text));
  IS(text, "record 1, report 'I2': its task is not in the ledger");
  OK(tiendo_imported_findings(done, &findings));
  tiendo_findings_free(findings);
  tiendo_imported_free(done);
}

struct appender {
  tiendo_ledger *ledger;
  int number;
};

static void *append_some(void *argument) {
  struct appender *appender = (struct appender *)argument;
  tiendo_appended appended;
  tiendo_registry *registry;
  char json[200];
  int i;
  for (i = 0; i < APPENDED; i++) {
    sprintf(json, "{\"id\":\"A%d-%d\",\"task\":\"T1\",\"kind\":\"progress\",\"reported_on\":\"2025-02-01\"}", appender->number,
            i);
    OK(tiendo_ledger_record(appender->ledger, "report", 6, json, TIENDO_NTS, "2025-07-01T08:00:00", TIENDO_NTS, ACTOR, &appended));
    CHECK(appended.recorded == 1);
    OK(tiendo_ledger_refresh(appender->ledger, &registry));
    tiendo_registry_free(registry);
  }
  return NULL;
}

/* Several threads share one handle, and a second handle has the same file open. */
static void shared_ledger(tiendo_ledger *ledger) {
  struct appender appenders[APPENDING];
  pthread_t threads[APPENDING];
  tiendo_ledger *second;
  tiendo_registry *before, *after;
  int i;
  OK(tiendo_ledger_refresh(ledger, &before));
  OK(tiendo_ledger_open(LEDGER, TIENDO_NTS, TIENDO_ACCESS_READ_WRITE, 60000, &second));
  for (i = 0; i < APPENDING; i++) {
    appenders[i].ledger = i % 2 == 0 ? ledger : second;
    appenders[i].number = i;
    CHECK(pthread_create(&threads[i], NULL, append_some, &appenders[i]) == 0);
  }
  for (i = 0; i < APPENDING; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
  OK(tiendo_ledger_refresh(second, &after));
  CHECK(tiendo_registry_report_count(after) == tiendo_registry_report_count(before) + APPENDING * APPENDED);
  tiendo_registry_free(before);
  tiendo_registry_free(after);
  tiendo_ledger_free(second);
}

static void ledgers(void) {
  tiendo_ledger *ledger, *other;
  tiendo_batch *batch;
  tiendo_calendar *calendar;
  tiendo_appended appended;
  tiendo_head head;
  tiendo_str text;
  remove_ledgers();
  OK(tiendo_ledger_create(LEDGER, TIENDO_NTS, "68-UBND", TIENDO_NTS, AT, ACTOR, NULL, NULL, 0, &ledger));
  CHECK(tiendo_ledger_create(LEDGER, TIENDO_NTS, "68-UBND", TIENDO_NTS, AT, ACTOR, NULL, NULL, 0, &other) == TIENDO_CODE_EXISTS);
  CHECK(strcmp(tiendo_code_name(TIENDO_CODE_EXISTS), "exists") == 0);
  OK(tiendo_ledger_get_path(ledger, &text));
  IS(text, LEDGER);
  OK(tiendo_ledger_get_node(ledger, &text));
  IS(text, "68-UBND");
  OK(tiendo_ledger_get_origin(ledger, &text));
  CHECK(text.len == 32);
  OK(tiendo_ledger_get_head(ledger, &head));
  CHECK(head.seq == 1 && strcmp(head.recorded_at, "2025-01-05T08:00:00") == 0);

  OK(tiendo_batch_new(&batch));
  fill(batch);
  CHECK(tiendo_batch_len(batch) == 11);
  OK(tiendo_ledger_append(ledger, batch, AT, ACTOR, &appended));
  /* The calendar was there already. */
  CHECK(appended.recorded == 10 && appended.unchanged == 1 && appended.head.seq == 2);
  OK(tiendo_ledger_append(ledger, batch, AT, ACTOR, &appended));
  CHECK(appended.recorded == 0 && appended.unchanged == 11 && appended.head.seq == 2);
  tiendo_batch_free(batch);
  tiendo_batch_free(NULL);

  corrected(ledger);
  refused(ledger);
  frozen(ledger);
  kept(ledger);
  imported(ledger);
  shared_ledger(ledger);
  tiendo_ledger_free(ledger);
  tiendo_ledger_free(NULL);

  CHECK(tiendo_ledger_open("nowhere.tiendo", TIENDO_NTS, 0, 0, &other) == TIENDO_CODE_FILE);
  CHECK(tiendo_ledger_open(__FILE__, TIENDO_NTS, 0, 0, &other) == TIENDO_CODE_NOT_A_LEDGER);
  CHECK(tiendo_ledger_open(LEDGER, TIENDO_NTS, 3, 0, &other) == TIENDO_CODE_INVALID_ENUM);
  CHECK(tiendo_ledger_open(LEDGER, TIENDO_NTS, 0, UINT32_MAX, &other) == TIENDO_CODE_INVALID_VALUE);
  OK(tiendo_calendar_viet_nam(&calendar));
  OK(tiendo_ledger_memory("68-UBND", TIENDO_NTS, AT, ACTOR, calendar, NULL, 0, &other));
  tiendo_calendar_free(calendar);
  OK(tiendo_ledger_get_path(other, &text));
  CHECK(text.len == 0);
  OK(tiendo_ledger_get_classification(other, &text));
  IS(text, "public");
  tiendo_ledger_free(other);
  OK(tiendo_ledger_memory("68-UBND", TIENDO_NTS, AT, ACTOR, NULL, "secret", TIENDO_NTS, &other));
  OK(tiendo_ledger_get_classification(other, &text));
  IS(text, "secret");
  tiendo_ledger_free(other);
  CHECK(tiendo_ledger_memory("68-UBND", TIENDO_NTS, AT, ACTOR, NULL, "secert", TIENDO_NTS, &other) == TIENDO_CODE_INVALID_VALUE);
  remove_ledgers();
  cared_for();
  lived();
}

#endif
