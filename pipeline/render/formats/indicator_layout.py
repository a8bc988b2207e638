"""The tables of what a strategy is measured by: goals, indicators, targets and measured values."""

from __future__ import annotations

from pipeline.model.indicator import INDICATOR_COLUMNS
from pipeline.model.report import Language, Text
from pipeline.render.formats.layout import Column, Table, in_languages, of_any_precision

_INDICATOR = Column("indicator", Text("Kennzahl", "Indicator"), kind="indicator")


def indicator_tables(language: Language) -> tuple[Table, ...]:
    """A row for each indicator, goal, value and target, and for each field and thesis that they serve."""
    return (
        _indicators(language),
        _goals(language),
        _values(language),
        _targets(language),
        *_served("indicators", "indicator", Text("der Kennzahlen", "of indicators")),
        *_served("goals", "goal", Text("der Ziele", "of goals")),
        _components(),
    )


def _indicators(language: Language) -> Table:
    return Table(
        "indicators",
        Text("Kennzahlen", "Indicators"),
        Text("Woran die Strategie gemessen wird, eine Kennzahl je Zeile.",
             "By what the strategy is measured, an indicator a row."),
        keys=(_INDICATOR,),
        classes=("ds:Indicator",),
        columns=(
            Column("identifier", _title("id"), "dcterms:identifier"),
            *in_languages("title", "dcterms:title", Text("Name", "Name"), language),
            Column("goal", _title("goal"), "ds:goal", kind="goal"),
            *in_languages("measure", "dcterms:description", _title("measure"), language),
            *in_languages("relevance", "ds:relevance", _title("relevance"), language),
            Column("unit", _title("unit"), "schema:unitText"),
            Column("baseline", _title("baseline"), "ds:baseline", kind="observation"),
        ),
        implied=(("", "dcterms:isPartOf", "strategy"),),
    )  # fmt: skip


def _goals(language: Language) -> Table:
    return Table(
        "goals",
        Text("Ziele", "Goals"),
        Text("Was mit der Strategie erreicht werden soll.", "What the strategy is to reach."),
        keys=(Column("goal", _title("goal"), kind="goal"),),
        classes=("ds:Goal",),
        columns=in_languages("title", "dcterms:title", Text("Wortlaut", "Wording"), language),
        implied=(("", "dcterms:isPartOf", "strategy"),),
    )


def _values(language: Language) -> Table:
    return Table(
        "indicator-values",
        Text("Werte der Kennzahlen", "Values of indicators"),
        Text("Was gemessen wurde, ein Wert je Zeile; die Einheit steht bei der Kennzahl.",
             "What was measured, a value a row; the unit stands with the indicator."),
        keys=(_INDICATOR, Column("at", Text("gemessen", "Measured"))),
        path="/value/{at}",
        classes=("qb:Observation",),
        columns=(
            *of_any_precision("date", "sdmx-dimension:refPeriod", _title("date")),
            Column("value", _title("value"), "sdmx-measure:obsValue", datatype="decimal"),
            Column("unit", _title("unit"), "sdmx-attribute:unitMeasure", kind="url"),
            *_source(language),
        ),
        implied=(
            ("", "ds:indicator", "{indicator}"),
            ("", "qb:dataSet", "indicators"),
            ("indicators", "rdf:type", "qb:DataSet"),
            ("indicators", "qb:structure", "structure"),
            ("indicators", "dcterms:isPartOf", "strategy"),
        ),
    )  # fmt: skip


def _targets(language: Language) -> Table:
    return Table(
        "indicator-targets",
        Text("Zielwerte der Kennzahlen", "Targets of indicators"),
        Text("Was bis wann erreicht werden soll.", "What is to be reached by when."),
        keys=(_INDICATOR, Column("target", _title("target"))),
        path="/{target}",
        classes=("ds:Target",),
        columns=(
            *of_any_precision("date", "ds:targetDate", _title("target_date")),
            Column("day", Text("letzter Tag", "Last day"), "ds:targetDay", datatype="date"),
            Column("value", _title("target"), "schema:value", datatype="decimal"),
            *_source(language),
        ),
        implied=(("{indicator}", "ds:target", ""),),
    )


def _served(owner: str, key: str, of_what: Text) -> tuple[Table, Table]:
    """The fields and the theses that something serves: a row for each."""
    fields, theses = (
        Table(
            f"{key}-{name}",
            Text(f"{title.de} {of_what.de}", f"{title.en} {of_what.en}"),
            Text("Ein Wert je Zeile.", "One value a row."),
            keys=(Column(key, Text("Kennzahl", "Indicator") if key == "indicator" else _title("goal"), kind=key),),
            columns=(Column(kind, title, predicate, kind=kind),),
            of=owner,
        )
        for name, kind, predicate, title in (
            ("fields", "field", "ds:servesField", Text("Handlungsfelder", "Fields of action")),
            ("theses", "thesis", "ds:servesThesis", Text("Thesen", "Theses")),
        )
    )
    return fields, theses


def _components() -> Table:
    return Table(
        "indicator-structure",
        Text("Aufbau der Werte als Datenwürfel", "Structure of the values as a data cube"),
        Text("Woraus ein gemessener Wert besteht.", "What a measured value is made of."),
        keys=(Column("component", Text("Teil", "Part"), kind="component"),),
        classes=("qb:ComponentSpecification",),
        columns=tuple(
            Column(name, titles, f"qb:{name}", kind="url")
            for name, titles in (
                ("dimension", Text("Dimension", "Dimension")),
                ("measure", Text("Messgröße", "Measure")),
                ("attribute", Text("Attribut", "Attribute")),
            )
        ),
        implied=(
            ("structure", "qb:component", ""),
            ("structure", "rdf:type", "qb:DataStructureDefinition"),
        ),
    )


def _source(language: Language) -> tuple[Column, ...]:
    return (
        Column("source", _title("source"), "dcterms:source", kind="url"),
        *in_languages("source_note", "ds:sourceNote", Text("Quelle (in Worten)", "Source (in words)"), language),
    )


def _title(name: str) -> Text:
    return INDICATOR_COLUMNS[name].title
