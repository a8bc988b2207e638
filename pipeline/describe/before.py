"""The edition before, as its catalog tells it: how old its files are, and what each dataset was then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import unquote

from pipeline.model.catalog import CatalogNames
from pipeline.model.edition import FileState, Release
from pipeline.model.graph import Index, Triple, curie, literal_text
from pipeline.model.report import Text


class Before:
    """A catalog that was published; of no triples, none was. ``names`` are those of the town, ``day_of`` its clock."""

    def __init__(self, triples: tuple[Triple, ...], names: CatalogNames, day_of: Callable[[datetime], date]) -> None:
        self._triples, self._names, self._day_of = triples, names, day_of
        self._index = Index(triples)

    def issued_at(self) -> datetime | None:
        """When the first edition came out; ``None`` before there is one."""
        found = self._index.subjects("rdf:type", curie("dcat:Catalog"))
        return datetime.fromisoformat(self._index.text(found[0], "dcterms:issued")) if found else None

    def file_states(self) -> dict[str, FileState]:
        """The files that it describes, by name."""
        states = {}
        for term in self._index.subjects("rdf:type", curie("dcat:Distribution")):
            checksums = self._index.objects(term, "spdx:checksum")
            issued, modified = (self._index.objects(term, f"dcterms:{name}") for name in ("issued", "modified"))
            if checksums and issued and modified:
                name = unquote(literal_text(term).rpartition("/")[2])
                sha256 = self._index.text(checksums[0], "spdx:checksumValue")
                states[name] = FileState(sha256, issued[0], modified[0])
        return states

    def version_of(self, name: str) -> str:
        """The edition in which a dataset last changed; nothing where it was not described."""
        return self._index.text(self._names.dataset(name), "dcat:version")

    def changed(self, name: str, release: Release, news: Text) -> Release:
        """The ``release`` as that of a dataset in which something changed, with its ``news``."""
        issued = self._index.text(self._names.dataset(name), "dcterms:issued")
        issued_at = datetime.fromisoformat(issued) if issued else release.made_at
        first_day, previous = self._day_of(issued_at), self.version_of(name)
        return replace(release, issued_at=issued_at, first_day=first_day, previous=previous, news=news)

    def kept(self, name: str, release: Release) -> Release:
        """The release of a dataset that says what it said before: that of the edition in which it last changed."""
        term, version = self._names.dataset(name), self.version_of(name)
        series = self._names.series(term)
        previous = self._index.text(term, "dcat:previousVersion").removeprefix(f"{series[1:-1]}/")
        run = tuple(triple for triple in self._triples if self._is_of_run(triple, version))
        started = self._index.text(self._names.activity(version), "prov:startedAtTime")
        return replace(
            self.changed(name, release, self._index.in_both(term, "adms:versionNotes")),
            version=version,
            made_at=datetime.fromisoformat(started or self._index.text(term, "dcterms:modified")),
            day=date.fromisoformat(version.partition(".")[0]),
            previous=previous,
            run=run,
        )

    def _is_of_run(self, triple: Triple, version: str) -> bool:
        run = self._names.activity(version)
        return triple.subject == run or triple.subject.startswith((f"{run[:-1]}/", f"{run[:-1]}#"))
