"""A question to an edition: a query in SPARQL, what it asks in two languages, and which of its values may change.

A file of ``ontology/questions`` begins with lines of comment that tell all this (``docs/questions/README.md`` has the
syntax). A parameter is a variable that the query gives a value with ``VALUES ?name { … }``; ``UNDEF`` leaves it open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from pipeline.model.columns import COLUMNS
from pipeline.model.errors import ConfigError
from pipeline.model.graph import iri, literal, literal_text
from pipeline.model.report import Text
from pipeline.model.vocabulary import DEF, PREFIXES, expand, nearest

GROUPS: Mapping[str, Text] = {
    "projects": Text("Projekte", "Projects"),
    "fields": Text("Handlungsfelder und Vision", "Fields of action and vision"),
    "time": Text("Zeit", "Time"),
    "money": Text("Geld", "Money"),
    "participation": Text("Beteiligung und Zuständigkeit", "Participation and responsibility"),
    "indicators": Text("Kennzahlen", "Indicators"),
    "provenance": Text("Herkunft und Dateien", "Provenance and files"),
}
"""What questions are about, in the order in which they are shown."""

CodeLists = Mapping[str, Mapping[str, Text]]
"""The labels of concepts by their notation, for each code list."""
_NONE: CodeLists = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that whoever asks may choose. Without a ``default`` it is left open, and the question asks of all.

    ``kind`` is a name in ``KINDS``; ``of`` the code list of a concept, or for a day what a page puts in its place:
    the day of the ``edition`` that is asked, or of the ``previous`` one. ``choices`` are all values of a closed list.
    """

    name: str
    label: Text
    kind: str
    default: str
    of: str = ""
    choices: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked (``title``) and how to read the answer (``description``), in which group, of which files."""

    name: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    files: tuple[str, ...]
    sparql: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How the values of a kind are written in a query (``term``), and what is said of those that are none."""

    term: Callable[[str, Parameter], str | None]
    expected: Text


# Reading #############################################################################################################


def parse_question(name: str, text: str, code_lists: CodeLists = _NONE) -> Question:
    """A ``.rq`` file. Raises ``ConfigError`` for a header that does not say all that there is to say."""
    header, _, sparql = text.partition("\n\n")
    said = dict(_header(header))
    try:
        return Question(
            name,
            _both(said, "title"),
            _both(said, "description"),
            tuple(_parameter(key.split()[1], value, said, sparql, code_lists) for key, value in _parameters(said)),
            tuple(said["files"].split(", ")),
            sparql,
            next(group for group in GROUPS if group == said["group"]),
        )
    except (KeyError, ValueError, StopIteration) as error:
        raise ConfigError(
            Text(f"{name}.rq: Kopf der Frage: {error!r}", f"{name}.rq: head of the question: {error!r}")
        ) from error


def _header(header: str) -> Iterator[tuple[str, str]]:
    """What the lines say, by their word; a line that is indented goes on with the one before."""
    for line in re.sub(r"\n#  +", " ", header).split("\n"):
        word, _, said = line.removeprefix("# ").partition(": ")
        yield word, said


def _both(said: Mapping[str, str], word: str) -> Text:
    return Text(said[f"{word}@de"], said[f"{word}@en"])


def _parameters(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, value in said.items() if key.startswith("parameter "))


def _parameter(name: str, spec: str, said: Mapping[str, str], sparql: str, code_lists: CodeLists) -> Parameter:
    kind, _, of = spec.partition(" ")
    if kind not in KINDS:
        raise ValueError(spec)
    (default,) = {match[1] for match in _values(name).finditer(sparql)}
    choices = _PROPERTIES if kind == "property" else code_lists[of] if kind == "concept" else {}
    return Parameter(name, _both(said, name), kind, _parse_default(default, kind), of, choices)


def _parse_default(term: str, kind: str) -> str:
    """The value behind what stands in ``VALUES``: a term, a prefixed name or ``UNDEF``."""
    if term == "UNDEF":
        return ""
    return term.partition(":")[2] if kind == "concept" else literal_text(term)


def _values(name: str) -> re.Pattern[str]:
    """Where a query gives one variable one value."""
    return re.compile(rf"VALUES \?{re.escape(name)} {{ (\S+) }}")


