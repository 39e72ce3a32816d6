/* A part of native.c: search; words of titles and products, order, limit, and what outlives what. */
#ifndef TIENDO_TEST_SEARCH_H
#define TIENDO_TEST_SEARCH_H
#include "check.h"

static void search(void) {
  static const char asked[] = "\"co so du lieu\"";
  tiendo_registry *registry, *later;
  tiendo_search_hits *hits, *all, *none = NULL;
  tiendo_match found, before = TIENDO_MATCH_TOGETHER;
  tiendo_watch *watch;
  tiendo_str text, other, previous = {"", 0};
  size_t i, total;
  uint64_t done, steps;
  OK(tiendo_registry_plan02(&registry));

  /* A stopped watch stops the making of the index; a search makes it all the same, and then there is nothing to stop. */
  OK(tiendo_watch_new(&watch));
  OK(tiendo_watch_stop(watch));
  CHECK(tiendo_registry_prepare_search(registry, NULL, watch) == TIENDO_CODE_CANCELLED);
  tiendo_watch_free(watch);
  OK(tiendo_watch_new(&watch));
  OK(tiendo_registry_prepare_search(registry, NULL, watch));
  OK(tiendo_watch_progress(watch, &done, &steps));
  CHECK(done == steps && steps == tiendo_registry_task_count(registry));
  tiendo_watch_free(watch);

  OK(tiendo_registry_search(registry, "du lieu*", TIENDO_NTS, TIENDO_SEARCH_ORDER_MATCH, 5, 0, &hits));
  total = tiendo_search_hits_total(hits);
  CHECK(tiendo_search_hits_len(hits) == 5 && total > 5);
  OK(tiendo_registry_search(registry, "DỮ LIỆU*", TIENDO_NTS, TIENDO_SEARCH_ORDER_ID, SIZE_MAX, 0, &all));
  CHECK(tiendo_search_hits_len(all) == total && tiendo_search_hits_total(all) == total);
  tiendo_registry_free(registry);

  for (i = 0; i < 5; i++) {
    OK(tiendo_search_hits_get_match(hits, i, &found));
    CHECK(found >= before && found <= TIENDO_MATCH_PRODUCT);
    before = found;
    OK(tiendo_search_hits_get_title(hits, i, TIENDO_LANG_VI, &text));
    CHECK(text.len > 0);
    OK(tiendo_search_hits_get_title(hits, i, TIENDO_LANG_EN, &text));
    OK(tiendo_search_hits_get_product(hits, i, &text));
  }
  CHECK(tiendo_search_hits_get_task(hits, 5, &text) == TIENDO_CODE_OUT_OF_RANGE);
  CHECK(tiendo_search_hits_get_match(hits, 5, &found) == TIENDO_CODE_OUT_OF_RANGE);
  CHECK(tiendo_search_hits_get_title(hits, 0, 2, &text) == TIENDO_CODE_INVALID_ENUM);
  CHECK(tiendo_search_hits_len(NULL) == 0 && tiendo_search_hits_total(NULL) == 0);
  for (i = 0; i < total; i++) {
    OK(tiendo_search_hits_get_task(all, i, &text));
    CHECK(strcmp(previous.ptr, text.ptr) < 0);
    previous = text;
  }
  tiendo_search_hits_free(hits);

  /* From a later row on, and the count alone; the index of an earlier state serves a later one. */
  OK(tiendo_registry_plan02(&registry));
  OK(tiendo_registry_plan02_simulated(57, &later));
  OK(tiendo_registry_prepare_search(registry, NULL, NULL));
  OK(tiendo_registry_prepare_search(later, registry, NULL));
  OK(tiendo_registry_search(later, "du lieu*", TIENDO_NTS, TIENDO_SEARCH_ORDER_ID, 1, 2, &hits));
  OK(tiendo_search_hits_get_task(all, 2, &text));
  OK(tiendo_search_hits_get_task(hits, 0, &other));
  CHECK(strcmp(text.ptr, other.ptr) == 0);
  tiendo_search_hits_free(hits);
  OK(tiendo_registry_search(later, asked, sizeof asked - 1, TIENDO_SEARCH_ORDER_MATCH, 0, 0, &hits));
  CHECK(tiendo_search_hits_len(hits) == 0 && tiendo_search_hits_total(hits) > 0);
  tiendo_search_hits_free(hits);
  tiendo_search_hits_free(all);

  /* What cannot be searched for. */
  CHECK(tiendo_registry_search(later, "a \"b", TIENDO_NTS, 0, 1, 0, &none) == TIENDO_CODE_INVALID_VALUE);
  CHECK(strstr(tiendo_last_error(), "character 3") != NULL);
  CHECK(tiendo_registry_search(later, "a", 1, 2, 1, 0, &none) == TIENDO_CODE_INVALID_ENUM);
  CHECK(strstr(tiendo_last_error(), "order") != NULL);
  CHECK(tiendo_registry_search(later, NULL, 0, 0, 1, 0, &none) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_registry_search(later, "a", 1, 0, 1, 0, NULL) == TIENDO_CODE_NULL_ARGUMENT);
  CHECK(tiendo_registry_search(NULL, "a", 1, 0, 1, 0, &none) == TIENDO_CODE_NULL_ARGUMENT && none == NULL);
  CHECK(tiendo_registry_prepare_search(NULL, NULL, NULL) == TIENDO_CODE_NULL_ARGUMENT);
  tiendo_registry_free(later);
  tiendo_registry_free(registry);
}

#endif
