"""The tables of what projects have been: the changes of their status and of their plan."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.columns import COLUMNS
from pipeline.model.report import Language, Text
from pipeline.render.formats.layout import Column, Table, in_languages, of_any_precision
from pipeline.render.formats.period_layout import PROJECT


def history_tables(language: Language) -> tuple[Table, Table]:
    """A row for each change of status, and for each change of plan."""
    return _status_changes(language), _plan_changes(language)


def _status_changes(language: Language) -> Table:
    return Table(
        "status-changes",
        Text("Statuswechsel", "Status changes"),
        Text(
            "Jeder Wechsel des Status: von welchem zu welchem, seit wann und warum.",
            "Each change of status: from which to which, since when and why.",
        ),
        keys=(PROJECT, Column("change", Text("Wechsel", "Change"))),
        path="/status/{change}",
        classes=("ds:StatusChange",),
        columns=(
            Column("from", Text("Status zuvor", "Status before"), "ds:fromStatus", kind="status"),
            Column("status", COLUMNS["status"].title, "ds:toStatus", kind="status"),
            *of_any_precision("since", "dcterms:date", COLUMNS["status_date"].title),
            *in_languages("reason", "ds:reason", COLUMNS["status_reason"].title, language),
            _first_said(),
        ),
        implied=(("{project}", "ds:statusChange", ""),),
    )


def _plan_changes(language: Language) -> Table:
    return Table(
        "plan-changes",
        Text("Änderungen des Plans", "Changes of plan"),
        Text(
            "Jede Änderung von Beginn, Ende oder geplantem Betrag: von was zu was und warum.",
            "Each change of a start, an end or a planned amount: from what to what, and why.",
        ),
        keys=(PROJECT, Column("change", Text("Änderung", "Change"))),
        path="/plan/{change}",
        classes=("ds:PlanChange",),
        columns=(
            Column("aspect", Text("Was sich geändert hat", "What changed"), "ds:changedAspect", kind="aspect"),
            *_sides("before", Text("zuvor", "before")),
            *_sides("after", Text("danach", "after")),
            *of_any_precision("since", "dcterms:date", Text("gilt seit", "Holds since")),
            *in_languages("reason", "ds:reason", COLUMNS["plan_reason"].title, language),
            _first_said(),
        ),
        implied=(("{project}", "ds:planChange", ""),),
    )


def _sides(name: str, titles: Text) -> Iterable[Column]:
    """What a plan said before or after a change: a date of any precision with its day, or an amount."""
    yield from of_any_precision(name, f"ds:{name}", titles)
    yield Column(f"{name}_day", Text(f"{titles.de} (Vergleichstag)", f"{titles.en} (day to compare)"),
                 f"ds:{name}Day", datatype="date")  # fmt: skip
    yield Column(f"{name}_amount", Text(f"{titles.de} (Betrag)", f"{titles.en} (amount)"), f"ds:{name}",
                 datatype="decimal")  # fmt: skip
    yield Column(f"{name}_currency", Text(f"{titles.de} (Währung)", f"{titles.en} (currency)"), f"ds:{name}Currency")


def _first_said() -> Column:
    return Column(
        "edition", Text("zuerst gesagt in Ausgabe", "First said in edition"), "ds:firstSaidIn", kind="edition"
    )
