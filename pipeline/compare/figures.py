"""How people call what was measured and aimed at: a statement of a figure in, its name or its unit out."""

from __future__ import annotations

from pipeline.model.graph import Index, Triple, curie, literal_text
from pipeline.model.report import Text


def measured_name(triple: Triple, index: Index) -> Text | None:
    """The name of a value with its date, of a target or of where a figure is from; ``None`` for anything else."""
    if triple.predicate == _VALUE:
        return _dated(triple.subject, _MEASURED, index)
    if triple.predicate in _SOURCES and (when := when_of(triple.subject, index)):
        return Text(f"Quelle ({when})", f"Source ({when})")
    if triple.predicate == curie("schema:value") and _TARGET in index.objects(triple.subject, "rdf:type"):
        return _dated(triple.subject, _AIMED, index) if not triple.subject.endswith("/target>") else _AIMED
    return None


def unit_of(triple: Triple, index: Index) -> str:
    """The unit of a value or a target; nothing for anything else."""
    if triple.predicate == _VALUE:
        indicators = index.objects(triple.subject, "ds:indicator")
    elif triple.predicate == curie("schema:value"):
        indicators = index.subjects("ds:target", triple.subject)
    else:
        return ""
    return next((index.text(indicator, "schema:unitText") for indicator in indicators), "")


def when_of(node: str, index: Index) -> str:
    """Of when a value or a target is; nothing where that is not told."""
    found = (*index.objects(node, "sdmx-dimension:refPeriod"), *index.objects(node, "ds:targetDate"))
    return literal_text(found[0]) if found else ""


def _dated(node: str, name: Text, index: Index) -> Text:
    when = when_of(node, index)
    return Text(f"{name.de} ({when})", f"{name.en} ({when})") if when else name


_VALUE, _TARGET = curie("sdmx-measure:obsValue"), curie("ds:Target")
_SOURCES = {curie("dcterms:source"), curie("ds:sourceNote")}
_MEASURED, _AIMED = Text("Wert", "Value"), Text("Zielwert", "Target")
