"""What the ``edition.json`` of an edition tells, without what is to go."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from pipeline.erase.erasure import Erasure
from pipeline.erase.renaming import Renaming
from pipeline.erase.rewrite import Cut
from pipeline.model.edition import Edition
from pipeline.model.graph import curie
from pipeline.model.report import FileAccount, SheetAccount, Text


def cut_manifest(edition: Edition, cut: Cut, erasure: Erasure, renaming: Renaming) -> Edition:
    """The edition with what its ``edition.json`` tells besides its files."""
    carried = (renaming.keys.get(key, key) for key in edition.carried if key not in erasure.keys)
    roadmap = cut.triples["roadmap"]
    counts = {name: len(set(triples)) for name, triples in cut.triples.items()}
    projects = sum(t.predicate == curie("rdf:type") and t.object == curie("ds:Project") for t in roadmap)
    counted = {"projects": projects, **{f"{name}_triples": count for name, count in counts.items()}}
    digest = hashlib.sha256(f"{edition.digest} {counts} amended".encode()).hexdigest()
    return replace(
        edition,
        title=_both(edition.title, erasure),
        notice=_both(edition.notice, erasure),
        inputs=tuple(given._replace(file=erasure.cut(given.file)) for given in edition.inputs),
        carried=tuple(carried),
        returned=edition.returned and edition.returned._replace(reason=_both(edition.returned.reason, erasure)),
        columns={name: erasure.cut(title) for name, title in edition.columns.items()},
        counts={**edition.counts, **counted} if cut.is_other else edition.counts,
        # What it says is other than what was read: the next run must not take it for the same.
        digest=digest if cut.is_other else edition.digest,
        files=tuple(_account(account, erasure) for account in edition.files),
        distributions=tuple(
            replace(file, title=_both(file.title, erasure), description=_both(file.description, erasure))
            for file in edition.distributions
        ),
    )


def _both(text: Text, erasure: Erasure) -> Text:
    return Text(erasure.cut(text.de), erasure.cut(text.en, "en"))


def _account(account: FileAccount, erasure: Erasure) -> FileAccount:
    sheets = tuple(_sheet(sheet, erasure) for sheet in account.sheets)
    columns = tuple(map(erasure.cut, account.columns))
    return replace(account, file=erasure.cut(account.file), sheets=sheets, columns=columns)


def _sheet(sheet: SheetAccount, erasure: Erasure) -> SheetAccount:
    hidden = tuple(map(erasure.cut, sheet.hidden_columns))
    return replace(sheet, sheet=erasure.cut(sheet.sheet), hidden_columns=hidden)
