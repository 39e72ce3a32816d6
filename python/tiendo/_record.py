"""How records become the JSON form and come back from it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import typing
from collections.abc import Callable, Mapping

from tiendo._native import Deadline, Ratio
from tiendo.exceptions import InvalidRecordError

if typing.TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["Record", "dumps"]


def _name(field: str) -> str:
    """Return the name of a field in JSON: `from` is a keyword of Python."""
    return field.removesuffix("_")


def _plain(value: object) -> object:
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, Deadline):
        return value.to_dict()
    if isinstance(value, Ratio):
        return {"num": value.num, "den": value.den}
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            message = f"an instant is the local time of Viet Nam, without a zone: '{value.isoformat()}'"
            raise InvalidRecordError(message)
        return value.isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {_name(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    to_dict = getattr(value, "to_dict", None)
    return to_dict() if callable(to_dict) else value


def dumps(value: object) -> str:
    """Return a record, or dictionaries and lists with records and days in them, as JSON text.

    Raises:
        InvalidRecordError: for a value that has no JSON form.

    >>> import datetime
    >>> from tiendo.records import dumps
    >>> dumps({"day": datetime.date(2025, 12, 31)})
    '{"day": "2025-12-31"}'
    """
    try:
        return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidRecordError(str(error)) from error


def _reader(kind: object) -> Callable[[typing.Any], typing.Any]:
    """Return what makes a field of a value of the JSON form."""
    if type(None) in typing.get_args(kind):
        read = _some_reader(kind)
        return lambda value: None if value is None else read(value)
    return _some_reader(kind)


def _some_reader(kind: object) -> Callable[[typing.Any], typing.Any]:
    """Return the same for a value that is there."""
    arguments = [a for a in typing.get_args(kind) if a is not type(None)]
    if typing.get_origin(kind) is tuple:
        item = _reader(arguments[0])
        return lambda values: tuple(item(value) for value in values)
    if typing.get_origin(kind) is Mapping:
        item = _reader(arguments[1])
        return lambda values: {key: item(value) for key, value in values.items()}
    if kind is Ratio:
        return lambda value: value if isinstance(value, Ratio) else Ratio(value["num"], value["den"])
    if kind is dt.datetime:
        return dt.datetime.fromisoformat
    if kind is dt.date:
        return dt.date.fromisoformat
    if Deadline in (kind, *arguments):
        return Deadline.from_dict
    if isinstance(kind, type) and issubclass(kind, Record):
        return kind.from_dict
    if len(arguments) == 1 and typing.get_origin(kind) is not None:
        return _reader(arguments[0])
    return lambda value: value


_Readers = dict[str, tuple[str, Callable[[typing.Any], typing.Any]]]
_READERS: dict[type, _Readers] = {}


def _readers(record: type[Record]) -> _Readers:
    """Return the readers of a record's fields by their names in JSON, worked out once."""
    if record in _READERS:
        return _READERS[record]
    hints = typing.get_type_hints(record)
    fields = dataclasses.fields(record)
    readers = {_name(field.name): (field.name, _reader(hints[field.name])) for field in fields}
    _READERS[record] = readers
    return readers


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Record:
    """What all records have: the JSON form, equality, hashing, pickling and `dataclasses.replace`."""

    def to_dict(self) -> dict[str, typing.Any]:
        """Return the JSON form as a dictionary; what is as it is by default is left out.

        >>> import tiendo
        >>> tiendo.TaskGroup(id="G1", name="Thể chế").to_dict()
        {'id': 'G1', 'name': 'Thể chế'}
        """
        out: dict[str, typing.Any] = {}
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if value is None or value in ((), {}):
                continue
            out[_name(field.name)] = _plain(value)
        return out

    @classmethod
    def from_dict(cls, fields: Mapping[str, typing.Any]) -> Self:
        """Return the record of its JSON form.

        Raises:
            InvalidRecordError: for a field that does not exist, is missing or holds something else.
        """
        readers = _readers(cls)
        made: dict[str, typing.Any] = {}
        for name, value in fields.items():
            if name not in readers:
                message = f"{cls.__name__}: unknown field '{name}', known are {', '.join(readers)}"
                raise InvalidRecordError(message)
            field, read = readers[name]
            try:
                made[field] = read(value)
            except (TypeError, ValueError) as error:
                message = f"{cls.__name__}: {name}: {error}"
                raise InvalidRecordError(message) from error
        try:
            return cls(**made)
        except TypeError as error:
            message = f"{cls.__name__}: {error}"
            raise InvalidRecordError(message) from error

    def __repr__(self) -> str:
        shown = []
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if value is not None and value not in ((), {}):
                shown.append(f"{field.name}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"
