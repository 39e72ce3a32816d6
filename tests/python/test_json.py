"""Files of JSON and JSON Lines: read tolerantly, written back with what is not known, and pickled with it."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import tiendo

LINE = '{"task":{"id":"T1","document":"57-NQ/TW","title":"Báo cáo","colour":"red"}}\n'


@pytest.mark.parametrize("name", ["register.json", "register.jsonl", "register.ndjson"])
def test_a_register_comes_back(name: str, tmp_path: Path) -> None:
    registry = tiendo.plan02.registry(simulated=57)
    path = tmp_path / name
    heard: list[tuple[int, int]] = []
    assert len(registry.write_json(path, progress=lambda done, total: heard.append((done, total)))) == 0
    assert heard
    back = tiendo.Registry.read_json(path, progress=lambda done, total: heard.append((done, total)))
    assert back.to_records() == registry.to_records()
    with pytest.raises(tiendo.ExistsError):
        registry.write_json(path)
    registry.write_json(path, overwrite=True)


def test_unknown_fields_are_kept_by_files_and_pickles(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(LINE, encoding="utf-8")
    registry = tiendo.Registry.read_json(tmp_path / "in.jsonl")
    assert "field_unknown" in [finding.code for finding in registry.findings]
    copy = pickle.loads(pickle.dumps(registry))  # noqa: S301
    assert copy == registry
    copy.write_json(tmp_path / "out.jsonl")
    assert '"colour":"red"' in (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    # The strict door neither gives them nor takes them.
    assert "colour" not in registry.to_json()
    with pytest.raises(tiendo.InvalidRecordError, match="colour"):
        tiendo.Registry.from_json('{"tasks":[{"id":"T1","document":"D1","title":"A","colour":"red"}]}')


def test_what_is_no_file_of_json_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"tasks":[}', encoding="utf-8")
    with pytest.raises(tiendo.InvalidRecordError, match=r"broken\.json:1:11"):
        tiendo.Registry.read_json(tmp_path / "broken.json")
    with pytest.raises(tiendo.StorageError):
        tiendo.Registry.read_json(tmp_path / "absent.json")
    with pytest.raises(tiendo.NothingToReadError):
        tiendo.Registry.read_json(tmp_path / "tasks.csv")


def test_words_have_labels_and_unknown_ones_are_told() -> None:
    assert tiendo.label("status", "done_late", "en") == "done late"
    for vocabulary, word in [("moods", "asleep"), ("status", "asleep")]:
        with pytest.raises(tiendo.NotFoundError, match=word if vocabulary == "status" else vocabulary):
            tiendo.label(vocabulary, word)
