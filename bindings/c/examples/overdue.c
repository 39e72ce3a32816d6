/*
 * Reads a folder of CSV files and prints the overdue tasks with their days and reasons:
 *
 *   cc overdue.c $(pkg-config --cflags --libs tiendo) -o overdue && ./overdue register 20251231
 */
#include <stdio.h>
#include <stdlib.h>
#include <tiendo.h>

/* Ends the program with what the library says, unless the call succeeded. */
static void need(tiendo_code code) {
  if (code != TIENDO_CODE_OK) {
    fprintf(stderr, "%s: %s\n", tiendo_code_name(code), tiendo_last_error());
    exit(1);
  }
}

static void print_row(const tiendo_evaluation *evaluation, size_t row) {
  tiendo_str id, title, agency, sentence;
  tiendo_explanation *why;
  int32_t days;
  size_t i;
  need(tiendo_evaluation_get_id(evaluation, row, &id));
  need(tiendo_evaluation_get_title(evaluation, row, &title));
  need(tiendo_evaluation_get_agency(evaluation, row, &agency));
  need(tiendo_evaluation_get_late_days(evaluation, row, &days));
  printf("%s (%s), %d days: %s\n", id.ptr, agency.ptr, (int)days, title.ptr);
  need(tiendo_evaluation_explain(evaluation, id.ptr, id.len, &why));
  for (i = 0; i < tiendo_explanation_len(why); i++) {
    need(tiendo_explanation_get_sentence(why, i, TIENDO_LANG_VI, &sentence));
    printf("  - %s\n", sentence.ptr);
  }
  tiendo_explanation_free(why);
}

int main(int argc, char **argv) {
  tiendo_registry *registry;
  tiendo_evaluation *evaluation;
  tiendo_provenance provenance;
  tiendo_rows *overdue;
  size_t i, row;
  if (argc != 3) {
    fprintf(stderr, "usage: %s FOLDER YYYYMMDD\n", argv[0]);
    return 2;
  }
  need(tiendo_registry_read_csv(argv[1], TIENDO_NTS, NULL, &registry));
  need(tiendo_registry_evaluate(registry, (int32_t)atol(argv[2]), 0, NULL, NULL, &evaluation));
  need(tiendo_evaluation_get_scope_provenance(evaluation, &provenance));
  need(tiendo_evaluation_overdue(evaluation, &overdue));
  printf("%lu overdue%s\n", (unsigned long)tiendo_rows_len(overdue),
         provenance == TIENDO_PROVENANCE_SIMULATED ? " (SIMULATED)" : "");
  for (i = 0; i < tiendo_rows_len(overdue); i++) {
    need(tiendo_rows_get_row(overdue, i, &row));
    print_row(evaluation, row);
  }
  tiendo_rows_free(overdue);
  tiendo_evaluation_free(evaluation);
  tiendo_registry_free(registry);
  return 0;
}
