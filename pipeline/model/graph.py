"""Triples as lines of N-Triples, and the cell behind each of them.

A term is its N-Triples form (https://www.w3.org/TR/n-triples/): ``<iri>``, ``"text"@de``, ``"2024"^^<…gYear>``. That is
what files are written from, so that a literal reaches every file as the mapper wrote it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from sys import intern
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import quote

from pipeline.model.errors import ConfigError
from pipeline.model.report import OneText, Text
from pipeline.model.vocabulary import expand
from pipeline.model.workbook import CellRef

if TYPE_CHECKING:
    from rdflib import Graph


NOWHERE = "https://relative.invalid/"
"""What relative addresses in a file lead from: no place at all, so that it does not matter where the file lies."""


class Triple(NamedTuple):
    """Subject, predicate and object, each in N-Triples form."""

    subject: str
    predicate: str
    object: str

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object} ."


Statement: TypeAlias = tuple[str, str, str, int]
"""A triple and the number (from 1) of the column it comes from; 0 where it follows from the row as such.

A plain tuple, because a large roadmap has millions of them.
"""


@dataclass(frozen=True, slots=True)
class SourceMap:
    """From triples back to cells: to the first that says each, and to the ``further`` ones that say it again."""

    cells: Mapping[Triple, CellRef] = field(default_factory=dict)
    further: Mapping[Triple, Iterable[CellRef]] = field(default_factory=dict)
    _by_subject: dict[str, dict[Triple, CellRef]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def by_subject(self) -> Mapping[str, Mapping[Triple, CellRef]]:
        """The cells of what is said of each subject; made when it is first asked for, as of a town without findings it
        never is.
        """
        if not self._by_subject:
            for triple, cell in self.cells.items():
                self._by_subject.setdefault(triple.subject, {})[triple] = cell
        return self._by_subject

    def find(self, subject: str, value: str) -> CellRef | None:
        """The cell from which ``subject`` has ``value``, whatever the predicate."""
        found = self.by_subject.get(subject, {})
        return next((cell for triple, cell in found.items() if triple.object == value), None)


@dataclass(frozen=True, slots=True)
class Lifted:
    """What is published of a roadmap, sorted, with the way back to the cells.

    ``judged`` are statements made for validation alone, such as the day on which a project is judged.
    """

    triples: tuple[Triple, ...]
    sources: SourceMap
    judged: tuple[Triple, ...] = ()


def iri(value: str) -> str:
    """An IRI as a term. What no IRI may hold at its place is percent-encoded (RFC 3987, section 2.2)."""
    path, mark, fragment = value.partition("#")
    host = _NUMERIC_HOST.match(path)
    start, path = (host[0], path[host.end() :]) if host else ("", path)
    return f"<{start}{_NOT_IN_IRI.sub(_percent, path)}{mark}{_NOT_IN_IRI.sub(_percent, fragment)}>"


def _percent(match: re.Match[str]) -> str:
    return quote(match[0], safe="", errors="surrogatepass")


@cache
def curie(name: str) -> str:
    """A prefixed name as a term."""
    return f"<{expand(name)}>"


def segment(text: str) -> str:
    """Text as one segment of a path: distinct texts give distinct segments, and any text gives a valid one."""
    return quote(text, safe="-._~", errors="surrogatepass")


def literal(text: str, *, language: str = "", datatype: str = "") -> str:
    """A literal as a term, with a language tag or the IRI of a datatype."""
    if '"' in text or "\\" in text or not text.isprintable():
        text = _TO_ESCAPE.sub(_escape, text)
    if language:
        return f'"{text}"@{language}'
    return f'"{text}"^^<{datatype}>' if datatype else f'"{text}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\x00-\x1f\\"\x7f]')
# The only place of brackets (RFC 3986, section 3.2.2).
_NUMERIC_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\[[0-9A-Fa-f:.]+\](?=[:/?]|$)")
# A lone percent sign, and whatever RFC 3987 does not allow, with the blanks that it does and rdflib does not.
_NOT_IN_IRI = re.compile(
    "%(?![0-9A-Fa-f]{2})|"
    "[^-A-Za-z0-9._~:/?@!$&'()*+,;=%\u00a1-\u167f\u1681-\u1fff\u200b-\u200d\u2010-\u2027\u2030-\u205e\u2060-\u2fff"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(0x10000 * plane)}-{chr(0x10000 * plane + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd]"
)


def is_a(term: str, *classes: str) -> Iterator[Triple]:
    """The classes of a thing, given as prefixed names."""
    for cls in classes:
        yield Triple(term, curie("rdf:type"), curie(cls))


def texts(term: str, predicate: str, text: Text) -> Iterator[Triple]:
    """The text in each language that there is; one that serves for both is German."""
    if text.de:
        yield Triple(term, curie(predicate), literal(text.de, language="de"))
    if text.en and not (isinstance(text, OneText) and text.en == text.de):
        yield Triple(term, curie(predicate), literal(text.en, language="en"))


def reading_order(triple: Triple) -> tuple[str, str, str]:
    """Sorts a thing before its parts: ``<…/2022-02>`` before ``<…/2022-02/period>``, though ``>`` comes after ``/``."""
    return triple.subject[:-1], triple.predicate, triple.object


def in_reading_order(triples: Iterable[Triple]) -> list[Triple]:
    """Triples sorted by ``reading_order``: first their subjects, of which there are few, then what is said of each."""
    by_subject: defaultdict[str, list[Triple]] = defaultdict(list)
    for triple in triples:
        by_subject[triple[0][:-1]].append(triple)
    return [triple for _, said in sorted(by_subject.items(), key=itemgetter(0)) for triple in sorted(said, key=_SAID)]


_SAID = itemgetter(1, 2)


def n_triples(triples: Iterable[Triple | Statement]) -> Iterator[str]:
    """One line a triple, each with its line break, in the order given."""
    return (f"{triple[0]} {triple[1]} {triple[2]} .\n" for triple in triples)


def parse_n_triples(written: str | bytes) -> tuple[Triple, ...]:
    """The triples of N-Triples as this module writes them, one a line. Raises ``ConfigError`` for any other line."""
    return tuple(map(_parse_line, _lines(written)))


def parse_n_quads(written: str | bytes) -> Iterator[tuple[Triple, str]]:
    """The triples of N-Quads as we write them, each with its graph; the empty text is the default graph.

    Raises ``ConfigError`` for any other line.
    """
    for line in _lines(written):
        named = _GRAPH.fullmatch(line)
        yield (_parse_line(f"{named[1]} ."), named[2]) if named else (_parse_line(line), "")


def _lines(written: str | bytes) -> Iterator[str]:
    """The lines that are not empty, one after another: those of a large edition would fill memory once more."""
    content = written.encode() if isinstance(written, str) else written
    start = 0
    while start < len(content):
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        if end > start:
            yield content[start:end].decode()
        start = end + 1


def _parse_line(line: str) -> Triple:
    if match := _LINE.fullmatch(line):
        # One text for each term, wherever it stands: an edition names its things dozens of times.
        return Triple(intern(match[1]), intern(match[2]), intern(match[3]))
    raise ConfigError(Text(f"keine Aussage in N-Triples: {line[:100]}", f"no triple: {line[:100]}"))


_GRAPH = re.compile(r"(<[^>]*> <[^>]*> .*[>\"\w-]) (<[^>]*>) \.")
_LINE = re.compile(r"(<[^>]*>|_:\w+) (<[^>]*>) (<[^>]*>|_:\w+|\"(?:[^\"\\]|\\.)*\"(?:@[\w-]+|\^\^<[^>]*>)?) \.")


def literal_text(term: str) -> str:
    """The text of a literal without its quotes, language or datatype; an IRI without its brackets."""
    if not term.startswith('"'):
        return term.strip("<>")
    body = term[1 : term.rindex('"')]
    return _ESCAPED.sub(_unescape, body) if "\\" in body else body


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _UNESCAPES[match[3]]


_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_UNESCAPES = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def language_of(term: str) -> str:
    """The language tag of a literal, or nothing."""
    tag = re.search(r"\"@([\w-]+)$", term)
    return tag[1] if tag else ""


def parse_turtle(text: str, source: str) -> tuple[Triple, ...]:
    """The triples of a Turtle document. ``source`` names it in the ``ConfigError`` for what is no Turtle."""
    import pyoxigraph

    try:
        quads = list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))
    except SyntaxError as error:
        line, column = error.lineno, error.offset  # its message would quote the file
        raise ConfigError(
            Text(
                f"{source}: ist kein gültiges Turtle (Zeile {line}, Spalte {column})",
                f"{source}: is no Turtle (line {line}, column {column})",
            )
        ) from error
    return tuple(Triple(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads)


class Index:
    """Triples by subject and predicate, for looking up; terms go in and out."""

    __slots__ = ("_objects", "_subjects", "_triples")

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._triples = tuple(triples)
        self._objects: dict[str, dict[str, list[str]]] = {}
        self._subjects: dict[tuple[str, str], list[str]] = {}
        for subject, predicate, object_ in self._triples:
            self._objects.setdefault(subject, {}).setdefault(predicate, []).append(object_)

    def objects(self, subject: str, predicate: str) -> Sequence[str]:
        """What ``subject`` has under a predicate, given as a prefixed name."""
        return self._objects.get(subject, {}).get(curie(predicate), ())

    def subjects(self, predicate: str, object_: str) -> Sequence[str]:
        """What has ``object_`` under a predicate, given as a prefixed name."""
        if not self._subjects:  # few ask the other way round, and it takes as long again
            for subject, said, value in self._triples:
                self._subjects.setdefault((said, value), []).append(subject)
        return self._subjects.get((curie(predicate), object_), ())

    def text(self, subject: str, predicate: str, default: str = "") -> str:
        """The text of the first literal, whatever its language."""
        found = self.objects(subject, predicate)
        return literal_text(found[0]) if found else default

    def in_both(self, subject: str, predicate: str) -> Text:
        """The German and the English text; each stands in for the other where that one is missing."""
        texts = {language_of(term): literal_text(term) for term in self.objects(subject, predicate)}
        if texts.get("de") and texts.get("en"):
            return Text(texts["de"], texts["en"])
        one = texts.get("de") or texts.get("en") or next(iter(texts.values()), "")
        return OneText(one, one)


def build_graph(triples: Iterable[Triple]) -> Graph:
    """The triples as rdflib's graph."""
    from rdflib import Graph

    graph = Graph()
    graph.parse(data="".join(n_triples(triples)), format="nt")
    return graph
