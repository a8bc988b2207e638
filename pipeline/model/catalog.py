"""The words of DCAT-AP.de for what we publish: codes of the EU's lists, and the names of a catalog's parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.dataset import DATASETS, Iris
from pipeline.model.graph import Triple, curie, iri, is_a, literal, segment
from pipeline.model.naming import part
from pipeline.model.report import Text
from pipeline.model.vocabulary import expand

EU = "http://publications.europa.eu/resource/authority"
LICENSES = "http://dcat-ap.de/def/licenses/"
GEOCODING = "http://dcat-ap.de/def/politicalGeocoding"
CONTRIBUTORS = "http://dcat-ap.de/def/contributors/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
ADMS = "http://purl.org/adms"
PUBLISHER_TYPE = f"{ADMS}/publishertype/LocalAuthority"
SHA_256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
SPARQL_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
CSVW = "https://www.w3.org/TR/tabular-metadata/"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list of codes: its title, and its IRI where that is not what its codes begin with."""

    title: Text
    iri: str = ""


SCHEMES: Mapping[str, Scheme] = {
    f"{EU}/access-right": Scheme(Text("Zugangsrechte", "Access right")),
    f"{EU}/country": Scheme(Text("Länder", "Country")),
    f"{EU}/data-theme": Scheme(Text("Datenthemen", "Data theme")),
    f"{EU}/dataset-type": Scheme(Text("Arten von Datensätzen", "Dataset type")),
    f"{EU}/file-type": Scheme(Text("Dateiformate", "File type")),
    f"{EU}/frequency": Scheme(Text("Häufigkeiten", "Frequency")),
    f"{EU}/language": Scheme(Text("Sprachen", "Language")),
    f"{EU}/planned-availability": Scheme(Text("Geplante Verfügbarkeit", "Planned availability")),
    f"{GEOCODING}/Level": Scheme(Text("Verwaltungsebenen", "Levels of administration")),
    f"{GEOCODING}/municipalityKey": Scheme(Text("Gemeindeschlüssel", "Municipality keys")),
    f"{GEOCODING}/regionalKey": Scheme(Text("Regionalschlüssel", "Regional keys")),
    CONTRIBUTORS.rstrip("/"): Scheme(Text("Datenbereitsteller", "Contributors")),
    LICENSES.rstrip("/"): Scheme(Text("Lizenzen", "Licenses")),
    f"{ADMS}/licencetype": Scheme(Text("Arten von Lizenzen", "Licence type"), f"{ADMS}/licencetype/1.0"),
    f"{ADMS}/publishertype": Scheme(Text("Arten von Stellen", "Publisher type"), f"{ADMS}/publishertype/1.0"),
}
"""The lists that codes are taken from, by what the IRIs of their codes begin with."""

