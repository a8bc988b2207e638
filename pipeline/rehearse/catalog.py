"""The catalog at its place to what is wrong with it: whether it is there, of which edition, what its name gives."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.model.graph import Index, curie
from pipeline.model.harvest import Harvest, Kept, Promise, Reply, Trouble, host_of
from pipeline.model.report import NOTHING, Text, ValidationResult
from pipeline.model.rules import RuleBook
from pipeline.rehearse.findings import Fault, gather
from pipeline.rehearse.wanted import count_datasets

_VERSION = re.compile(r"/editions/(\d{4}-\d{2}-\d{2}(?:\.\d+)?)/")


def why_missing(reply: Reply) -> Text:
    """Why an address did not give what it should; nothing where it did."""
    if reply.trouble:
        return reply.why
    if reply.status != 200:
        return Text(f"der Server antwortet mit {reply.status}", f"the server answers {reply.status}")
    return NOTHING


def judge_catalog(harvest: Harvest, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """Whether the catalog is there, and is one."""
    return gather(_of_catalog(harvest), harvest.place, rules)


def _of_catalog(harvest: Harvest) -> Iterator[Fault]:
    reply = harvest.first.catalog
    if reply.trouble is Trouble.CERTIFICATE:
        yield Fault("harvest-certificate", reply.address, {"why": reply.why, "host": host_of(reply.address)})
    elif not reply.is_whole:
        yield Fault("harvest-catalog-missing", reply.address, {"why": why_missing(reply)})
    elif reply.media_type == "text/html":
        yield Fault("harvest-error-page", reply.address)
    elif reply.fault.de:
        yield Fault("harvest-catalog-unreadable", reply.address, {"why": reply.fault})
    elif not count_datasets(harvest.first.triples):
        yield Fault("harvest-catalog-empty", reply.address)


def judge_edition(harvest: Harvest, kept: Kept | None, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """Whether the edition that is published is the one that the output folder holds."""
    return gather(_of_edition(harvest, kept), harvest.place, rules)


def version_of(files: Iterable[Promise]) -> str:
    """The edition that a catalog describes, by where its files lie; empty where that does not tell."""
    found = Counter(match[1] for file in files if (match := _VERSION.search(file.address)))
    return max(found, key=lambda version: (found[version], version), default="")


def _of_edition(harvest: Harvest, kept: Kept | None) -> Iterator[Fault]:
    catalog, version, manifest = harvest.first.catalog, version_of(harvest.wanted.files), _manifest(harvest.manifest)
    there, here = {"there": _day(version)}, {"here": _day(kept.version)} if kept else {}
    if kept is None:
        yield Fault("harvest-edition-unknown", catalog.address, there)
    elif version and _order(version) < _order(kept.version):
        yield Fault("harvest-edition-older", catalog.address, {**there, **here})
    elif version and _order(version) > _order(kept.version):
        yield Fault("harvest-edition-newer", catalog.address, {**there, **here})
    elif catalog.sha256 != kept.files["catalog.ttl"].sha256:
        yield Fault("harvest-edition-other", catalog.address, here)
    elif harvest.manifest and manifest and manifest.get("digest") != kept.digest:
        said = _day(str(manifest.get("version", "")))
        yield Fault("harvest-edition-mixed", harvest.manifest.address, {"there": said, **here})


def _manifest(reply: Reply | None) -> dict[str, Any]:
    try:
        found = json.loads(reply.content) if reply and reply.is_whole else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _order(version: str) -> tuple[str, int]:
    day, _, number = version.partition(".")
    return day, int(number or 1)


def _day(version: str) -> Text:
    """A version in words: its day, and its number where it is not the first of that day."""
    day, _, number = version.partition(".")
    german = ".".join(reversed(day.split("-")))
    return Text(f"{german}, Nummer {number}", f"{day}, number {number}") if number else Text(german, day)


def judge_name(harvest: Harvest, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """Whether the catalog's own IRI gives RDF to whom asks for it, and the same that the file says."""
    return gather(_of_name(harvest), harvest.place, rules)


def _of_name(harvest: Harvest) -> Iterator[Fault]:
    reply, first = harvest.negotiated, harvest.first
    if reply is None or not reply.is_whole:
        return  # told with the other things that do not answer
    if not harvest.negotiated_triples:
        yield Fault("harvest-not-negotiated", reply.address)
        return
    there, here = Index(harvest.negotiated_triples), Index(first.triples)
    datasets = here.subjects("rdf:type", curie("dcat:Dataset"))
    if any(_differs(there, here, node) for node in (*datasets, *here.subjects("rdf:type", curie("dcat:Catalog")))):
        yield Fault("harvest-name-other", reply.address)
    elif not all(there.objects(node, "dcat:distribution") for node in datasets):
        yield Fault("harvest-name-part", reply.address)


def _differs(there: Index, here: Index, node: str) -> bool:
    """Whether two catalogs contradict each other in what a harvester goes by; to say nothing is no contradiction."""
    names = ("dcterms:identifier", "dcterms:modified", "dcat:dataset", "dcat:version")
    both = ((set(there.objects(node, name)), set(here.objects(node, name))) for name in names)
    return any(one and one != other for one, other in both)
