/* A part of native.c: reports, letters and forms, to a path and in memory. */
#ifndef TIENDO_TEST_OFFICE_H
#define TIENDO_TEST_OFFICE_H

#include "annex.h"
#include "check.h"

/* Two agencies, invented as their reports are: one is late with a task, the other does not say how far it is. */
static tiendo_registry *office_register(const char *classification) {
  static const char *const AGENCIES[][2] = {{"X-TN", "Bộ Thử nghiệm"}, {"X-GD", "Bộ Giả định"}};
  tiendo_builder *builder;
  tiendo_agency *agency;
  tiendo_task *task;
  tiendo_report *report;
  tiendo_registry *registry;
  size_t i;
  OK(tiendo_builder_new(&builder));
  for (i = 0; i < 2; i++) {
    const char *id = AGENCIES[i][0];
    OK(tiendo_agency_new(id, TIENDO_NTS, AGENCIES[i][1], TIENDO_NTS, "central", TIENDO_NTS, &agency));
    OK(tiendo_builder_add_agency(builder, agency));
    tiendo_agency_free(agency);
    OK(tiendo_task_new(i == 0 ? "T1" : "T2", TIENDO_NTS, "77/KH-UBND", TIENDO_NTS, "Nhiệm vụ thử", TIENDO_NTS, &task));
    OK(tiendo_task_add_addressee(task, id, TIENDO_NTS));
    OK(tiendo_task_set_assigned_on(task, 20250505));
    OK(tiendo_task_set_last_day(task, 20250930));
    if (i == 0 && classification != NULL) OK(tiendo_task_set_classification(task, classification, TIENDO_NTS));
    OK(tiendo_builder_add_task(builder, task));
    tiendo_task_free(task);
  }
  OK(tiendo_report_new("R1", 2, "T1", 2, "progress", TIENDO_NTS, 20250901, &report));
  OK(tiendo_report_set_by(report, "X-TN", TIENDO_NTS));
  OK(tiendo_report_set_percent(report, 40));
  OK(tiendo_report_set_provenance(report, TIENDO_PROVENANCE_SIMULATED));
  OK(tiendo_builder_add_report(builder, report));
  tiendo_report_free(report);
  OK(tiendo_builder_finish(builder, NULL, &registry));
  tiendo_builder_free(builder);
  return registry;
}

/* The file holds what the buffer holds, and goes. */
static void same_bytes(const char *path, tiendo_buffer *buffer) {
  size_t len;
  char *bytes = annex_bytes(path, &len);
  CHECK(len == tiendo_buffer_len(buffer) && memcmp(bytes, tiendo_buffer_data(buffer), len) == 0);
  CHECK(memcmp(bytes, "PK", 2) == 0 && remove(path) == 0);
  free(bytes);
  tiendo_buffer_free(buffer);
}

/* What a workbook's rows say, by the door in. */
static void workbook_says(tiendo_buffer *buffer, const tiendo_registry *base, const char *const *parts) {
  tiendo_annex *annex;
  tiendo_reply *json;
  uint64_t added, changed, unchanged;
  OK(tiendo_annex_read_bytes("x.xlsx", TIENDO_NTS, tiendo_buffer_data(buffer), tiendo_buffer_len(buffer), base, NULL,
                             NULL, &annex));
  OK(tiendo_annex_sheets(annex, &json));
  for (; *parts != NULL; parts++) CHECK(strstr(tiendo_reply_text(json).ptr, *parts) != NULL);
  OK(tiendo_annex_get_changes(annex, &added, &changed, &unchanged));
  CHECK(changed == 0);
  tiendo_reply_free(json);
  tiendo_annex_free(annex);
}

