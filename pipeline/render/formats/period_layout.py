"""The tables of periods: those of projects and of their offers, and the words in which they were given."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.columns import COLUMNS, OFFER_PERIOD, PROJECT_PERIOD
from pipeline.model.report import Language, Text
from pipeline.render.formats.layout import Column, Table, in_languages, of_any_precision


def periods(language: Language) -> Iterable[Table]:
    """The period of a project and that of its offer, and the words they were given in."""
    for whose, title, period in (("", _PERIODS, PROJECT_PERIOD), ("offer-", _OFFER_PERIODS, OFFER_PERIOD)):
        path = f"/{period.path}"
        owner = f"{{project}}{path}".rpartition("/")[0]
        yield Table(
            f"{whose}periods",
            title,
            Text(
                "So genau wie angegeben; was mit Worten angegeben ist, steht in der Tabelle der Worte.",
                "As precise as they were given; what was given in words stands in the table of words.",
            ),
            keys=(PROJECT,),
            path=path,
            classes=("dcterms:PeriodOfTime",),
            columns=(
                *of_any_precision("start", "dcat:startDate", COLUMNS[period.opening].title),
                *of_any_precision("end", "dcat:endDate", COLUMNS[period.closing].title),
                Column("first_day", FIRST_DAY, "ds:firstDay", datatype="date"),
                Column("last_day", LAST_DAY, "ds:lastDay", datatype="date"),
            ),
            implied=((owner, "dcterms:temporal", ""),),
        )
        yield _period_words(f"{whose}period-words", path, title, language)


def _period_words(name: str, path: str, title: Text, language: Language) -> Table:
    return Table(
        name,
        Text(f"In Worten: {title.de}", f"In words: {title.en}"),
        Text(
            "Beginn oder Ende, wo sie mit Worten wie „Mitte 2024“ oder „bis 2026“ angegeben sind, und welche Tage die "
            "Worte zulassen.",
            "Beginnings and ends given in words such as “Mitte 2024” (mid-2024) or “bis 2026” (by 2026), and the days "
            "which those words allow.",
        ),
        keys=(PROJECT, Column("side", Text("Beginn oder Ende", "Begin or end"))),
        path=f"{path}/{{side}}",
        classes=("dcterms:PeriodOfTime",),
        columns=(
            *in_languages("words", "rdfs:label", Text("Worte", "Words"), language),
            Column("first_day", FIRST_DAY, "ds:firstDay", datatype="date"),
            Column("last_day", LAST_DAY, "ds:lastDay", datatype="date"),
        ),
        implied=((f"{{project}}{path}", "ds:{side}", ""),),
    )


PROJECT = Column("project", Text("Projekt", "Project"), kind="project")
FIRST_DAY = Text("frühester Tag", "First day")
LAST_DAY = Text("spätester Tag", "Last day")
_PERIODS = Text("Zeiträume der Projekte", "Periods of the projects")
_OFFER_PERIODS = Text("Zeiträume der Beteiligungsangebote", "Periods of the offers to take part")
