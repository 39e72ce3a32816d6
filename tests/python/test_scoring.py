"""KPIs, scores and money against a plain reimplementation in exact fractions, and as Python objects."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import pickle
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tiendo

DAYS = st.dates(dt.date(2024, 12, 1), dt.date(2026, 2, 1))
VALUES = st.integers(-100_000, 100_000).map(lambda n: n / 100)


@st.composite
def kpis(draw: st.DrawFn) -> tiendo.Kpi:
    """Draw a KPI with a baseline, targets after it and measurements."""
    start = draw(DAYS)
    later = sorted(draw(st.sets(st.integers(1, 400), min_size=1, max_size=3)))
    targets = tuple(tiendo.KpiPoint(day=start + dt.timedelta(n), value=draw(VALUES)) for n in later)
    instants = st.none() | st.datetimes(dt.datetime(2024, 12, 1), dt.datetime(2026, 6, 1)).map(  # noqa: DTZ001
        lambda at: at.replace(microsecond=0)
    )
    measured = draw(st.lists(st.tuples(DAYS, VALUES, instants), max_size=6))
    return tiendo.Kpi(
        id="K",
        name="K",
        direction=draw(st.sampled_from(["increase", "decrease", "maintain"])),
        band=draw(st.integers(0, 500)) / 100,
        owner="VN",
        baseline=tiendo.KpiPoint(day=start, value=draw(VALUES)),
        targets=targets,
        measurements=tuple(
            tiendo.Measurement(id=str(i), period_end=end, value=value, recorded_at=at)
            for i, (end, value, at) in enumerate(measured)
        ),
    )


def target_at(kpi: tiendo.Kpi, day: dt.date) -> float:
    """Return the target of a day, by the formula of SCORING.md."""
    assert kpi.baseline is not None
    path = [(kpi.baseline.day, kpi.baseline.value)] + [(t.day, t.value) for t in kpi.targets]
    if day <= path[0][0]:
        return path[0][1]
    for (d0, v0), (d1, v1) in itertools.pairwise(path):
        if day < d1:
            return v0 + (v1 - v0) * ((day - d0).days / (d1 - d0).days)
    return path[-1][1]


def actual_at(kpi: tiendo.Kpi, day: dt.date, known: dt.date | None) -> float | None:
    """Return the visible value with the greatest (period end, recorded, id)."""
    always = dt.datetime.min  # noqa: DTZ901
    end = always if known is None else dt.datetime.combine(known + dt.timedelta(1), dt.time())
    seen = [m for m in kpi.measurements if m.period_end <= day]
    seen = [m for m in seen if known is None or m.recorded_at is None or m.recorded_at < end]
    last = max(seen, key=lambda m: (m.period_end, m.recorded_at or always, int(m.id or 0)), default=None)
    return None if last is None else last.value


@settings(max_examples=300, deadline=None)
@given(kpis(), DAYS, st.none() | DAYS)
def test_a_kpi_is_judged_as_the_formulas_say(kpi: tiendo.Kpi, day: dt.date, known: dt.date | None) -> None:
    builder = tiendo.RegistryBuilder()
    builder.add_kpi(kpi)
    registry = builder.finish()
    standing = registry.kpi_standing("K", day, known=known)
    target, actual = target_at(kpi, day), actual_at(kpi, day, known)
    assert kpi.baseline is not None
    assert (standing.target, standing.actual) == (target, actual)
    (score,) = registry.kpi_scores(day, known=known)
    if actual is None:
        assert standing.state == ("not_yet_due" if day <= kpi.baseline.day else "no_data")
        assert (standing.ratio, score.score_ratio, score.data_count) == (None, None, 0)
        return
    attained = {
        "increase": actual >= target,
        "decrease": actual <= target,
        "maintain": abs(actual - target) <= (kpi.band or 0),
    }[kpi.direction]
    ratio = float(attained)
    if kpi.direction != "maintain" and target != kpi.baseline.value:
        ratio = min(max((actual - kpi.baseline.value) / (target - kpi.baseline.value), 0.0), 1.2)
    assert (standing.attained, standing.state) == (attained, "attained" if attained else "behind")
    assert standing.ratio == ratio
    assert (score.score_ratio, score.attained_count) == (ratio, int(attained))


def half_up(value: Fraction) -> Fraction:
    """Round to hundredths, halves up."""
    return Fraction((2 * value * 100 + 1) // 2, 100)


RATIOS = st.integers(1, 3000).flatmap(lambda den: st.tuples(st.integers(0, den), st.just(den)))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 10_000), st.integers(1, 100), st.integers(1, 100)), min_size=1, max_size=4),
    RATIOS,
    st.integers(0, 1_200_000),
    st.tuples(st.integers(-500, 500), st.integers(0, 30), st.integers(0, 10)),
)
def test_a_score_is_what_the_formulas_say(
    components: list[tuple[int, int, int]], rate: tuple[int, int], kpi: int, adjusted: tuple[int, int, int]
) -> None:
    each, count, beyond = adjusted
    scheme = {
        "name": "of a test",
        "title": "of a test",
        "components": [
            {
                "key": str(i),
                "name": str(i),
                "maximum": maximum / 100,
                "parts": [
                    {"measure": {"rate": "done_over_due"}, "weight": of_rate},
                    {"measure": "kpi_score", "weight": of_kpi},
                ],
            }
            for i, (maximum, of_rate, of_kpi) in enumerate(components)
        ],
        "adjustments": [{"key": "a", "name": "a", "counted": "given", "beyond": beyond, "points": each / 100}],
    }
    inputs = tiendo.SubjectInputs(
        subject="x", rates={"done_over_due": tiendo.Ratio(*rate)}, kpi_score=kpi / 1_000_000, counts={"a": count}
    )
    (score,) = tiendo.score(scheme, [inputs]).rows
    points = []
    for maximum, of_rate, of_kpi in components:
        mean = (of_rate * Fraction(*rate) + of_kpi * Fraction(kpi, 1_000_000)) / (of_rate + of_kpi)
        points.append(min(half_up(Fraction(maximum, 100) * mean), Fraction(maximum, 100)))
    total = max(sum(points) + Fraction(each * max(0, count - beyond), 100), Fraction(0))
    assert [Fraction(str(c.points)) for c in score.components] == points
    assert Fraction(str(score.total)) == total


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 6), st.integers(0, 6), st.booleans()), min_size=1, max_size=8))
def test_a_civil_servant_is_scored_as_the_decree_says(products: list[tuple[int, int, int, bool]]) -> None:
    given_products = tuple(
        tiendo.ScoredProduct(id=str(i), quantity=q, faults=f, delays=d, objective=o) for i, (q, f, d, o) in enumerate(products)
    )
    inputs = tiendo.SubjectInputs(subject="x", points={"common": 30}, products=given_products)
    (score,) = tiendo.score("nd-335", [inputs]).rows
    assigned = sum(q for q, *_ in products)

    def kept(failures: int) -> Fraction:
        return max(Fraction(0), 1 - Fraction(failures, 4))

    quality = sum(q * (1 if o else kept(f)) for q, f, _, o in products) / Fraction(assigned)
    progress = sum(q * (1 if o else kept(d)) for q, _, d, o in products) / Fraction(assigned)
    total = 30 + half_up(70 * (1 + quality + progress) / 3)
    assert Fraction(str(score.total)) == total
    assert score.band is not None
    assert score.band.key == next(word for least, word in BANDS if total >= least)


BANDS = [(90, "excellent"), (70, "good"), (50, "done"), (0, "not_done")]


def results() -> list[Any]:
    registry = tiendo.plan02.registry(simulated=57)
    evaluations = [registry.evaluate(dt.date(2025, month, 30)) for month in (11, 12)]
    return [
        *registry.kpi_standings(dt.date(2025, 12, 31))[:3],
        *registry.kpi_scores(dt.date(2025, 12, 31))[:3],
        registry.kpi_roll_up("K016", dt.date(2025, 12, 31)),
        *registry.kpi_history("K016", dt.date(2025, 12, 30), dt.date(2025, 12, 31)),
        *map(tiendo.scheme, tiendo.scheme_names()),
        evaluations[1].score("plan02-light", "province"),
        evaluations[1].rank_why("province", evaluations[0]),
        evaluations[1].resources(),
    ]


def test_results_pickle_copy_and_compare() -> None:
    for result in results():
        assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301
        assert copy.deepcopy(result) == result
        assert type(result).from_dict(result.to_dict()) == result
        assert repr(result).startswith(type(result).__name__)


def test_methods_say_what_the_json_door_says() -> None:
    registry = tiendo.plan02.registry(simulated=57)
    evaluation = registry.evaluate(dt.date(2025, 12, 31))
    asked = {"as_of": "2025-12-31"}
    told = registry.query({"query": "score", "scheme": "plan02-light", "level": "province", **asked})
    told.pop("sentences")
    assert tiendo.Scores.from_dict(told) == evaluation.score("plan02-light", "province")
    told = registry.query({"query": "resources", **asked})
    assert tiendo.Resources.from_dict(told) == evaluation.resources()


def test_what_cannot_be_applied_is_refused() -> None:
    evaluation = tiendo.plan02.registry().evaluate(dt.date(2025, 12, 31))
    with pytest.raises(tiendo.NotFoundError):
        evaluation.score("unheard-of", "province")
    with pytest.raises(tiendo.NotFoundError):
        evaluation.score("plan02-light", "province", [{"subject": "nobody"}])
    with pytest.raises(tiendo.InvalidRequestError):
        tiendo.scheme_from_toml("name = 1")
    with pytest.raises(tiendo.InvalidValueError):
        evaluation.rank_why("province", tiendo.plan02.registry().evaluate(dt.date(2025, 11, 30)))