static tiendo_report_options *letterhead(void) {
  tiendo_report_options *options;
  OK(tiendo_report_options_new(&options));
  OK(tiendo_report_options_set_superior(options, "Chính phủ Giả định", TIENDO_NTS));
  OK(tiendo_report_options_set_agency(options, "Văn phòng Thử nghiệm", TIENDO_NTS));
  OK(tiendo_report_options_set_number(options, "1/VP", TIENDO_NTS));
  OK(tiendo_report_options_set_number(options, NULL, 0));
  OK(tiendo_report_options_set_place(options, "Hà Nội", TIENDO_NTS));
  OK(tiendo_report_options_set_dated(options, 20251231));
  OK(tiendo_report_options_set_signatory_post(options, "CHÁNH VĂN PHÒNG", TIENDO_NTS));
  OK(tiendo_report_options_set_signatory_name(options, "Nguyễn Văn A", TIENDO_NTS));
  CHECK(tiendo_report_options_set_dated(options, 20250231) == TIENDO_CODE_INVALID_DATE);
  CHECK(tiendo_report_options_set_overwrite(options, 2) == TIENDO_CODE_INVALID_ENUM);
  CHECK(tiendo_report_options_set_disclosure(options, 3) == TIENDO_CODE_INVALID_ENUM);
  CHECK(tiendo_report_options_set_place(NULL, "x", 1) == TIENDO_CODE_NULL_ARGUMENT);
  return options;
}

static void office_letters(const tiendo_evaluation *evaluation, const tiendo_report_options *options) {
  tiendo_letters *letters, *one;
  tiendo_findings *findings;
  tiendo_buffer *buffer;
  tiendo_str text;
  size_t overdue, due_soon, no_data;
  OK(tiendo_evaluation_letters(evaluation, NULL, 0, options, NULL, &letters, &findings));
  CHECK(tiendo_findings_len(findings) == 0);
  tiendo_findings_free(findings);
  CHECK(tiendo_letters_len(letters) == 2 && tiendo_letters_len(NULL) == 0);
  OK(tiendo_letters_get_agency(letters, 1, &text));
  IS(text, "X-TN");
  OK(tiendo_letters_get_name(letters, 1, &text));
  IS(text, "Bộ Thử nghiệm");
  OK(tiendo_letters_get_file(letters, 1, &text));
  IS(text, "don-doc-X-TN.docx");
  OK(tiendo_letters_get_counts(letters, 1, &overdue, &due_soon, &no_data));
  CHECK(overdue == 1 && due_soon == 0 && no_data == 0);
  /* Nobody has reported on the other's task: missing data, never lateness. */
  OK(tiendo_letters_get_counts(letters, 0, &overdue, &due_soon, &no_data));
  CHECK(overdue == 0 && due_soon == 0 && no_data == 1);
  CHECK(tiendo_letters_get_document(letters, 2, &buffer) == TIENDO_CODE_OUT_OF_RANGE);

  /* Named without accents, to the folder of the test; the document outlives its letters. */
  OK(tiendo_letters_get_document(letters, 1, &buffer));
  tiendo_letters_free(letters);
  OK(tiendo_evaluation_write_letters(evaluation, ".", 1, "bo thu nghiem", TIENDO_NTS, options, NULL, &one, &findings));
  tiendo_findings_free(findings);
  CHECK(tiendo_letters_len(one) == 1);
  same_bytes("don-doc-X-TN.docx", buffer);
  OK(tiendo_letters_get_document(one, 0, &buffer));
  CHECK(tiendo_buffer_len(buffer) == 0 && tiendo_buffer_data(buffer) != NULL);
  tiendo_buffer_free(buffer);
  tiendo_letters_free(one);
  CHECK(tiendo_evaluation_letters(evaluation, "Atlantis", TIENDO_NTS, options, NULL, &one, &findings) ==
        TIENDO_CODE_NOT_FOUND);
  tiendo_letters_free(NULL);
}

/* The page of a whole registry, which the caller frees, in a language. */
static char *page_of(const tiendo_evaluation *evaluation, const tiendo_evaluation *previous, const tiendo_report_options *options) {
  tiendo_buffer *buffer, *again;
  char *text;
  size_t len;
  OK(tiendo_evaluation_report_html(evaluation, previous, options, NULL, &buffer));
  OK(tiendo_evaluation_report_html(evaluation, previous, options, NULL, &again));
  len = tiendo_buffer_len(buffer);
  CHECK(len == tiendo_buffer_len(again) && memcmp(tiendo_buffer_data(buffer), tiendo_buffer_data(again), len) == 0);
  text = (char *)malloc(len + 1);
  CHECK(text != NULL);
  memcpy(text, tiendo_buffer_data(buffer), len);
  text[len] = '\0';
  tiendo_buffer_free(buffer);
  tiendo_buffer_free(again);
  return text;
}

