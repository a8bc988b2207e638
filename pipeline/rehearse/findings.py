"""Addresses with what is wrong at each in; one finding for all that have the same fault, with the first few, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.model.harvest import Place
from pipeline.model.report import Text, ValidationResult, fill
from pipeline.model.rules import RuleBook
from pipeline.model.workbook import CellRef

_MOST = 3
SETTINGS = "dataset.toml"


class Fault(NamedTuple):
    """A rule that is broken at an address, and the details of it: those with the same are one finding."""

    rule: str
    address: str
    details: Mapping[str, str | Text] = {}


@dataclass(frozen=True, slots=True)
class _Group:
    """The addresses that have a fault in common."""

    details: Mapping[str, str | Text]
    addresses: list[str] = field(default_factory=list)


def gather(faults: Iterable[Fault], place: Place, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """A finding for each rule and what it says. Its value is the first address, ``about`` all of them."""
    groups: dict[tuple[object, ...], _Group] = {}
    for rule, address, details in faults:
        groups.setdefault((rule, *sorted(details.items())), _Group(details)).addresses.append(address)
    return tuple(_finding(str(key[0]), group, place, rules) for key, group in groups.items())


def _finding(rule: str, group: _Group, place: Place, rules: RuleBook) -> ValidationResult:
    addresses = tuple(dict.fromkeys(group.addresses))
    things = _named([_short(address, place) for address in addresses])
    found = fill(rules[rule], CellRef(addresses[0]), value=addresses[0], things=things, **group.details)
    every = " ".join(addresses)
    return replace(found, about=Text(every, every))


def _named(names: list[str]) -> Text:
    """The first of many, and how many more there are."""
    shown, more = names[:_MOST], len(names) - _MOST
    if more > 0:
        listed = ", ".join(shown)
        return Text(f"{listed} und {more} weitere", f"{listed} and {more} more")
    return Text(*(_and(shown, word) for word in ("und", "and")))


def _and(names: list[str], word: str) -> str:
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _short(address: str, place: Place) -> str:
    """An address as it lies below the place where the town publishes."""
    below = next((each for each in (*place.published, place.asked) if address.startswith(each)), "")
    return address.removeprefix(below) or address
