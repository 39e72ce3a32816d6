"""The public register of Resolution 57-NQ/TW and Plan 02-KH/BCĐTW, compiled into the wheel.

What it does not have is progress: nobody publishes it task by task, so it holds no report, and nothing here says or suggests
that an agency is on time or late. For demonstrations reports can be invented; they are marked SIMULATED wherever they show.
"""

from __future__ import annotations

from tiendo import _native

__all__ = ["registry"]


def registry(*, simulated: int | None = None) -> _native.Registry:
    """Return the register: documents, agencies with the 3,321 communes, Plan 02, tasks and KPIs, each with its source.

    With `simulated`, a seed, it has invented reports, which say **nothing** about any agency; the same seed gives the same
    reports.

    >>> import tiendo
    >>> tiendo.plan02.registry().provenance
    'stated'
    >>> tiendo.plan02.registry(simulated=57).provenance
    'simulated'
    """
    return _native.plan02_registry(simulated)