/* The pages of a folder, which is the test's own, in the order of their agencies, the index last. */
static void office_folder(const tiendo_evaluation *evaluation, const tiendo_report_options *options) {
  tiendo_pages *pages;
  tiendo_str text;
  uint64_t bytes;
  size_t i, rows, all = 0, len;
  char *page;
  OK(tiendo_evaluation_write_report_folder(evaluation, ".", 1, NULL, options, NULL, &pages));
  CHECK(tiendo_pages_len(pages) == 3 && tiendo_pages_len(NULL) == 0);
  CHECK(tiendo_pages_left_over_len(pages) == 0 && tiendo_pages_left_over_len(NULL) == 0);
  CHECK(tiendo_pages_get_left_over(pages, 0, &text) == TIENDO_CODE_OUT_OF_RANGE);
  for (i = 0; i < 3; i++) {
    OK(tiendo_pages_get_agency(pages, i, &text));
    IS(text, i == 0 ? "X-GD" : i == 1 ? "X-TN" : "");
    OK(tiendo_pages_get_size(pages, i, &rows, &bytes));
    all += i < 2 ? rows : 0;
    OK(tiendo_pages_get_file(pages, i, &text));
    page = annex_bytes(text.ptr, &len);
    CHECK(len == bytes && memcmp(page, "<!DOCTYPE html>", 15) == 0);
    free(page);
  }
  IS(text, "index.html");
  CHECK(all == rows && all == tiendo_evaluation_len(evaluation));
  CHECK(tiendo_pages_get_file(pages, 3, &text) == TIENDO_CODE_OUT_OF_RANGE);
  /* A folder with pages stays unless they may go. */
  {
    tiendo_pages *again;
    CHECK(tiendo_evaluation_write_report_folder(evaluation, ".", 1, NULL, options, NULL, &again) == TIENDO_CODE_FILE);
  }
  for (i = 0; i < 3; i++) {
    OK(tiendo_pages_get_file(pages, i, &text));
    CHECK(remove(text.ptr) == 0);
  }
  tiendo_pages_free(pages);
  tiendo_pages_free(NULL);
}

/* The page for everybody: whole, told apart, and the same by every door. */
static void office_pages(const tiendo_evaluation *evaluation) {
  tiendo_report_options *options;
  tiendo_buffer *buffer;
  tiendo_watch *watch;
  char *page, *file;
  size_t len;
  page = page_of(evaluation, NULL, NULL);
  CHECK(strstr(page, "<html lang=\"vi\">") != NULL && strstr(page, "SIMULATED") != NULL);
  CHECK(strstr(page, "Content-Security-Policy") != NULL && strstr(page, "src=\"http") == NULL);
  OK(tiendo_evaluation_write_report_html(evaluation, "r.html", TIENDO_NTS, NULL, NULL, NULL));
  file = annex_bytes("r.html", &len);
  CHECK(len == strlen(page) && memcmp(file, page, len) == 0);
  free(file);
  free(page);
  CHECK(tiendo_evaluation_write_report_html(evaluation, "r.html", 6, NULL, NULL, NULL) == TIENDO_CODE_FILE);
  OK(tiendo_report_options_new(&options));
  CHECK(tiendo_report_options_set_lang(options, 2) == TIENDO_CODE_INVALID_ENUM);
  OK(tiendo_report_options_set_lang(options, TIENDO_LANG_EN));
  office_folder(evaluation, options);
  OK(tiendo_report_options_set_overwrite(options, 1));
  OK(tiendo_evaluation_write_report_html(evaluation, "r.html", 6, evaluation, options, NULL));
  CHECK(remove("r.html") == 0);
  page = page_of(evaluation, evaluation, options);
  CHECK(strstr(page, "<html lang=\"en\">") != NULL);
  free(page);
  tiendo_report_options_free(options);
  OK(tiendo_watch_new(&watch));
  OK(tiendo_watch_stop(watch));
  CHECK(tiendo_evaluation_report_html(evaluation, NULL, NULL, watch, &buffer) == TIENDO_CODE_CANCELLED);
  tiendo_watch_free(watch);
  CHECK(tiendo_evaluation_report_html(NULL, NULL, NULL, NULL, &buffer) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_evaluation_report_html(evaluation, NULL, NULL, NULL, NULL) == TIENDO_CODE_NULL_ARGUMENT);
}

