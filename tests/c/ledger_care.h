/* A part of native.c: a ledger that was restored from a copy, and a person who is to be forgotten. */
#ifndef TIENDO_TEST_LEDGER_CARE_H
#define TIENDO_TEST_LEDGER_CARE_H

#include "check.h"

#define CARED "test-c-care.tiendo"
#define OLDER "test-c-care-older.tiendo"
#define CARED_AT "2025-01-05T08:00:00", TIENDO_NTS
#define CARER "Trần Thị B", TIENDO_NTS
#define PERSON "Nguyễn Văn A", TIENDO_NTS

static void remove_cared(void) {
  const char *files[] = {CARED, CARED "-wal", CARED "-shm", CARED ".head", OLDER, OLDER ".head"};
  size_t i;
  for (i = 0; i < sizeof files / sizeof files[0]; i++) {
    (void)remove(files[i]);
  }
}

static void copy_file(const char *from, const char *to) {
  char bytes[4096];
  size_t count;
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  CHECK(in != NULL && out != NULL);
  while ((count = fread(bytes, 1, sizeof bytes, in)) > 0) {
    CHECK(fwrite(bytes, 1, count, out) == count);
  }
  CHECK(fclose(in) == 0 && fclose(out) == 0);
}

static void cared_for(void) {
  tiendo_ledger *ledger;
  tiendo_batch *batch;
  tiendo_document *document;
  tiendo_task *task;
  tiendo_appended appended;
  tiendo_erased erased;
  tiendo_person_records *records;
  tiendo_head head, other;
  tiendo_str text;
  uint64_t seq, position;
  remove_cared();
  OK(tiendo_ledger_create(CARED, TIENDO_NTS, "68-UBND", TIENDO_NTS, CARED_AT, CARER, NULL, NULL, 0, &ledger));
  CHECK(tiendo_ledger_findings_len(ledger) == 0 && tiendo_ledger_findings_len(NULL) == 0);
  CHECK(tiendo_ledger_get_finding(ledger, 0, &text) == TIENDO_CODE_OUT_OF_RANGE);
  OK(tiendo_ledger_backup(ledger, OLDER, TIENDO_NTS, NULL, &head));
  OK(tiendo_ledger_anchor_every_commit(ledger, 1));

  OK(tiendo_batch_new(&batch));
  OK(tiendo_document_new("57-NQ/TW", TIENDO_NTS, "Nghị quyết 57", TIENDO_NTS, &document));
  OK(tiendo_batch_add_document(batch, document));
  tiendo_document_free(document);
  OK(tiendo_task_new("T1", 2, "57-NQ/TW", TIENDO_NTS, "Báo cáo", TIENDO_NTS, &task));
  OK(tiendo_task_set_responsible_person(task, PERSON));
  OK(tiendo_batch_add_task(batch, task));
  tiendo_task_free(task);
  OK(tiendo_ledger_append(ledger, batch, CARED_AT, CARER, &appended));
  tiendo_batch_free(batch);

  OK(tiendo_ledger_export_person(ledger, PERSON, &records));
  CHECK(tiendo_person_records_len(records) == 1 && tiendo_person_records_len(NULL) == 0);
  OK(tiendo_person_records_get_record(records, 0, &seq, &position));
  CHECK(seq == 2 && position == 1);
  OK(tiendo_person_records_get_kind(records, 0, &text));
  IS(text, "task");
  OK(tiendo_person_records_get_id(records, 0, &text));
  IS(text, "T1");
  OK(tiendo_person_records_get_fields(records, 0, &text));
  IS(text, "responsible_person");
  tiendo_person_records_free(records);
  OK(tiendo_ledger_erase_person(ledger, PERSON, NULL, 0, CARED_AT, CARER, &erased));
  CHECK(erased.records == 1 && erased.recorded_again == 0 && erased.head.seq == 3);
  OK(tiendo_ledger_anchor(ledger, &head));
  CHECK(head.seq == 3);
  tiendo_ledger_free(ledger);

  copy_file(OLDER, CARED);
  CHECK(tiendo_ledger_open(CARED, TIENDO_NTS, 0, 0, &ledger) == TIENDO_CODE_ROLLED_BACK);
  OK(tiendo_ledger_accept_rollback(CARED, TIENDO_NTS, "khôi phục", TIENDO_NTS, CARED_AT, CARER, &ledger));
  OK(tiendo_ledger_get_head(ledger, &other));
  CHECK(other.seq == 2);
  CHECK(rename(CARED, OLDER) == 0);
  CHECK(tiendo_ledger_anchor(ledger, &other) == TIENDO_CODE_MOVED);
  tiendo_ledger_free(ledger);
  CHECK(tiendo_ledger_accept_rollback(OLDER, TIENDO_NTS, "?", 1, CARED_AT, CARER, &ledger) != TIENDO_CODE_OK);
  CHECK(remove(OLDER ".head") == 0);
  OK(tiendo_ledger_open(OLDER, TIENDO_NTS, 0, 0, &ledger));
  CHECK(tiendo_ledger_findings_len(ledger) == 1);
  OK(tiendo_ledger_get_finding(ledger, 0, &text));
  IS(text, "no_anchor");
  tiendo_ledger_free(ledger);
  remove_cared();
}

#endif
