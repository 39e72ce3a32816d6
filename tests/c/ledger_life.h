/* A part of native.c: a file of an earlier format, a copy for others, and a damaged file. */
#ifndef TIENDO_TEST_LEDGER_LIFE_H
#define TIENDO_TEST_LEDGER_LIFE_H

#include "check.h"

#define LIVED "test-c-life.tiendo"
#define LIVED_OLDER LIVED ".format-1.0"
#define SNAPSHOT "test-c-life-snapshot.tiendo"
#define SALVAGED "test-c-life-salvaged.tiendo"
#define LIVED_AT "2025-01-05T08:00:00", TIENDO_NTS
#define LIVER "Trần Thị B", TIENDO_NTS

static void remove_lived(void) {
  const char *files[] = {LIVED, LIVED_OLDER, SNAPSHOT, SALVAGED};
  const char *beside[] = {"", ".head", "-wal", "-shm"};
  char name[256];
  size_t i, j;
  for (i = 0; i < sizeof files / sizeof files[0]; i++) {
    for (j = 0; j < sizeof beside / sizeof beside[0]; j++) {
      CHECK(snprintf(name, sizeof name, "%s%s", files[i], beside[j]) > 0);
      (void)remove(name);
    }
  }
}

/* Overwrites what a file has at a place, or where a text first stands in it. */
static void overwrite(const char *name, long at, const char *text, const char *bytes, size_t len) {
  static char all[1 << 20];
  size_t size, i;
  FILE *file = fopen(name, "r+b");
  CHECK(file != NULL);
  size = fread(all, 1, sizeof all, file);
  for (i = 0; text != NULL && i + strlen(text) <= size; i++) {
    if (memcmp(all + i, text, strlen(text)) == 0) {
      at = (long)i;
      break;
    }
  }
  CHECK(at >= 0 && fseek(file, at, SEEK_SET) == 0 && fwrite(bytes, 1, len, file) == len);
  CHECK(fclose(file) == 0);
}

