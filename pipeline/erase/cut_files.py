"""The tables of origins and the reports of an edition to those without what is to go."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Container, Iterable
from typing import Any

from pipeline.erase.cut_triples import cut_triple
from pipeline.erase.erasure import Erasure
from pipeline.erase.find import decoded, encoded
from pipeline.erase.renaming import Renaming
from pipeline.model.graph import Triple

Cell = tuple[str, ...]


def cut_provenance(
    content: bytes, erasure: Erasure, renaming: Renaming, kept: Container[Triple]
) -> tuple[bytes, frozenset[Cell]]:
    """``provenance.csv`` with the statements that are ``kept``, and the cells of which nothing is said any more."""
    header, *rows = _rows(content)
    left, lost = [], set()
    for row in rows:
        new = cut_triple(Triple(f"<{row[0]}>", f"<{row[1]}>", row[2]), erasure, renaming)
        if new and new in kept:
            left.append([new.subject[1:-1], new.predicate[1:-1], new.object, *map(erasure.cut, row[3:])])
        else:
            lost.add(tuple(row[3:6]))
    return _written([header, *left]), frozenset(lost - {tuple(row[3:6]) for row in left})


def cut_typed(content: bytes, erasure: Erasure, lost: Container[Cell]) -> bytes:
    """``typed.csv`` without the cells that are ``lost``."""
    header, *rows = _rows(content)
    return _written([header, *(list(map(erasure.cut, row)) for row in rows if tuple(row[:3]) not in lost)])


def cut_words(name: str, content: bytes, erasure: Erasure) -> bytes:
    """Any other file of text: JSON value by value, a page between its tags, the rest as it comes."""
    if name.endswith(".json"):
        return json.dumps(_cut_values(json.loads(content), erasure), ensure_ascii=False, indent=2).encode() + b"\n"
    text = decoded(content)
    if name.endswith(".html"):
        pieces = _TAGS.split(text)
        pieces[::2] = map(erasure.cut_words, pieces[::2])
        return encoded(erasure.cut_all("".join(pieces)))
    return encoded(erasure.cut_words(text))


def _cut_values(value: Any, erasure: Erasure) -> Any:
    if isinstance(value, dict):
        return {name: _cut_values(item, erasure) for name, item in value.items()}
    if isinstance(value, list):
        return [_cut_values(item, erasure) for item in value]
    return erasure.cut_words(value) if isinstance(value, str) else value


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def _written(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


_TAGS = re.compile(r"(<!--.*?-->|<style.*?</style>|<script.*?</script>|<[^>]+>)", re.DOTALL)
