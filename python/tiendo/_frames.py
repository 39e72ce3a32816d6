"""Tables as the objects of other packages, for those who have them installed."""

from __future__ import annotations

import importlib
from typing import Any

from tiendo.exceptions import MissingDependencyError

__all__ = ["to_arrow", "to_pandas", "to_polars"]


def _imported(package: str, method: str) -> Any:
    try:
        return importlib.import_module(package)
    except ImportError as error:
        message = f"{method}() needs the package '{package}', which is not installed: pip install {package}"
        raise MissingDependencyError(message) from error


def to_arrow(table: Any) -> Any:
    """Return a `pyarrow.Table` of the same memory."""
    return _imported("pyarrow", "to_arrow").table(table)


def to_polars(table: Any) -> Any:
    """Return a `polars.DataFrame`."""
    return _imported("polars", "to_polars").DataFrame(table)


def to_pandas(table: Any) -> Any:
    """Return a `pandas.DataFrame`, days in it as `datetime64`: a million of them are no million objects."""
    _imported("pandas", "to_pandas")
    return _imported("pyarrow", "to_pandas").table(table).to_pandas(date_as_object=False)