LABELS: Mapping[str, Text] = {
    f"{EU}/access-right/PUBLIC": Text("öffentlich", "public"),
    f"{EU}/country/DEU": Text("Deutschland", "Germany"),
    f"{EU}/data-theme/AGRI": Text(
        "Landwirtschaft, Fischerei, Forstwirtschaft und Nahrungsmittel", "Agriculture and food"
    ),
    f"{EU}/data-theme/ECON": Text("Wirtschaft und Finanzen", "Economy and finance"),
    f"{EU}/data-theme/EDUC": Text("Bildung, Kultur und Sport", "Education, culture and sport"),
    f"{EU}/data-theme/ENER": Text("Energie", "Energy"),
    f"{EU}/data-theme/ENVI": Text("Umwelt", "Environment"),
    f"{EU}/data-theme/GOVE": Text("Regierung und öffentlicher Sektor", "Government and public sector"),
    f"{EU}/data-theme/HEAL": Text("Gesundheit", "Health"),
    f"{EU}/data-theme/INTR": Text("Internationale Themen", "International issues"),
    f"{EU}/data-theme/JUST": Text("Justiz, Rechtssystem und öffentliche Sicherheit", "Justice and public safety"),
    f"{EU}/data-theme/REGI": Text("Regionen und Städte", "Regions and cities"),
    f"{EU}/data-theme/SOCI": Text("Bevölkerung und Gesellschaft", "Population and society"),
    f"{EU}/data-theme/TECH": Text("Wissenschaft und Technologie", "Science and technology"),
    f"{EU}/data-theme/TRAN": Text("Verkehr", "Transport"),
    f"{EU}/dataset-type/ONTOLOGY": Text("Ontologie", "ontology"),
    f"{EU}/frequency/ANNUAL": Text("jährlich", "annual"),
    f"{EU}/frequency/CONT": Text("fortlaufend", "continuous"),
    f"{EU}/frequency/DAILY": Text("täglich", "daily"),
    f"{EU}/frequency/IRREG": Text("unregelmäßig", "irregular"),
    f"{EU}/frequency/MONTHLY": Text("monatlich", "monthly"),
    f"{EU}/frequency/QUARTERLY": Text("vierteljährlich", "quarterly"),
    f"{EU}/frequency/WEEKLY": Text("wöchentlich", "weekly"),
    f"{EU}/language/DEU": Text("Deutsch", "German"),
    f"{EU}/language/ENG": Text("Englisch", "English"),
    f"{EU}/planned-availability/STABLE": Text("dauerhaft", "stable"),
    f"{GEOCODING}/Level/federal": Text("Bund", "federal"),
    f"{GEOCODING}/Level/municipality": Text("Gemeinde", "municipality"),
    f"{ADMS}/licencetype/Attribution": Text("Namensnennung", "attribution"),
    f"{ADMS}/licencetype/PublicDomain": Text("gemeinfrei", "public domain"),
    f"{ADMS}/licencetype/UnknownIPR": Text("andere Bedingungen", "other terms"),
    PUBLISHER_TYPE: Text("Kommunale Behörde", "local authority"),
}
"""What people call a code."""

LANGUAGES: Mapping[str, str] = {"de": "DEU", "en": "ENG"}

# Licences of the vocabulary and of towns, as DCAT-AP.de names them.
LICENSE_BY_IRI: Mapping[str, str] = {
    "https://creativecommons.org/licenses/by/4.0/": f"{LICENSES}cc-by/4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": f"{LICENSES}cc-zero",
}


@dataclass(frozen=True, slots=True)
class CatalogNames:
    """The IRIs of a town's catalog and its parts, as terms. Those of datasets never change from edition to edition."""

    iris: Iris

    @property
    def catalog(self) -> str:
        """The catalog."""
        return iri(self.iris.base + self.iris.catalog)

    @property
    def sparql(self) -> str:
        """The data service that answers SPARQL."""
        return part(self.catalog, "sparql")

    def dataset(self, name: str) -> str:
        """A dataset, by its name in ``DATASETS``."""
        return iri(self.iris.base + self.iris.dataset + DATASETS[name])

    def distribution(self, dataset: str, file: str) -> str:
        """A file of a dataset, the same in every edition."""
        return part(dataset, segment(file))

    def series(self, dataset: str) -> str:
        """All editions of a dataset."""
        return part(dataset, "ausgaben")

    def edition(self, dataset: str, version: str) -> str:
        """One edition of a dataset."""
        return part(self.series(dataset), version)

    @property
    def lifetimes(self) -> str:
        """What the named graphs are named below, one for each span of time in which something was said."""
        return part(self.catalog, "verlauf")

    def activity(self, version: str) -> str:
        """The run that made an edition."""
        return part(self.catalog, f"lauf/{version}")

    def source(self, version: str, file: str) -> str:
        """A file as the run that made an edition read it."""
        return part(self.activity(version), segment(file))


def fragment(term: str, name: str) -> str:
    """A part of a thing that has no page of its own: ``<…/projects.csv>`` and ``checksum`` give ``<…csv#checksum>``."""
    return f"{term[:-1]}#{name}>"


def checksum_of(term: str, sha256: str) -> Iterator[Triple]:
    """The SHA-256 of a file, as SPDX says it."""
    checksum = fragment(term, "sha256")
    yield Triple(term, curie("spdx:checksum"), checksum)
    yield from is_a(checksum, "spdx:Checksum")
    yield Triple(checksum, curie("spdx:algorithm"), iri(SHA_256))
    yield from is_a(iri(SHA_256), "spdx:ChecksumAlgorithm")
    yield Triple(checksum, curie("spdx:checksumValue"), literal(sha256, datatype=expand("xsd:hexBinary")))