static void lived(void) {
  tiendo_ledger *ledger;
  tiendo_batch *batch;
  tiendo_document *document;
  tiendo_task *task;
  tiendo_appended appended;
  tiendo_head head, last;
  tiendo_upgrade *upgrade;
  tiendo_salvaged *salvaged;
  tiendo_str text;
  uint64_t first, second;
  remove_lived();
  OK(tiendo_ledger_create(LIVED, TIENDO_NTS, "68-UBND", TIENDO_NTS, LIVED_AT, LIVER, NULL, NULL, 0, &ledger));
  OK(tiendo_batch_new(&batch));
  OK(tiendo_document_new("57-NQ/TW", TIENDO_NTS, "Nghi quyet mot", TIENDO_NTS, &document));
  OK(tiendo_batch_add_document(batch, document));
  tiendo_document_free(document);
  OK(tiendo_ledger_append(ledger, batch, LIVED_AT, LIVER, &appended));
  tiendo_batch_free(batch);
  OK(tiendo_batch_new(&batch));
  OK(tiendo_task_new("T1", 2, "57-NQ/TW", TIENDO_NTS, "Bao cao", TIENDO_NTS, &task));
  OK(tiendo_task_set_responsible_person(task, "Nguyen Van A", TIENDO_NTS));
  OK(tiendo_batch_add_task(batch, task));
  tiendo_task_free(task);
  OK(tiendo_ledger_append(ledger, batch, LIVED_AT, LIVER, &appended));
  tiendo_batch_free(batch);
  OK(tiendo_ledger_snapshot(ledger, SNAPSHOT, TIENDO_NTS, NULL, &head));
  CHECK(head.seq == 3);
  CHECK(tiendo_ledger_snapshot(ledger, SNAPSHOT, TIENDO_NTS, NULL, &head) == TIENDO_CODE_EXISTS);
  tiendo_ledger_free(ledger);

  /* The number of its format, in the header: 1000 is 1.0, 2000 is 2.0. */
  OK(tiendo_ledger_upgrade(LIVED, TIENDO_NTS, NULL, &upgrade));
  OK(tiendo_upgrade_get_backup(upgrade, &text));
  CHECK(text.len == 0);
  tiendo_upgrade_free(upgrade);
  overwrite(LIVED, 60, NULL, "\0\0\x03\xe8", 4);
  OK(tiendo_ledger_open(LIVED, TIENDO_NTS, 0, 0, &ledger));
  {
    tiendo_erased erased;
    CHECK(tiendo_ledger_erase_person(ledger, "Nguyen Van A", TIENDO_NTS, NULL, 0, LIVED_AT, LIVER, &erased) ==
          TIENDO_CODE_OLDER_FORMAT);
  }
  tiendo_ledger_free(ledger);
  OK(tiendo_ledger_upgrade(LIVED, TIENDO_NTS, NULL, &upgrade));
  OK(tiendo_upgrade_get_from(upgrade, &text));
  IS(text, "1.0");
  OK(tiendo_upgrade_get_to(upgrade, &text));
  IS(text, "1.1");
  OK(tiendo_upgrade_get_backup(upgrade, &text));
  CHECK(text.len > strlen(LIVED_OLDER));
  CHECK(strcmp(text.ptr + text.len - strlen(LIVED_OLDER), LIVED_OLDER) == 0);
  tiendo_upgrade_free(upgrade);
  tiendo_upgrade_free(NULL);
  overwrite(LIVED, 60, NULL, "\0\0\x07\xd0", 4);
  CHECK(tiendo_ledger_upgrade(LIVED, TIENDO_NTS, NULL, &upgrade) == TIENDO_CODE_NEWER_FORMAT);
  overwrite(LIVED, 60, NULL, "\0\0\x03\xea", 4);
  OK(tiendo_ledger_open(LIVED, TIENDO_NTS, 0, 0, &ledger));
  OK(tiendo_ledger_get_finding(ledger, 0, &text));
  IS(text, "newer_format");
  tiendo_ledger_free(ledger);
  overwrite(LIVED, 60, NULL, "\0\0\x03\xe9", 4);

  overwrite(LIVED, -1, "Nghi quyet mot", "Nghi quyet hai", 14);
  overwrite(LIVED, -1, "Nguyen Van A", "Nguyen Van B", 12);
  OK(tiendo_ledger_salvage(LIVED, TIENDO_NTS, SALVAGED, TIENDO_NTS, LIVED_AT, LIVER, NULL, &salvaged));
  CHECK(!tiendo_salvaged_is_complete(salvaged) && !tiendo_salvaged_is_complete(NULL));
  CHECK(tiendo_salvaged_is_end_anchored(salvaged) && !tiendo_salvaged_is_end_anchored(NULL));
  OK(tiendo_salvaged_get_entries(salvaged, &first));
  CHECK(first == 2);
  OK(tiendo_salvaged_get_head(salvaged, &head));
  CHECK(head.seq == 4);
  CHECK(tiendo_salvaged_lost_len(salvaged) == 1 && tiendo_salvaged_lost_len(NULL) == 0);
  OK(tiendo_salvaged_get_lost(salvaged, 0, &first, &second));
  CHECK(first == 2 && second == 2);
  OK(tiendo_salvaged_get_reason(salvaged, 0, &text));
  IS(text, "hash");
  CHECK(tiendo_salvaged_unproved_len(salvaged) == 0 && tiendo_salvaged_unproved_len(NULL) == 0);
  CHECK(tiendo_salvaged_get_unproved(salvaged, 0, &first, &second) == TIENDO_CODE_OUT_OF_RANGE);
  CHECK(tiendo_salvaged_apart_len(salvaged) == 1 && tiendo_salvaged_apart_len(NULL) == 0);
  OK(tiendo_salvaged_get_apart(salvaged, 0, &first, &second));
  CHECK(first == 3 && second == 0);
  tiendo_salvaged_free(salvaged);
  tiendo_salvaged_free(NULL);
  OK(tiendo_ledger_open(SALVAGED, TIENDO_NTS, 1, 0, &ledger));
  OK(tiendo_ledger_get_head(ledger, &last));
  CHECK(last.seq == head.seq && strcmp(last.hash, head.hash) == 0);
  tiendo_ledger_free(ledger);
  CHECK(tiendo_ledger_salvage(LIVED, TIENDO_NTS, SALVAGED, TIENDO_NTS, LIVED_AT, LIVER, NULL, &salvaged) ==
        TIENDO_CODE_EXISTS);
  remove_lived();
}

#endif