/* What everybody may see leaves no trace of the rest. */
static void office_public(const tiendo_registry *registry, const tiendo_evaluation *evaluation) {
  tiendo_registry *public_registry;
  tiendo_evaluation *public_evaluation;
  char *page;
  size_t row;
  OK(tiendo_registry_public(registry, &public_registry));
  CHECK(tiendo_registry_task_count(registry) == 2 && tiendo_registry_task_count(public_registry) == 1);
  CHECK(tiendo_registry_report_count(public_registry) == 0);
  tiendo_registry_free(public_registry);
  OK(tiendo_evaluation_public(evaluation, &public_evaluation));
  CHECK(tiendo_evaluation_len(public_evaluation) == 1);
  CHECK(tiendo_evaluation_find(public_evaluation, "T1", 2, &row) == TIENDO_CODE_NOT_FOUND);
  tiendo_evaluation_free(public_evaluation);
  CHECK(tiendo_registry_public(NULL, &public_registry) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_evaluation_public(NULL, &public_evaluation) == TIENDO_CODE_NULL_ARGUMENT);
  page = page_of(evaluation, NULL, NULL);
  CHECK(strstr(page, "id=\"T2\"") != NULL && strstr(page, "id=\"T1\"") == NULL && strstr(page, ">T1<") == NULL);
  CHECK(strstr(page, "#T1\"") == NULL && strstr(page, "SIMULATED") == NULL);
  free(page);
}

/* What is above public leaves the house only when it is asked for, by no door. */
static void office_disclosure(void) {
  tiendo_registry *registry = office_register("internal");
  tiendo_evaluation *evaluation;
  tiendo_report_options *options;
  tiendo_findings *findings;
  tiendo_letters *letters;
  tiendo_buffer *buffer;
  OK(tiendo_registry_evaluate(registry, 20251231, 0, NULL, NULL, &evaluation));
  CHECK(tiendo_evaluation_report_xlsx(evaluation, NULL, NULL, &buffer, &findings) == TIENDO_CODE_INVALID_VALUE);
  CHECK(strstr(tiendo_last_error(), "'T1'") != NULL);
  CHECK(tiendo_evaluation_report_docx(evaluation, NULL, NULL, &buffer, &findings) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_evaluation_form_xlsx(evaluation, "X-TN", 4, NULL, NULL, &buffer, &findings) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_evaluation_letters(evaluation, NULL, 0, NULL, NULL, &letters, &findings) == TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_evaluation_write_report_xlsx(evaluation, "no.xlsx", TIENDO_NTS, NULL, NULL, &findings) ==
        TIENDO_CODE_INVALID_VALUE);
  CHECK(tiendo_evaluation_write_report_docx(evaluation, "no.docx", TIENDO_NTS, NULL, NULL, &findings) ==
        TIENDO_CODE_INVALID_VALUE);
  CHECK(fopen("no.xlsx", "rb") == NULL && fopen("no.docx", "rb") == NULL);
  OK(tiendo_report_options_new(&options));
  OK(tiendo_report_options_set_disclosure(options, TIENDO_DISCLOSURE_INTERNAL));
  OK(tiendo_evaluation_report_docx(evaluation, options, NULL, &buffer, &findings));
  tiendo_findings_free(findings);
  tiendo_buffer_free(buffer);
  tiendo_report_options_free(options);
  office_public(registry, evaluation);
  tiendo_evaluation_free(evaluation);
  tiendo_registry_free(registry);
}

