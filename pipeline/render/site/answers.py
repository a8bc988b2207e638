"""A question as a form and its answer as a table: what was asked and what came of it in, fragments of a page out.

The pages have them between comments, so that whoever serves the pages puts in others for other values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import accumulate
from typing import Literal, NamedTuple

from pipeline.model.graph import curie, language_of, literal_text, segment
from pipeline.model.question import Parameter, Question
from pipeline.model.report import Language, Text
from pipeline.model.site import ENGLISH
from pipeline.model.solutions import Row, Solutions
from pipeline.render.briefings.voice import Voice
from pipeline.render.pages import page_template
from pipeline.render.site.addresses import as_link, folder_of
from pipeline.render.site.answer_words import CODED, DAYS, HEADS, PROJECTS
from pipeline.render.site.pen import safe_address
from pipeline.render.site.values import local_name, read_when
from pipeline.render.site.words import words_in

MOST_ROWS = 200
"""A page shows so many rows; all of them are in the file beside it."""
MOST_CHARACTERS = 40_000
"""And no more than this, for rows may be long."""

Works = Literal["served", "script", "not"]
"""How an answer to other values comes about: from the server, by the script of the page, or not at all."""


class Setting(NamedTuple):
    """Where a fragment stands: its language, the way to the home page, what IRIs of the town begin with, the folder of
    its projects, what things are called by their IRIs, and codes by themselves; ``day`` is that of the edition.
    """

    language: Language
    home: str
    base: str
    projects: str
    names: Mapping[str, Text]
    codes: Mapping[str, Text]
    day: date
    version: str

    @property
    def root(self) -> str:
        """The way to the top, where every IRI has its page; in English it is above the home page."""
        if self.language != "en":
            return self.home
        return self.home.removesuffix(f"{ENGLISH}/") if self.home.endswith(f"{ENGLISH}/") else f"{self.home}../"


class Cell(NamedTuple):
    """What a term says, its language where that is another one, and where it leads."""

    words: str
    language: str = ""
    href: str = ""
    is_external: bool = False
    is_number: bool = False


class Field(NamedTuple):
    """A parameter as a form has it: what stands in it, and all that may be chosen, if that is a closed list."""

    parameter: Parameter
    label: str
    value: str
    choices: Sequence[tuple[str, str]]
    hint: str


def default_values(question: Question, version: str, previous: str) -> Mapping[str, str]:
    """What a page asks for without being told: days are those of the edition and of the one before."""
    days = {"edition": version.partition(".")[0], "previous": (previous or version).partition(".")[0]}
    return {
        parameter.name: days.get(parameter.of, parameter.default) if parameter.kind == "date" else parameter.default
        for parameter in question.parameters
    }


def render_form(
    question: Question,
    values: Mapping[str, str],
    setting: Setting,
    fields: Sequence[tuple[str, str]],
    *,
    refused: Sequence[Text] = (),
    works: Works = "served",
    loads: str = "",
) -> str:
    """The form with these values in it, and what was refused of them. ``fields`` are the fields of action, by IRI.
    Where other values cannot be worked out at all, a sentence says so instead; where a script does, ``loads`` says what
    the browser loads for it."""
    shown = [_field(parameter, values, setting, fields) for parameter in question.parameters]
    return page_template(_PACKAGE, "question_form.html.j2").render(
        w=words_in(setting.language),
        fields=shown,
        refused=[text.in_(setting.language) for text in refused],
        works=works,
        loads=loads,
    )


def render_answer(
    question: Question,
    solutions: Solutions,
    values: Mapping[str, str],
    setting: Setting,
    fields: Sequence[tuple[str, str]] = (),
    *,
    sparql: str,
    download: str = "",
    is_truncated: bool = False,
) -> str:
    """The answer as a table: which values it is for, how many rows there are, and the first of them.

    ``sparql`` is the query that was put, ``download`` where all rows are to be had; ``is_truncated`` says that there
    are more rows than came.
    """
    words, voice = words_in(setting.language), Voice(setting.language)
    rows, total = _shown(solutions.rows), len(solutions.rows)
    counted = "answer_none" if not total else "answer_one" if total == 1 else "answer_rows"
    return page_template(_PACKAGE, "question_answer.html.j2").render(
        w=words,
        caption=question.title.in_(setting.language),
        asked=[_asked(_field(each, values, setting, fields), voice) for each in question.parameters],
        counted=words[counted].format(number=voice.number(total)),
        heads=[
            (head_of(name, setting.language), _is_numeric(index, rows))
            for index, name in enumerate(solutions.variables)
        ],
        rows=[cells_of(solutions.variables, row, setting) for row in rows],
        left=words["answer_more"].format(number=voice.number(total - len(rows))) if total > len(rows) else "",
        is_truncated=is_truncated,
        sparql=sparql,
        download=download,
        edition=words["edition_of"].format(day=voice.day(setting.day)),
    )


def _shown(rows: Sequence[Row]) -> Sequence[Row]:
    """The first rows, as many as a page can bear."""
    lengths = accumulate(sum(map(len, row)) for row in rows[:MOST_ROWS])
    return rows[: sum(1 for length in lengths if length <= MOST_CHARACTERS)]


def head_of(variable: str, language: Language) -> str:
    """The heading of a column."""
    return HEADS[variable].in_(language) if variable in HEADS else variable


def cells_of(variables: Sequence[str], row: Row, setting: Setting) -> list[Cell]:
    """A row as the table shows it."""
    return [_cell(name, term, setting) for name, term in zip(variables, row, strict=True)]


def _cell(variable: str, term: str, setting: Setting) -> Cell:
    text, voice = literal_text(term), Voice(setting.language)
    if term.startswith("<"):
        return _thing(text, setting)
    if variable in CODED and text in setting.codes:
        return Cell(setting.codes[text].in_(setting.language))
    if variable in PROJECTS and _PLAIN_KEY.fullmatch(text):
        return Cell(text, href=f"{setting.home}{setting.projects}{segment(text)}/index.html")
    if when := read_when(_dated(text) if variable in DAYS else term):
        return Cell(voice.when(when))
    if (number := _number(term, text)) is not None:
        return Cell(voice.decimal(number).replace("-", "−"), is_number=True)
    language = language_of(term)
    return Cell(text, language="" if language == setting.language else language)


def _thing(iri: str, setting: Setting) -> Cell:
    """Something with an address: by its name if we know it, below our own address by its path."""
    if iri in setting.names:
        return Cell(setting.names[iri].in_(setting.language))
    path = iri[len(setting.base) :]
    if iri.startswith(setting.base) and path and path.partition("/")[0] not in ("editions", "current"):
        folder = folder_of(iri, setting.base)
        # Parts have one page for both languages, above those in English; a thing is never named so deep.
        above = _root(setting) if folder.count("/") > _DEEPEST_THING else setting.home
        return Cell(path, href=f"{above}{as_link(folder)}/index.html")
    return Cell(iri, href=safe_address(iri), is_external=True)


def _root(setting: Setting) -> str:
    """The way up to where German and English pages begin."""
    if setting.language != "en":
        return setting.home
    below = f"{ENGLISH}/"
    return setting.home.removesuffix(below) if setting.home.endswith(below) else f"{setting.home}../"


_DEEPEST_THING = 1


def _dated(text: str) -> str:
    """A day, a month or a year that came as text, as what it is."""
    kinds = {10: "date", 7: "gYearMonth", 4: "gYear"}
    return f'"{text}"^^{curie(f"xsd:{kinds[len(text)]}")}' if len(text) in kinds else f'"{text}"'


def _number(term: str, text: str) -> Decimal | None:
    if not term.endswith(_NUMBERS):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _is_numeric(index: int, rows: Sequence[Row]) -> bool:
    told = [row[index] for row in rows if row[index]]
    return bool(told) and all(term.endswith(_NUMBERS) for term in told)


def _field(
    parameter: Parameter, values: Mapping[str, str], setting: Setting, fields: Sequence[tuple[str, str]]
) -> Field:
    words = words_in(setting.language)
    listed = [(value, label.in_(setting.language)) for value, label in parameter.choices.items()]
    choices = list(fields) if parameter.kind == "field" else listed
    value = values.get(parameter.name, parameter.default)
    if value and parameter.kind == "field" and value not in dict(choices):
        choices.append((value, local_name(f"<{value}>")))
    hint = words.get(f"hint_{parameter.kind}", "")
    return Field(parameter, parameter.label.in_(setting.language), value, choices, hint)


def _asked(field: Field, voice: Voice) -> tuple[str, str]:
    """What was asked for, in words; nothing where it was left open."""
    if field.parameter.kind == "date" and (when := read_when(_dated(field.value))):
        return field.label, voice.when(when)
    return field.label, dict(field.choices).get(field.value, field.value)


_PACKAGE = "pipeline.render.site"
_PLAIN_KEY = re.compile(r"(?!index\.html$)[A-Za-z0-9_-][A-Za-z0-9._-]*")
_NUMBERS = tuple(f"^^{curie(f'xsd:{kind}')}" for kind in ("integer", "decimal"))
