"""Triples as N-Triples, Turtle and RDF/XML.

Literals go from term to file as the mapper wrote them. Nothing here passes through a library's own writer: pyoxigraph
lists prefixes in another order in every process and leaves carriage returns raw in XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from pipeline.model.graph import Triple, curie, language_of, literal_text, n_triples
from pipeline.render.formats.pieces import join

_Groups = Iterator[tuple[str, list[Triple]]]


def render_n_triples(triples: Iterable[Triple]) -> bytes:
    """N-Triples, one line a triple, in the order of their bytes."""
    return join(n_triples(sorted(triples)))


def render_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Turtle from triples sorted by subject, declaring those of the ``prefixes`` that it uses."""
    names = _Names(prefixes)
    body = join(_turtle_block(subject, group, names) for subject, group in _by_subject(triples))
    declared = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in names.declared())
    return declared.encode() + body


def render_rdf_xml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """RDF/XML from triples sorted by subject. A comment counts the triples that XML has no words for, if any."""
    names = _ElementNames(prefixes)
    lost: list[Triple] = []
    body = join(_xml_block(subject, group, names, lost) for subject, group in _by_subject(triples))
    declared = "".join(f'\n  xmlns:{prefix}="{_attribute(iri)}"' for prefix, iri in names.declared())
    note = f"  <!-- Triples left out, because XML cannot express them: {len(lost)} -->\n" if lost else ""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n{note}'
    return b"".join((head.encode(), body, b"</rdf:RDF>\n"))


def _by_subject(triples: Iterable[Triple]) -> _Groups:
    """The triples of each subject, its types first."""
    for subject, group in groupby(triples, key=itemgetter(0)):
        yield subject, sorted(group, key=_types_first)


def _types_first(triple: Triple) -> tuple[bool, str, str]:
    return triple[1] != _TYPE, triple[1], triple[2]


class _Names:
    """IRIs as prefixed names, and which prefixes were needed for them."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix_by_iri = {iri: prefix for prefix, iri in prefixes.items()}
        self._used: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def declared(self) -> list[tuple[str, str]]:
        """The prefixes in use, each with its IRI."""
        return sorted(self._used.items())

    def short(self, term: str) -> str:
        """An IRI as a prefixed name where there is one; any other term as it is."""
        namespace, local = _split(term)
        prefix = self._prefix_by_iri.get(namespace)
        if prefix is None or not _LOCAL_NAME.fullmatch(local):
            return term
        self._used[prefix] = namespace
        return f"{prefix}:{local}"

    def remembered(self, term: str) -> str:
        """The same for terms that come again and again: predicates and datatypes."""
        if term not in self._known:
            self._known[term] = self.short(term)
        return self._known[term]


def _split(term: str) -> tuple[str, str]:
    """The IRI in a term, cut behind its last slash or hash."""
    cut = max(term.rfind("/"), term.rfind("#")) + 1
    return term[1:cut], term[cut:-1]


def _turtle_block(subject: str, group: list[Triple], names: _Names) -> str:
    lines = []
    for predicate, triples in groupby(group, key=itemgetter(1)):
        verb = "a" if predicate == _TYPE else names.remembered(predicate)
        objects = [_turtle_object(triple[2], names) for triple in triples]
        lines.append(f"{verb} {_NEXT_OBJECT.join(objects)}")
    return f"\n{subject} {_NEXT_PREDICATE.join(lines)} .\n"


def _turtle_object(term: str, names: _Names) -> str:
    if term.startswith("<"):
        return names.short(term)
    if not term.endswith(">"):
        return term
    text, datatype = term.rsplit("^^", 1)
    return f"{text}^^{names.remembered(datatype)}"


class _ElementNames:
    """Predicates as names of XML elements. A namespace without a prefix gets one: ``ns1``, ``ns2`` …"""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix_by_iri = {iri: prefix for prefix, iri in prefixes.items() if prefix} | {_RDF: "rdf"}
        self._used = {_RDF: "rdf"}
        self._known: dict[str, str] = {}

    def declared(self) -> list[tuple[str, str]]:
        """The prefixes in use, each with its IRI."""
        return sorted((prefix, iri) for iri, prefix in self._used.items())

    def of(self, predicate: str) -> str:
        """The name of the element for a predicate; empty where XML has none for it."""
        if predicate not in self._known:
            self._known[predicate] = self._name(predicate[1:-1])
        return self._known[predicate]

    def _name(self, iri: str) -> str:
        local = _XML_NAME.search(iri)
        if not local or not local.start():
            return ""
        namespace = iri[: local.start()]
        if namespace not in self._used:
            unused = f"ns{len(self._used)}"
            self._used[namespace] = self._prefix_by_iri.get(namespace, unused)
        return f"{self._used[namespace]}:{local[0]}"


def _xml_block(subject: str, group: Iterable[Triple], names: _ElementNames, lost: list[Triple]) -> str:
    """The element of a subject. Triples that XML cannot hold are added to the ``lost`` ones."""
    elements = []
    for triple in group:
        element = _element(triple, names)
        if element:
            elements.append(element)
        else:
            lost.append(triple)
    if not elements:
        return ""
    return f"  <rdf:Description {_node('about', subject)}>\n{''.join(elements)}  </rdf:Description>\n"


def _element(triple: Triple, names: _ElementNames) -> str:
    """A property element, or nothing where XML cannot hold it."""
    name, term = names.of(triple[1]), triple[2]
    if not name:
        return ""
    if not term.startswith('"'):
        return f"    <{name} {_node('resource', term)}/>\n"
    text = literal_text(term)
    if not text.isprintable() and _NOT_IN_XML.search(text):
        return ""
    return f"    <{name}{_kind(term)}>{_escape(text)}</{name}>\n"


def _kind(term: str) -> str:
    """The attribute for the language or the datatype of a literal."""
    if term.endswith(">"):
        datatype = term.rsplit("^^<", 1)[1][:-1]
        return f' rdf:datatype="{_attribute(datatype)}"'
    language = language_of(term)
    return f' xml:lang="{language}"' if language else ""


def _node(attribute: str, term: str) -> str:
    """A subject or an object: ``rdf:about`` and ``rdf:resource`` for IRIs, ``rdf:nodeID`` for blank nodes."""
    if term.startswith("_:"):
        return f'rdf:nodeID="b{term[2:]}"'
    return f'rdf:{attribute}="{_attribute(term[1:-1])}"'


def _attribute(iri: str) -> str:
    """An IRI in quotes; of what XML reserves it can only hold the ampersand."""
    return iri.replace("&", "&amp;")


def _escape(text: str) -> str:
    return text.translate(_XML_ESCAPES) if _XML_RESERVED.search(text) else text


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = curie("rdf:type")
_NEXT_OBJECT, _NEXT_PREDICATE = " ,\n        ", " ;\n    "
_LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")
_XML_RESERVED = re.compile("[&<>\r]")
_XML_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