# Binding #############################################################################################################


def bind(question: Question, values: Mapping[str, str]) -> str:
    """The query with these values instead of its defaults, each as a term of its kind.

    An empty value leaves a parameter open that is open by default. Raises ``ConfigError`` with all that is no value of
    its parameter, and for parameters that there are none of.
    """
    mistakes = [*_unknown(question, values)]
    sparql = question.sparql
    for parameter in question.parameters:
        value = values.get(parameter.name, parameter.default)
        term = term_of(parameter, value)
        if term is None:
            mistakes.append(_refused(parameter, value))
        elif value != parameter.default:
            sparql = _values(parameter.name).sub(_put(f"VALUES ?{parameter.name} {{ {term} }}"), sparql)
    if mistakes:
        raise ConfigError.of_all(mistakes)
    return sparql


def _put(text: str) -> Callable[[re.Match[str]], str]:
    """Text as it stands: a backslash in it means nothing."""
    return lambda _: text


def term_of(parameter: Parameter, value: str) -> str | None:
    """How a value is written in the query; ``None`` where it is no value of the parameter."""
    if not value:
        return None if parameter.default else "UNDEF"
    return KINDS[parameter.kind].term(value, parameter)


def _unknown(question: Question, values: Mapping[str, str]) -> Iterator[Text]:
    names = [parameter.name for parameter in question.parameters]
    for name in sorted({*values} - {*names}):
        meant = nearest(name, names)
        yield Text(
            f"Die Frage kennt keine Angabe „{name}“." + (f" Meinten Sie „{meant}“?" if meant else ""),
            f'The question has no parameter "{name}".' + (f' Did you mean "{meant}"?' if meant else ""),
        )


def _refused(parameter: Parameter, value: str) -> Text:
    expected = KINDS[parameter.kind].expected
    listed = ", ".join(parameter.choices)
    return Text(
        f"{parameter.label.de}: „{value}“ ist keine gültige Angabe. Erwartet wird {expected.de}{listed}.",
        f'{parameter.label.en}: "{value}" is no valid value. Expected is {expected.en}{listed}.',
    )


def _date(value: str, _: Parameter) -> str | None:
    """Days are compared as text, so a day is a plain literal."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return literal(date.fromisoformat(value).isoformat())
    except ValueError:
        return None


def _year(value: str, _: Parameter) -> str | None:
    return literal(value) if re.fullmatch(r"[0-9]{4}", value) else None


def _text(value: str, _: Parameter) -> str | None:
    # Programs differ in whether "\\u0022" is a quotation mark, so no backslash goes into a query at all.
    return literal(value) if value.isprintable() and "\\" not in value and len(value) <= _LONGEST else None


def _concept(value: str, parameter: Parameter) -> str | None:
    return iri(f"{DEF}{parameter.of}/{value}") if value in parameter.choices else None


def _property(value: str, parameter: Parameter) -> str | None:
    return iri(expand(value)) if value in parameter.choices else None


def _field(value: str, _: Parameter) -> str | None:
    """The IRI of a field of action, whatever town it is of; one that would have to be mended is refused."""
    if re.match(r"https?://[^/?#]", value) and len(value) <= _LONGEST and iri(value) == f"<{value}>":
        return f"<{value}>"
    return None


_LONGEST = 400
_PROPERTIES: Mapping[str, Text] = {
    column.predicate: column.title
    for column in reversed([*COLUMNS.values()])
    if column.predicate.partition(":")[0] in PREFIXES
}
KINDS: Mapping[str, Kind] = {
    "date": Kind(_date, Text("ein Tag wie 2026-11-22", "a day such as 2026-11-22")),
    "year": Kind(_year, Text("ein Jahr wie 2026", "a year such as 2026")),
    "text": Kind(_text, Text("ein kurzer Text ohne „\\“", 'a short text without "\\"')),
    "project": Kind(_text, Text("die Kennung eines Projekts", "the key of a project")),
    "field": Kind(_field, Text("die Adresse eines Handlungsfelds", "the address of a field of action")),
    "concept": Kind(_concept, Text("eines von: ", "one of: ")),
    "property": Kind(_property, Text("eines von: ", "one of: ")),
}
"""What a value may be: all that a parameter can ask for."""
