"""The triples of a strategy in, what cannot hold together in them out: labels, notations, circles, shared pages.

What SKOS, ORG and FOAF say must not be, and what readers would take in different ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, combinations

from pipeline.model.graph import Index, Triple, curie, language_of, literal_text
from pipeline.model.known_as import GND, WIKIDATA
from pipeline.model.report import Text

Links = Mapping[str, Collection[str]]
"""What a thing leads to, by its term."""


def mistakes_in_strategy(triples: Iterable[Triple]) -> Iterator[Text]:
    """All of them, in a steady order; without the name of the file."""
    triples = sorted(set(triples))
    index = Index(triples)
    concepts = sorted({term for cls in _CONCEPTS for term in index.subjects("rdf:type", curie(cls))})
    return chain(
        chain.from_iterable(_in_labels(concept, index) for concept in concepts),
        _in_schemes(concepts, index, triples),
        _in_circles(triples),
        _in_relations(triples),
        _shared(triples),
        _known_twice(triples),
    )


_CONCEPTS = ("skos:Concept", "ds:FieldOfAction", "ds:Thesis")


def _in_labels(concept: str, index: Index) -> Iterator[Text]:
    """Of each language one preferred label, and each label of one kind alone (SKOS, S13 and S14)."""
    labels = {kind: sorted(index.objects(concept, f"skos:{kind}")) for kind in ("prefLabel", "altLabel", "hiddenLabel")}
    for one, other in combinations(labels["prefLabel"], 2):
        if language_of(one).lower() == language_of(other).lower():
            yield Text(
                f"{concept} hat zwei bevorzugte Namen in einer Sprache: {one} und {other}",
                f"{concept} has two preferred labels in one language: {one} and {other}",
            )
    for (kind, ones), (other_kind, others) in combinations(labels.items(), 2):
        for label in (label for label in others if any(_is_same(label, one) for one in ones)):
            yield Text(
                f"{concept} nennt {label} zweimal, als skos:{kind} und als skos:{other_kind}",
                f"{concept} has {label} twice, as skos:{kind} and as skos:{other_kind}",
            )


def _is_same(one: str, other: str) -> bool:
    """Whether two labels are one; a label without a language is of any."""
    languages = {language_of(label).lower() for label in (one, other)}
    return literal_text(one) == literal_text(other) and len(languages - {""}) < 2


def _in_schemes(concepts: Iterable[str], index: Index, triples: Iterable[Triple]) -> Iterator[Text]:
    """Each concept is in a scheme, under a notation of its own, and has nothing above it where it is at the top."""
    schemes, above = _links(triples, *_IN_SCHEME), _links(triples, *_BROADER)
    tops = _links(triples, "skos:topConceptOf", "^skos:hasTopConcept")
    owners: dict[tuple[str, str], str] = {}
    for concept in concepts:
        if not schemes.get(concept):
            yield Text(
                f"{concept} gehört zu keiner Liste (skos:inScheme)", f"{concept} is in no scheme (skos:inScheme)"
            )
        for scheme in schemes.get(concept, ()):
            for notation in index.objects(concept, "skos:notation"):
                if (owner := owners.setdefault((scheme, literal_text(notation)), concept)) != concept:
                    yield Text(
                        f"{owner} und {concept} haben in {scheme} beide die Nummer {notation}",
                        f"{owner} and {concept} both have the notation {notation} in {scheme}",
                    )
        for broader in above.get(concept, ()):
            for scheme in sorted({*tops.get(concept, ())} & {*schemes.get(broader, ())}):
                yield Text(
                    f"{concept} steht in {scheme} ganz oben und zugleich unter {broader}",
                    f"{concept} is at the top of {scheme}, and below {broader}",
                )


_IN_SCHEME = ("skos:inScheme", "skos:topConceptOf", "^skos:hasTopConcept")
_BROADER = ("skos:broader", "^skos:narrower", "skos:broaderTransitive", "^skos:narrowerTransitive", "skos:broadMatch")


def _in_circles(triples: Iterable[Triple]) -> Iterator[Text]:
    """Nothing is above itself, part of itself, or follows itself."""
    for words, names in _CIRCLES.items():
        yield from _circles(words, _links(triples, *names))
    yield from _circles(_SUCCESSION, _successors(triples))


def _circles(words: Text, links: Links) -> Iterator[Text]:
    told: set[str] = set()
    for term in sorted(links):
        circle = _circle(term, links)
        if circle and not told & {*circle}:
            told |= {*circle}
            path = " → ".join((*circle, term))
            yield Text(f"{words.de} im Kreis: {path}", f"{words.en} in a circle: {path}")


def _circle(start: str, links: Links) -> tuple[str, ...]:
    """The shortest way from a thing back to itself, or nothing."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:  # grows while it is read
        for further in links.get(way[-1], ()):
            if further == start:
                return way
            if further not in seen:
                seen.add(further)
                ways.append((*way, further))
    return ()


