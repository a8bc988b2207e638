"""A file: where it lies, what it is, under which terms, how large, how old, and what it conforms to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pipeline.describe.context import VOCABULARY_TITLE, Context
from pipeline.describe.statements import coded, conforms_to, moment, number
from pipeline.describe.subject import VOCABULARY, Subject
from pipeline.model.catalog import (
    ADMS,
    CSVW,
    EU,
    LANGUAGES,
    MEDIA_TYPES,
    checksum_of,
    fragment,
)
from pipeline.model.edition import Distribution, FileState, Release
from pipeline.model.formats import FORMATS, format_in_catalog
from pipeline.model.graph import Triple, curie, iri, is_a, literal, texts
from pipeline.model.report import Text


def state_of(release: Release, file: Distribution) -> FileState:
    """How old a file is: as old as in the edition before if it is the same file."""
    sha256, now = hashlib.sha256(file.content).hexdigest(), moment(release.made_at)
    before = release.files.get(file.name)
    if before is None:
        return FileState(sha256, now, now)
    return before if before.sha256 == sha256 else FileState(sha256, before.issued, now)


def distribution_triples(
    context: Context, subject: Subject, term: str, file: Distribution, state: FileState
) -> Iterator[Triple]:
    """One file: where it lies, what it is, under which terms, how large, and its SHA-256."""
    kind, address = format_in_catalog(file.media_type, file.name), context.address(file.name)
    yield from is_a(term, "dcat:Distribution")
    yield from texts(term, "dcterms:title", file.title)
    pairs = zip(file.description, kind.description, strict=True)
    yield from texts(term, "dcterms:description", Text(*(" ".join(filter(None, pair)) for pair in pairs)))
    yield Triple(term, curie("dcat:accessURL"), address)
    yield Triple(term, curie("dcat:downloadURL"), address)
    yield from coded(term, "dcterms:format", f"{EU}/file-type/{kind.code}", "dcterms:MediaTypeOrExtent")
    yield from coded(term, "dcat:mediaType", MEDIA_TYPES + file.media_type, "dcterms:MediaType")
    yield Triple(term, curie("dcat:byteSize"), number(len(file.content)))
    yield from checksum_of(term, state.sha256)
    yield from _terms_of_use(context, subject, term)
    yield Triple(term, curie("dcterms:issued"), state.issued)
    yield Triple(term, curie("dcterms:modified"), state.modified)
    for code in subject.languages:
        yield from coded(term, "dcterms:language", f"{EU}/language/{LANGUAGES[code]}", "dcterms:LinguisticSystem")
    yield from coded(term, "dcatap:availability", f"{EU}/planned-availability/STABLE")
    yield from _conforms(context, subject, term, file)


def _terms_of_use(context: Context, subject: Subject, term: str) -> Iterator[Triple]:
    yield from license_of(term, subject.license)
    if "-by" in subject.license:  # dl-by-de, cc-by, cc-by-sa …: they ask to be told whom to name
        name = context.dataset.publisher.name
        attribution = subject.attribution if subject.attribution.de else Text(name, name)
        yield Triple(term, curie("dcatde:licenseAttributionByText"), literal(attribution.de, language="de"))
    yield from rights(subject.notice, term, context.names.dataset(subject.name))


def license_of(term: str, license_: str) -> Iterator[Triple]:
    """The license of a thing, and what kind of license it is."""
    yield from coded(term, "dcterms:license", license_, "dcterms:LicenseDocument")
    kind = next((kind for name, kind in _LICENSE_TYPES.items() if name in license_), "UnknownIPR")
    yield from coded(iri(license_), "dcterms:type", f"{ADMS}/licencetype/{kind}")


# By what the names of licences hold.
_LICENSE_TYPES = {"zero": "PublicDomain", "-by": "Attribution"}


def rights(notice: Text, term: str, owner: str) -> Iterator[Triple]:
    """The notice that goes with the data, told once at their ``owner``."""
    statement = fragment(owner, "rechte")
    yield Triple(term, curie("dcterms:rights"), statement)
    yield from is_a(statement, "dcterms:RightsStatement")
    yield from texts(statement, "rdfs:label", notice if notice.de else _FREE)


_FREE = Text(
    "Öffentlich; die Lizenz sagt, was bei der Nutzung zu beachten ist.",
    "Public; the license says what to heed when using it.",
)


def _conforms(context: Context, subject: Subject, term: str, file: Distribution) -> Iterator[Triple]:
    """A table conforms to its description, the description to CSVW, RDF to the vocabulary."""
    if file.described_by:
        names = context.names
        yield from conforms_to(term, names.distribution(names.dataset(subject.name), file.described_by))
    elif file.media_type == FORMATS["csv-metadata.json"].media_type:
        title = Text("Metadata Vocabulary for Tabular Data", "Metadata Vocabulary for Tabular Data")
        yield from conforms_to(term, iri(CSVW), title)
    elif format_in_catalog(file.media_type, file.name).is_rdf:
        yield from conforms_to(term, VOCABULARY, VOCABULARY_TITLE)
