/* A part of native.c: the Monday list, what changed, scores and where KPIs stand. */
#ifndef TIENDO_TEST_MONDAY_H
#define TIENDO_TEST_MONDAY_H

#include "check.h"

/* Every warning is of a kind that fits its row, most waiting first, and grouped texts hold each of them once. */
static void warnings(const tiendo_evaluation *evaluation) {
  tiendo_warn_options *options;
  tiendo_warn_texts *texts;
  tiendo_warnings *list;
  tiendo_warning_kind kind;
  tiendo_status status;
  tiendo_reply *reply;
  tiendo_str text, actor;
  int32_t since, until, days, before = 0, downstream, is_reported;
  size_t i, row, all, lines = 0;
  OK(tiendo_evaluation_warn(evaluation, NULL, &list));
  all = tiendo_warnings_len(list);
  CHECK(all > 10 && tiendo_warnings_len(NULL) == 0);
  OK(tiendo_warnings_get_days_of(list, &since, &until));
  CHECK(since == 20251224 && until > 20251231);
  for (i = 0; i < all; i++) {
    OK(tiendo_warnings_get_kind(list, i, &kind));
    OK(tiendo_warnings_get_row(list, i, &row));
    OK(tiendo_warnings_get_since(list, i, &since));
    OK(tiendo_warnings_get_days(list, i, &days));
    CHECK((days < 0) == (since > 20251231));
    OK(tiendo_warnings_get_downstream_count(list, i, &downstream));
    CHECK(i == 0 || downstream <= before);
    before = downstream;
    OK(tiendo_evaluation_get_status(evaluation, row, &status));
    OK(tiendo_evaluation_get_is_reported(evaluation, row, &is_reported));
    CHECK(kind != TIENDO_WARNING_KIND_NEWLY_OVERDUE || (status == TIENDO_STATUS_OVERDUE && is_reported));
    OK(tiendo_warnings_get_actor(list, i, &actor));
    OK(tiendo_warnings_get_post(list, i, &text));
    OK(tiendo_warnings_get_leader(list, i, &text));
    OK(tiendo_warnings_get_assigner(list, i, &text));
    OK(tiendo_warnings_get_sentence(list, i, TIENDO_LANG_EN, &text));
    CHECK(text.len > 0 && strlen(text.ptr) == text.len);
    CHECK(kind != TIENDO_WARNING_KIND_NO_DATA || strstr(text.ptr, "missing data") != NULL);
    OK(tiendo_warnings_get_report(list, i, &reply));
    CHECK((strcmp(tiendo_reply_text(reply).ptr, "null") == 0) ==
          (kind != TIENDO_WARNING_KIND_OBSTACLE_UNANSWERED && kind != TIENDO_WARNING_KIND_EXTENSION_PENDING &&
           kind != TIENDO_WARNING_KIND_EXTENDED_OFTEN && kind != TIENDO_WARNING_KIND_EXTENSION_BACKDATED));
    tiendo_reply_free(reply);
  }
  CHECK(tiendo_warnings_get_row(list, all, &row) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_warnings_free(list);
  tiendo_warnings_free(NULL);

  OK(tiendo_warn_options_new(&options));
  OK(tiendo_warn_options_add_kind(options, TIENDO_WARNING_KIND_DUE_SOON));
  OK(tiendo_warn_options_set_thresholds(options, 7, 0, 7, 31, 2));
  OK(tiendo_warn_options_set_since(options, 20251201));
  OK(tiendo_warn_options_set_agency(options, "VN", TIENDO_NTS));
  CHECK(tiendo_warn_options_add_kind(options, 99) == TIENDO_CODE_INVALID_ENUM);
  OK(tiendo_evaluation_warn(evaluation, options, &list));
  CHECK(tiendo_warnings_len(list) < all);
  for (i = 0; i < tiendo_warnings_len(list); i++) {
    OK(tiendo_warnings_get_days(list, i, &days));
    CHECK(days == 0);
  }
  tiendo_warnings_free(list);
  OK(tiendo_warn_options_set_since(options, 20260101));
  CHECK(tiendo_evaluation_warn(evaluation, options, &list) == TIENDO_CODE_INVALID_VALUE);
  tiendo_warn_options_free(options);

  OK(tiendo_evaluation_warn_texts(evaluation, NULL, TIENDO_WARN_BY_AGENCY, TIENDO_LANG_EN, &texts));
  for (i = 0; i < tiendo_warn_texts_len(texts); i++) {
    const char *at;
    OK(tiendo_warn_texts_get_key(texts, i, &text));
    CHECK(text.len > 0 || i + 1 == tiendo_warn_texts_len(texts));
    OK(tiendo_warn_texts_get_text(texts, i, &text));
    CHECK(strstr(text.ptr, "SIMULATED") != NULL);
    for (at = strstr(text.ptr, "\n   "); at != NULL; at = strstr(at + 1, "\n   ")) lines++;
  }
  CHECK(lines == all);
  tiendo_warn_texts_free(texts);
  OK(tiendo_evaluation_warn_texts(evaluation, NULL, -1, TIENDO_LANG_VI, &texts));
  CHECK(tiendo_warn_texts_len(texts) == 1);
  tiendo_warn_texts_free(texts);
  OK(tiendo_label("warning_kind", TIENDO_NTS, "no_data", TIENDO_NTS, TIENDO_LANG_EN, &text));
  IS(text, "no report data");
}

static void changes(const tiendo_registry *registry, const tiendo_evaluation *evaluation) {
  tiendo_evaluation *before, *other;
  tiendo_policy *policy;
  tiendo_period *period;
  tiendo_reply *reply;
  OK(tiendo_registry_evaluate(registry, 20251130, 0, NULL, NULL, &before));
  OK(tiendo_evaluation_changes_since(evaluation, before, 0, 0, &reply));
  CHECK(strstr(tiendo_reply_text(reply).ptr, "\"due\":null") != NULL);
  CHECK(strstr(tiendo_reply_text(reply).ptr, "\"day\":\"2025-11-30\"") != NULL);
  tiendo_reply_free(reply);
  OK(tiendo_evaluation_changes_since(evaluation, before, 20251201, 20251231, &reply));
  CHECK(strstr(tiendo_reply_text(reply).ptr, "\"due\":{\"from\":\"2025-12-01\",\"to\":\"2025-12-31\"}") != NULL);
  tiendo_reply_free(reply);
  tiendo_evaluation_free(before);
  OK(tiendo_policy_named("vpcp-2017", TIENDO_NTS, &policy));
  OK(tiendo_registry_evaluate(registry, 20251130, 0, policy, NULL, &other));
  CHECK(tiendo_evaluation_changes_since(evaluation, other, 0, 0, &reply) == TIENDO_CODE_INVALID_VALUE);
  tiendo_evaluation_free(other);
  OK(tiendo_period_parse("2025-Q4", TIENDO_NTS, &period));
  OK(tiendo_registry_period_changes(registry, period, 20251231, 0, policy, &reply));
  CHECK(strstr(tiendo_reply_text(reply).ptr, "\"period_before\":\"2025-Q3\"") != NULL);
  tiendo_reply_free(reply);
  CHECK(tiendo_registry_period_changes(registry, period, 20250101, 0, NULL, &reply) == TIENDO_CODE_INVALID_VALUE);
  OK(tiendo_registry_period_changes(registry, period, 20251231, 20251130, NULL, &reply));
  CHECK(strstr(tiendo_reply_text(reply).ptr, "\"known\":\"2025-11-30\"") != NULL);
  tiendo_reply_free(reply);
  tiendo_period_free(period);
  tiendo_policy_free(policy);
}

/* Published: Decision 766/QĐ-TTg, Bắc Ninh. */
static const char bac_ninh[] =
    "[{\"subject\":\"Bắc Ninh\",\"points\":{\"openness\":15.82,\"progress\":19.45,\"online_services\":8.53,"
    "\"online_payment\":10,\"satisfaction\":17.86,\"digitisation\":21.17}}]";

static void scores(const tiendo_evaluation *evaluation) {
  tiendo_scheme *scheme, *again;
  tiendo_scores *scores;
  tiendo_reply *reply;
  tiendo_str text, toml;
  double total, of, points, most;
  int32_t rank, is_judged;
  size_t i, n;
  OK(tiendo_scheme_named("qd-766", TIENDO_NTS, &scheme));
  OK(tiendo_scheme_get_toml(scheme, &toml));
  OK(tiendo_scheme_from_toml(toml.ptr, toml.len, &again));
  OK(tiendo_scheme_get_toml(again, &text));
  IS(text, toml.ptr);
  CHECK(tiendo_scheme_from_toml("name = 1", TIENDO_NTS, &again) != TIENDO_CODE_OK);
  CHECK(tiendo_scheme_named("nobody's", TIENDO_NTS, &again) == TIENDO_CODE_NOT_FOUND);
  OK(tiendo_scheme_score(again, bac_ninh, TIENDO_NTS, &scores));
  CHECK(tiendo_scores_len(scores) == 1);
  OK(tiendo_scores_get_subject(scores, 0, &text));
  IS(text, "Bắc Ninh");
  OK(tiendo_scores_get_total(scores, 0, &total, &of));
  CHECK(total == 92.83 && of == 100);
  OK(tiendo_scores_get_rank(scores, 0, &rank));
  CHECK(rank == 1);
  OK(tiendo_scores_get_component_count(scores, 0, &n));
  CHECK(n == 6);
  OK(tiendo_scores_get_component_key(scores, 0, 1, &text));
  IS(text, "progress");
  OK(tiendo_scores_get_component_points(scores, 0, 1, &points, &most));
  CHECK(points == 19.45 && most == 20);
  OK(tiendo_scores_get_component_mean(scores, 0, 1, &text));
  CHECK(tiendo_scores_get_component_key(scores, 0, 6, &text) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_scores_free(scores);
  CHECK(tiendo_scheme_score(scheme, "[1]", TIENDO_NTS, &scores) == TIENDO_CODE_INVALID_REQUEST);
  tiendo_scheme_free(again);
  tiendo_scheme_free(scheme);
  tiendo_scheme_free(NULL);

  OK(tiendo_scheme_named("plan02-light", TIENDO_NTS, &scheme));
  OK(tiendo_scheme_get_json(scheme, &reply));
  CHECK(strstr(tiendo_reply_text(reply).ptr, "\"name\":\"plan02-light\"") != NULL);
  tiendo_reply_free(reply);
  OK(tiendo_evaluation_score(evaluation, scheme, "province", TIENDO_NTS, NULL, 0, &scores));
  CHECK(tiendo_scores_len(scores) > 10);
  for (i = 0; i < tiendo_scores_len(scores); i++) {
    OK(tiendo_scores_get_is_judged(scores, i, &is_judged));
    OK(tiendo_scores_get_rank(scores, i, &rank));
    CHECK((rank > 0) == (is_judged == 1));
    OK(tiendo_scores_get_band(scores, i, &text));
    CHECK(text.len > 0);
    OK(tiendo_scores_get_band_name(scores, i, TIENDO_LANG_VI, &text));
    CHECK(text.len > 0);
    OK(tiendo_scores_get_json(scores, i, &reply));
    CHECK(strstr(tiendo_reply_text(reply).ptr, "\"components\":[") != NULL);
    tiendo_reply_free(reply);
  }
  tiendo_scores_free(scores);
  tiendo_scheme_free(scheme);
}

/* An agency that is measured, with satisfaction that fell. */
static const char measured[] =
    "{\"agencies\":[{\"id\":\"A\",\"name\":\"Cơ quan A\",\"level\":\"central\"}],\"kpis\":[{\"id\":\"S\",\"name\":\"Hài lòng\","
    "\"direction\":\"increase\",\"owner\":\"A\",\"baseline\":{\"day\":\"2024-12-31\",\"value\":70},"
    "\"targets\":[{\"day\":\"2025-12-31\",\"value\":90}],\"of_people\":{\"survey_size\":1200,\"period\":\"2025-H2\"},"
    "\"measurements\":[{\"period_end\":\"2025-06-30\",\"value\":84.5},{\"period_end\":\"2025-12-31\",\"value\":80}]}]}";

static void standings(const tiendo_registry *registry) {
  tiendo_kpi_standings *standings;
  tiendo_registry *own;
  tiendo_kpi_scores *scores;
  tiendo_str text;
  double target, actual, ratio, before;
  int32_t day, is_attained, kpis, data, attained;
  size_t i, found = 0;
  OK(tiendo_registry_kpi_standings(registry, 20251231, 0, NULL, 0, &standings));
  for (i = 0; i < tiendo_kpi_standings_len(standings); i++) {
    OK(tiendo_kpi_standings_get_name(standings, i, TIENDO_LANG_VI, &text));
    OK(tiendo_kpi_standings_get_owner(standings, i, &text));
    OK(tiendo_kpi_standings_get_unit(standings, i, &text));
    OK(tiendo_kpi_standings_get_is_attained(standings, i, &is_attained));
    OK(tiendo_kpi_standings_get_values(standings, i, &target, &actual, &ratio, &before));
    OK(tiendo_kpi_standings_get_period_end(standings, i, &day));
    CHECK((day == 0) == (actual != actual));
    OK(tiendo_kpi_standings_get_kpi(standings, i, &text));
    if (strcmp(text.ptr, "K016") == 0) {
      CHECK(actual == 51.0 && before != before && is_attained == 0);
      OK(tiendo_kpi_standings_get_state(standings, i, &text));
      IS(text, "behind");
      found++;
    }
  }
  CHECK(found == 1);
  CHECK(tiendo_kpi_standings_get_kpi(standings, i, &text) == TIENDO_CODE_OUT_OF_RANGE);
  tiendo_kpi_standings_free(standings);
  CHECK(tiendo_registry_kpi_standings(registry, 20251231, 0, "nowhere", TIENDO_NTS, &standings) ==
        TIENDO_CODE_NOT_FOUND);
  OK(tiendo_registry_kpis_of_people(registry, 20251231, 0, &standings));
  CHECK(tiendo_kpi_standings_len(standings) == 0);
  tiendo_kpi_standings_free(standings);
  OK(tiendo_registry_from_json(measured, TIENDO_NTS, &own));
  OK(tiendo_registry_kpis_of_people(own, 20251231, 0, &standings));
  CHECK(tiendo_kpi_standings_len(standings) == 1);
  OK(tiendo_kpi_standings_get_values(standings, 0, &target, &actual, &ratio, &before));
  CHECK(target == 90 && actual == 80 && ratio == 0.5 && before == 84.5);
  tiendo_kpi_standings_free(standings);
  OK(tiendo_registry_kpi_scores(own, 20251231, 20251231, &scores));
  CHECK(tiendo_kpi_scores_len(scores) == 1);
  OK(tiendo_kpi_scores_get_agency(scores, 0, &text));
  IS(text, "A");
  OK(tiendo_kpi_scores_get_counts(scores, 0, &kpis, &data, &attained));
  CHECK(kpis == 1 && data == 1 && attained == 0);
  OK(tiendo_kpi_scores_get_score_ratio(scores, 0, &ratio));
  CHECK(ratio == 0.5);
  tiendo_registry_free(own);
  tiendo_kpi_scores_free(scores);
}

#endif
