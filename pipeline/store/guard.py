"""A query to the refusal that it earns before it runs, or to what kind of query it is.

Refused is what would change anything, what asks another machine, and what reads from graphs that are not ours. A query
is looked at twice, as it stands and with its codepoint escapes (SPARQL 1.1, section 19.2) as what they stand for:
programs differ in when they read them, and neither reading may leave the house.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias
from urllib.parse import urljoin

from pipeline.model.report import Text
from pipeline.store.limits import Limits, Refusal
from pipeline.store.tokens import Token, read_tokens, unescape

Form: TypeAlias = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY", "WITH")
_SERVICE_WORD = "SERVICE"
_TELLING = frozenset("#'()")
"""Signs of an IRI that begin something else where there is none."""
_GLUED = re.compile(r"FROM(?:NAMED)?(?P<graph>[^:]*:.*)", re.IGNORECASE | re.DOTALL)
_BEFORE_A_NAME = ("PREFIX", "FROM", "NAMED", "FROMNAMED", "DESCRIBE", "BY", "ASC", "DESC")
"""Words behind which ``from:x`` is a prefixed name."""
_DEEPEST = 128
"""Brackets within brackets: far more than anybody writes, far less than a parser's stack holds."""


def judge_query(query: str, limits: Limits, graphs: Container[str], asked: Sequence[str] = ()) -> Refusal | Form:
    """Why a query is refused, or its form. ``graphs`` are the IRIs of ours, ``asked`` those named beside the query."""
    if len(query.encode("utf-8", "surrogatepass")) > limits.query_bytes:
        return Refusal("too_long", too_long(limits.query_bytes))
    if "\0" in query or any(0xD800 <= ord(sign) < 0xE000 for sign in query):
        return Refusal("malformed", _NO_TEXT)
    form: Refusal | Form = Refusal("malformed", _NO_QUERY)
    for reading in dict.fromkeys((unescape(query), query)):
        form = _judge(list(read_tokens(reading)), graphs)
        if isinstance(form, Refusal):
            return form
    strange = [graph for graph in asked if graph not in graphs]
    return Refusal("forbidden", _not_ours(strange[0])) if strange else form


def _judge(tokens: list[Token], graphs: Container[str]) -> Refusal | Form:
    words = [token.text.upper() for token in tokens if token.kind == "name"]
    form = next((word for word in words if word in (*_FORMS, *_UPDATES)), "")
    if form in _UPDATES or "LOAD" in words:
        return Refusal("forbidden", _UPDATE)
    if any(_asks_elsewhere(tokens)):
        return Refusal("forbidden", _SERVICE)
    if any(_SERVICE_WORD in token.text.upper() for token in tokens) and any(_may_be_smaller_than(tokens)):
        return Refusal("forbidden", _AMBIGUOUS)
    if _depth(tokens) > _DEEPEST:
        return Refusal("malformed", _TOO_DEEP)
    strange = next((graph for graph in _from(tokens) if graph not in graphs), None)
    if strange is not None:
        return Refusal("forbidden", _not_ours(strange))
    return next((each for each in _FORMS if each == form), None) or Refusal("malformed", _NO_QUERY)


def _asks_elsewhere(tokens: Sequence[Token]) -> Iterator[bool]:
    """Whether each token may be SERVICE to a parser that needs no blank between words: ``trueSERVICE<…>``,
    ``SERVICESILENT<…>``, and ``SERVICE:name {``, which by the grammar is a prefixed name."""
    padded = [Token("other", ""), *tokens, Token("other", "")]
    for before, (kind, text), after in zip(padded, tokens, padded[2:], strict=False):
        if kind == "name":
            yield _SERVICE_WORD in text.upper()
        elif kind == "prefixed":
            is_graph = before.kind == "name" and before.text.upper() == "GRAPH"
            yield _SERVICE_WORD in text.partition(":")[0].upper() and after.text == "{" and not is_graph


def _may_be_smaller_than(tokens: Iterable[Token]) -> Iterator[bool]:
    """Whether each ``<…>`` may be two comparisons to a parser that looks for an operator behind a value, so that a
    comment or a string begins in it: ``(?a<?b#>``."""
    depth, before = 0, Token("other", "")
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")") if token.kind == "other" else 0
        is_behind_value = before.kind != "other" or before.text in (")", "]", "}")
        yield token.kind == "iri" and depth > 0 and is_behind_value and not _TELLING.isdisjoint(token.text)
        before = token


