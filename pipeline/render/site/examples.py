"""The questions as RDF, in the form in which SIB publishes examples of SPARQL: what is known of them in, Turtle out.

https://github.com/sib-swiss/sparql-examples has the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.graph import Triple, curie, iri, is_a, literal, reading_order, texts
from pipeline.model.question import GROUPS, Question, bind
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.rdf import render_turtle
from pipeline.render.site.answers import default_values
from pipeline.render.site.matter import Matter


def render_examples(matter: Matter) -> bytes:
    """All questions with their defaults. The endpoint is that of the settings, where there is one."""
    triples = [triple for question in matter.questions.values() for triple in _example(question, matter)]
    used = {prefix for question in matter.questions.values() for prefix in _PREFIX.findall(question.sparql)}
    triples += [triple for prefix in sorted(used) for triple in _prefix(prefix, matter)]
    return render_turtle(sorted(triples, key=reading_order), PREFIXES)


def _example(question: Question, matter: Matter) -> Iterator[Triple]:
    term = iri(f"{matter.site}abfrage/{question.name}")
    sparql = bind(question, default_values(question, matter.progress.version, matter.edition.previous))
    yield from is_a(term, "sh:SPARQLExecutable", "sh:SPARQLSelectExecutable")
    yield from texts(term, "rdfs:label", question.title)
    yield from texts(term, "rdfs:comment", question.description)
    yield Triple(term, curie("sh:prefixes"), _prefixes(matter))
    yield Triple(term, curie("sh:select"), literal(sparql))
    if matter.dataset.catalog.sparql:  # files alone answer no query
        yield Triple(term, curie("schema:target"), iri(matter.dataset.catalog.sparql))
    yield from texts(term, "schema:keywords", GROUPS[question.group])


def _prefixes(matter: Matter) -> str:
    return iri(f"{matter.site}abfrage/abfragen.ttl#prefixes")


def _prefix(prefix: str, matter: Matter) -> Iterator[Triple]:
    term = iri(f"{matter.site}abfrage/abfragen.ttl#prefix-{prefix}")
    namespace = _NAMESPACES.get(prefix) or PREFIXES[prefix]
    yield Triple(_prefixes(matter), curie("sh:declare"), term)
    yield Triple(term, curie("sh:prefix"), literal(prefix))
    yield Triple(term, curie("sh:namespace"), literal(namespace, datatype=PREFIXES["xsd"] + "anyURI"))


_PREFIX = re.compile(r"^PREFIX ([\w-]+):", re.MULTILINE)
_NAMESPACES = {
    "aspect": f"{PREFIXES['ds']}aspect/",
    "kind": f"{PREFIXES['ds']}budget-kind/",
    "status": f"{PREFIXES['ds']}status/",
    "measure": PREFIXES["sdmx-measure"],
    "period": PREFIXES["sdmx-dimension"],
}
"""The short names that questions have for what has another one, or none, elsewhere."""
