"""The table of decisions: on what which body decided when."""

from __future__ import annotations

from pipeline.model.columns import COLUMNS
from pipeline.model.report import Text
from pipeline.render.formats.layout import Column, Table, of_any_precision
from pipeline.render.formats.period_layout import PROJECT


def decisions() -> Table:
    """A row for each decision behind a project."""
    return Table(
        "project-decisions",
        Text("Beschlüsse der Projekte", "Decisions of the projects"),
        Text(
            "Worüber welches Gremium wann beschlossen hat. Mit source kam die Angabe aus dem Ratsinformationssystem.",
            "On what which body decided when. With a source, that came from the council information system.",
        ),
        keys=(PROJECT, Column("decision", Text("Beschluss", "Decision"))),
        path="/decision/{decision}",
        classes=("ds:Decision",),
        columns=(
            Column("number", COLUMNS["decision_number"].title, "dcterms:identifier"),
            *of_any_precision("decided", "dcterms:date", COLUMNS["decision_date"].title),
            Column("body", COLUMNS["decision_body"].title, "dcterms:creator", kind="organization"),
            Column("page", Text("Seite", "Page"), "foaf:page", kind="url"),
            Column("source", Text("Quelle", "Source"), "dcterms:source", kind="url"),
            Column("retrieved", Text("abgerufen am", "Retrieved"), "ds:retrieved", datatype="date"),
        ),
        implied=(("{project}", "ds:decision", ""),),
    )