static void office(void) {
  static const char *const SAID[] = {"SIMULATED", "Ngày đánh giá D: 31/12/2025", "đến hết ngày 30/11/2025", "Quy tắc", NULL};
  tiendo_registry *registry = office_register(NULL);
  tiendo_report_options *options = letterhead();
  tiendo_evaluation *evaluation;
  tiendo_findings *findings;
  tiendo_policy *policy;
  tiendo_buffer *buffer;
  tiendo_watch *watch;
  OK(tiendo_policy_named("vpcp-2017", TIENDO_NTS, &policy));
  OK(tiendo_registry_evaluate(registry, 20251231, 20251130, policy, NULL, &evaluation));
  tiendo_policy_free(policy);

  /* Both doors write the same bytes, and what they write says what it is made of. */
  OK(tiendo_evaluation_report_xlsx(evaluation, options, NULL, &buffer, &findings));
  CHECK(tiendo_findings_len(findings) == 0);
  tiendo_findings_free(findings);
  workbook_says(buffer, registry, SAID);
  OK(tiendo_evaluation_write_report_xlsx(evaluation, "r.xlsx", TIENDO_NTS, options, NULL, &findings));
  tiendo_findings_free(findings);
  same_bytes("r.xlsx", buffer);
  OK(tiendo_evaluation_report_docx(evaluation, options, NULL, &buffer, &findings));
  tiendo_findings_free(findings);
  OK(tiendo_evaluation_write_report_docx(evaluation, "r.docx", TIENDO_NTS, options, NULL, &findings));
  tiendo_findings_free(findings);
  /* A file stays unless it may go. */
  CHECK(tiendo_evaluation_write_report_docx(evaluation, "r.docx", 6, options, NULL, &findings) == TIENDO_CODE_FILE);
  CHECK(strstr(tiendo_last_error(), "r.docx") != NULL);
  OK(tiendo_report_options_set_overwrite(options, 1));
  OK(tiendo_evaluation_write_report_docx(evaluation, "r.docx", 6, options, NULL, &findings));
  tiendo_findings_free(findings);
  OK(tiendo_report_options_set_overwrite(options, 0));
  same_bytes("r.docx", buffer);
  office_letters(evaluation, options);
  office_pages(evaluation);

  /* An empty form read back gives nothing. */
  OK(tiendo_evaluation_form_xlsx(evaluation, "bo thu nghiem", TIENDO_NTS, options, NULL, &buffer, &findings));
  tiendo_findings_free(findings);
  workbook_says(buffer, registry, SAID);
  OK(tiendo_evaluation_write_form_xlsx(evaluation, "f.xlsx", 6, "X-TN", 4, NULL, NULL, &findings));
  tiendo_findings_free(findings);
  same_bytes("f.xlsx", buffer);
  CHECK(tiendo_evaluation_form_xlsx(evaluation, "Atlantis", 8, NULL, NULL, &buffer, &findings) == TIENDO_CODE_NOT_FOUND);

  OK(tiendo_watch_new(&watch));
  OK(tiendo_watch_stop(watch));
  CHECK(tiendo_evaluation_report_xlsx(evaluation, NULL, watch, &buffer, &findings) == TIENDO_CODE_CANCELLED);
  tiendo_watch_free(watch);
  CHECK(tiendo_evaluation_report_xlsx(NULL, NULL, NULL, &buffer, &findings) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_evaluation_report_xlsx(evaluation, NULL, NULL, NULL, &findings) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_evaluation_report_xlsx(evaluation, NULL, NULL, &buffer, NULL) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_buffer_len(NULL) == 0 && tiendo_buffer_data(NULL) != NULL);
  tiendo_buffer_free(NULL);
  tiendo_report_options_free(NULL);
  tiendo_report_options_free(options);
  tiendo_evaluation_free(evaluation);
  tiendo_registry_free(registry);
  office_disclosure();
}

#endif