def _depth(tokens: Iterable[Token]) -> int:
    """How deep brackets lie within each other, and how many signs that take one operand follow each other."""
    depth = deepest = run = 0
    for kind, text in tokens:
        depth += (text in "{([") - (text in "})]") if kind == "other" else 0
        run = run + 1 if kind == "other" and text in "!-+^" else 0
        deepest = max(deepest, depth, run)
    return deepest


def _from(tokens: Sequence[Token]) -> Iterator[str]:
    """The graphs that a query reads from, as IRIs; what names none is given as it stands."""
    base, prefixes = "", dict[str, str]()
    tokens = list(_part_from(tokens))
    for place, (kind, text) in enumerate(tokens):
        following = [*tokens[place + 1 : place + 3], Token("other", ""), Token("other", "")]
        word = text.upper() if kind == "name" else ""
        if word == "BASE":
            base = urljoin(base, following[0].text[1:-1])
        elif word == "PREFIX":
            prefixes[following[0].text.removesuffix(":")] = urljoin(base, following[1].text[1:-1])
        elif word == "FROM":
            named = following[0].kind == "name" and following[0].text.upper() == "NAMED"
            yield _expand(following[1 if named else 0], base, prefixes)


def _part_from(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with FROM and NAMED apart from what is glued to them: ``FROMNAMED<…>``, ``FROM:g``."""
    depth, padded = 0, [Token("other", ""), *tokens, Token("other", "")]
    declared = {name.text for word, name in pairwise(padded) if word.kind == "name" and word.text.upper() == "PREFIX"}
    is_describe = any(token.kind == "name" and token.text.upper() == "DESCRIBE" for token in tokens)
    for before, token, after in zip(padded, tokens, padded[2:], strict=False):
        kind, text = token
        depth += (text in "{([") - (text in "})]") if kind == "other" else 0
        glued = _GLUED.fullmatch(text)
        is_declared = is_describe and f"{text.partition(':')[0]}:" in declared
        is_term = depth > 0 or after.text == "(" or before.text.upper() in _BEFORE_A_NAME or is_declared
        if kind == "name" and text.upper() == "FROMNAMED":
            yield from (Token("name", "FROM"), Token("name", "NAMED"))
        elif kind == "prefixed" and glued and not is_term:
            yield from (Token("name", "FROM"), Token("prefixed", glued["graph"]))
        else:
            yield token


def _expand(token: Token, base: str, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + local.replace("\\", "")


def too_long(most: int) -> Text:
    """More bytes than a query may have."""
    return Text(
        f"Die Abfrage ist zu lang: Erlaubt sind {most:,} Byte.".replace(",", "."),
        f"The query is too long: {most:,} bytes are allowed.",
    )


def _not_ours(graph: str) -> Text:
    return Text(
        f"FROM nennt einen Graphen, den es hier nicht gibt: {graph}. Lassen Sie FROM weg, oder nehmen Sie einen "
        "Graphen dieses Bestands: SELECT DISTINCT ?g WHERE { GRAPH ?g {} }",
        f"FROM names a graph that is not here: {graph}. Leave FROM out, or take a graph of this store: "
        "SELECT DISTINCT ?g WHERE { GRAPH ?g {} }",
    )


_UPDATE = Text(
    "Hier wird nur gelesen: Eine Abfrage beginnt mit SELECT, ASK, CONSTRUCT oder DESCRIBE.",
    "This is for reading: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE.",
)
_SERVICE = Text(
    "SERVICE ist hier nicht erlaubt: Es werden keine anderen Server gefragt. Laden Sie die Daten, und fragen Sie beide "
    "Bestände von Ihrem Rechner aus.",
    "SERVICE is not allowed here: no other server is asked. Ask both stores from your own machine.",
)
_AMBIGUOUS = Text(
    "Hinter „<“ kann hier eine Adresse oder ein Vergleich stehen, und dahinter ein SERVICE, das nicht erlaubt ist. "
    "Setzen Sie Leerzeichen um „<“, oder schreiben Sie die Adresse mit PREFIX.",
    'Behind "<" there may be an address or a comparison here, and behind that a SERVICE, which is not allowed. Put '
    'blanks around "<", or write the address with PREFIX.',
)
_TOO_DEEP = Text(
    f"Die Abfrage ist zu tief verschachtelt (mehr als {_DEEPEST} Klammern ineinander).",
    f"The query is nested too deeply (more than {_DEEPEST} brackets within each other).",
)
_NO_QUERY = Text(
    "Das ist keine Abfrage: Es fehlt SELECT, ASK, CONSTRUCT oder DESCRIBE.",
    "This is no query: SELECT, ASK, CONSTRUCT or DESCRIBE is missing.",
)
_NO_TEXT = Text("Die Abfrage enthält Zeichen, die keine sind.", "The query has signs in it that are none.")