_SUCCESSION = Text("Organisationen folgen einander", "organizations follow one another")
_CIRCLES: Mapping[Text, tuple[str, ...]] = {
    Text("Oberbegriffe (skos:broader) stehen", "broader concepts (skos:broader) stand"): _BROADER,
    Text("Nachfolger (dcterms:isReplacedBy) stehen", "replacements (dcterms:isReplacedBy) stand"): (
        "dcterms:isReplacedBy",
        "^dcterms:replaces",
    ),
    Text("übergeordnete Stellen (org:subOrganizationOf) stehen", "bodies above (org:subOrganizationOf) stand"): (
        *("org:subOrganizationOf", "^org:hasSubOrganization", "org:unitOf", "^org:hasUnit"),
    ),
    Text("Teile (dcterms:isPartOf) stehen", "parts (dcterms:isPartOf) stand"): ("dcterms:isPartOf", "^dcterms:hasPart"),
}


def _successors(triples: Iterable[Triple]) -> Links:
    """What became of each organization; one that takes another in and stays what it is follows nobody."""
    results = _links(triples, "org:resultingOrganization", "^org:resultedFrom")
    changes = _links(triples, "org:changedBy", "^org:originalOrganization")
    return {
        body: sorted({result for event in events for result in results.get(event, ())} - {body})
        for body, events in changes.items()
    }


def _in_relations(triples: Iterable[Triple]) -> Iterator[Text]:
    """What is related is neither above nor below (SKOS, S27)."""
    above = _links(triples, *_BROADER)
    for concept, related in _links(triples, "skos:related", "^skos:related", "skos:relatedMatch").items():
        for other in sorted({*related} & _reached(concept, above)):
            yield Text(
                f"{other} steht über {concept} und ist zugleich verwandt mit ihm (skos:related)",
                f"{other} is above {concept}, and related to it (skos:related)",
            )


def _reached(start: str, links: Links) -> set[str]:
    found, ahead = set[str](), [start]
    while ahead:
        new = {*links.get(ahead.pop(), ())} - found
        found |= new
        ahead += new
    return found


def _shared(triples: Iterable[Triple]) -> Iterator[Text]:
    """What FOAF says is of one thing alone: to a reasoner all that have it are one."""
    for name in _OF_ONE_THING:
        for value, owners in _links(triples, f"^{name}").items():
            if len(owners) > 1:
                yield Text(
                    f"{' und '.join(owners)} haben beide {name} {value}; das gilt Programmen als ein und dasselbe. Was"
                    " mehreren gehört, ist foaf:page",
                    f"{' and '.join(owners)} all have {name} {value}, which makes them one to programs. What several"
                    " have is foaf:page",
                )


_OF_ONE_THING = ("foaf:homepage", "foaf:isPrimaryTopicOf", "foaf:mbox", "foaf:mbox_sha1sum", "foaf:weblog", "foaf:logo")


def _known_twice(triples: Iterable[Triple]) -> Iterator[Text]:
    """One entity elsewhere is one thing here, and one thing is one entity of each list."""
    for value, owners in _links(triples, "^owl:sameAs").items():
        if len(owners) > 1:
            yield Text(
                f"{' und '.join(owners)} sind beide {value} (owl:sameAs); das gilt Programmen als ein und dasselbe",
                f"{' and '.join(owners)} are all {value} (owl:sameAs), which makes them one to programs",
            )
    for term, values in _links(triples, "owl:sameAs").items():
        for start in (WIKIDATA, GND):
            if len(found := [value for value in values if value.startswith(f"<{start}")]) > 1:
                yield Text(
                    f"{term} ist dort zweierlei (owl:sameAs): {' und '.join(found)}",
                    f"{term} is two things there (owl:sameAs): {' and '.join(found)}",
                )


def _links(triples: Iterable[Triple], *names: str) -> Links:
    """What leads to what by these properties, backwards by those behind ``^``; sorted."""
    forwards = {curie(name) for name in names if not name.startswith("^")}
    backwards = {curie(name[1:]) for name in names if name.startswith("^")}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in triples:
        if predicate in forwards:
            found[subject].add(value)
        if predicate in backwards:
            found[value].add(subject)
    return {term: sorted(found[term]) for term in sorted(found)}
