"""Search: words, beginnings and phrases, the order, and what cannot be searched for."""

from __future__ import annotations

import pytest

import tiendo


def test_accents_and_case_do_not_matter(registry: tiendo.Registry) -> None:
    hits = registry.search("du lieu")
    assert registry.search("DỮ LIỆU") == registry.search("dữ liệu") == hits
    assert len(hits) == 20 < hits.total
    assert hits.order == "match"


def test_the_better_match_comes_first(registry: tiendo.Registry) -> None:
    words = ["together", "title", "product"]
    hits = registry.search("du lieu*", limit=None)
    assert len(hits) == hits.total
    found = [(words.index(hit.found), hit.task_id) for hit in hits]
    assert found == sorted(found)
    by_id = registry.search("du lieu*", order="id", limit=None)
    assert [hit.task_id for hit in by_id] == sorted(hit.task_id for hit in hits)


def test_limit_and_offset_cut_a_window(registry: tiendo.Registry) -> None:
    every = list(registry.search("cong ngh*", limit=None))
    window = registry.search("cong ngh*", limit=3, offset=2)
    assert list(window) == every[2:5]
    assert window.total == len(every)
    counted = registry.search("cong ngh*", limit=0)
    assert (len(counted), counted.total) == (0, len(every))


def test_hits_are_a_sequence_and_know_their_tasks(registry: tiendo.Registry) -> None:
    hits = registry.search('"co so du lieu"', limit=None)
    first = hits[0]
    assert hits[first.task_id] == first == hits.get(first.task_id)
    assert first.task_id in hits
    assert hits[-1] == list(hits)[-1]
    assert hits.get("T9999") is None
    task = registry.task(first.task_id)
    assert (first.title, first.title_en) == (task.title, task.title_en)
    assert repr(hits) == f"<SearchHits {len(hits)} of {hits.total}, by match>"
    assert repr(first) == f"<SearchHit {first.task_id} together: {first.title}>"
    assert first.title in str(hits)
    with pytest.raises(tiendo.NotFoundError, match="T9999"):
        hits["T9999"]
    with pytest.raises(IndexError):
        hits[len(hits)]


def test_the_json_door_says_the_same(registry: tiendo.Registry) -> None:
    for order in ("match", "id"):
        hits = registry.search("chuyen doi so", order=order, limit=7)
        reply = registry.query({"query": "search", "text": "chuyen doi so", "order": order, "limit": 7})
        rows = [(hit.task_id, hit.title, hit.title_en, hit.product, hit.found) for hit in hits]
        assert (reply["total"], reply["order"]) == (hits.total, order)
        assert [tuple(row[key] for key in ("task", "title", "title_en", "product", "match")) for row in reply["rows"]] == rows


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "text"), ("—", "text"), ('so "hoa', "character 4"), ("*", "character 1")],
)
def test_what_cannot_be_read_is_refused(registry: tiendo.Registry, text: str, told: str) -> None:
    with pytest.raises(tiendo.InvalidValueError, match=told):
        registry.search(text)


def test_an_unknown_order_is_refused(registry: tiendo.Registry) -> None:
    with pytest.raises(tiendo.InvalidValueError, match="match, id"):
        registry.search("so", order="title")


def test_the_index_is_made_once_and_taken_over() -> None:
    heard: list[tuple[int, int]] = []
    registry = tiendo.plan02.registry()
    registry.prepare_search(progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (registry.task_count, registry.task_count)

    builder = tiendo.RegistryBuilder()
    builder.add_registry(registry)
    builder.add_task(tiendo.Task(id="T9999", document="57-NQ/TW", title="Một việc chưa từng có"))
    later = builder.finish()
    heard.clear()
    later.prepare_search(registry, progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (1, 1)
    assert [hit.task_id for hit in later.search('"chua tung co"')] == ["T9999"]
    assert registry.search('"chua tung co"').total == 0


def test_a_progress_that_raises_leaves_the_index_to_the_next_search() -> None:
    registry = tiendo.plan02.registry()
    with pytest.raises(ZeroDivisionError):
        registry.prepare_search(progress=lambda done, total: 1 // 0)
    assert registry.search("du lieu").total > 0
