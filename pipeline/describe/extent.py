"""The days that a roadmap covers: its triples and the day of the edition in, the first and the last day out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.graph import Index, Triple, curie, iri
from pipeline.model.vocabulary import DEF


def extent_of(triples: Sequence[Triple], today: str) -> tuple[str, str]:
    """The earliest and the latest day that the triples tell of, as terms; either is empty where there is none.

    Dates less precise than a day are there in their widest reading. While a project runs on without an end there is no
    last day. What is over, nobody knows since when, was over on the day of the edition, ``today``.
    """
    days = {
        name: [triple.object for triple in triples if triple.predicate == curie(f"ds:{name}")]
        for name in ("firstDay", "lastDay")
    }
    index = Index(triples)
    endless = [project for project in index.subjects("rdf:type", curie("ds:Project")) if not _ends(project, index)]
    start = min((*days["firstDay"], *days["lastDay"]), default="")
    if any(_runs_on(project, index) for project in endless):
        return start, ""
    over = [today] if endless or not days["lastDay"] else []
    return start, max((*days["firstDay"], *days["lastDay"], *over))


def _ends(project: str, index: Index) -> bool:
    return any(index.objects(period, "ds:lastDay") for period in index.objects(project, "dcterms:temporal"))


def _runs_on(project: str, index: Index) -> bool:
    """Whether it is neither over nor taken back; of a project without status or date nobody can tell."""
    states = {*index.objects(project, "ds:status")}
    is_gone = index.objects(project, "ds:withdrawn") or states & _OVER
    return not is_gone and bool(states or index.objects(project, "dcterms:temporal"))


# What is in operation goes on: its result is there to stay.
_OVER = {iri(f"{DEF}status/{notation}") for notation in ("completed", "cancelled")}
