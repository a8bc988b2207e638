"""The rules for a catalog: each of them has a change that breaks it alone, and the official shapes say the same."""

from __future__ import annotations

import re
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.model.graph import Triple, build_graph, parse_turtle
from pipeline.model.report import Severity, Text, ValidationResult
from pipeline.town.resources import read_resources
from pipeline.validate.audit import audit

ROOT = Path(__file__).parents[1]
OFFICIAL = Path(__file__).parents[2] / "shared" / "official-shapes"
RULES = read_resources().catalog_rules

PREFIXES = """
@prefix : <https://town.example/id/> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix bna: <http://data.europa.eu/bna/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dcatde: <http://dcat-ap.de/def/dcatde/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eu: <http://publications.europa.eu/resource/authority/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geo: <http://dcat-ap.de/def/politicalGeocoding/> .
@prefix licenses: <http://dcat-ap.de/def/licenses/> .
@prefix publishertype: <http://purl.org/adms/publishertype/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# A line for each statement, so that a change can leave one out.
CATALOG = r"""
:katalog a dcat:Catalog .
:katalog dcterms:title "Katalog der Stadt"@de , "Catalog of the town"@en .
:katalog dcterms:description "Daten der Stadt"@de .
:katalog dcterms:publisher :stadt .
:katalog dcterms:license licenses:cc-zero .
:katalog dcterms:language eu:language\/DEU .
:katalog dcterms:issued "2026-01-02"^^xsd:date .
:katalog dcterms:modified "2026-11-22T09:00:00Z"^^xsd:dateTime .
:katalog foaf:homepage <https://town.example/> .
:katalog dcat:dataset :roadmap .
:katalog dcat:service :sparql .

:stadt a foaf:Agent .
:stadt foaf:name "Stadt Musterstadt" .
:stadt dcterms:type publishertype:LocalAuthority .

:roadmap a dcat:Dataset .
:roadmap dcterms:title "Fahrplan"@de , "Roadmap"@en .
:roadmap dcterms:description "Projekte der Stadt"@de .
:roadmap dcterms:publisher :stadt .
:roadmap dcterms:identifier "https://town.example/id/roadmap" .
:roadmap dcat:contactPoint :roadmap\#kontakt .
:roadmap dcat:keyword "Digitalisierung"@de .
:roadmap dcat:theme eu:data-theme\/GOVE .
:roadmap dcterms:language eu:language\/DEU .
:roadmap dcterms:accrualPeriodicity eu:frequency\/IRREG .
:roadmap dcterms:accessRights eu:access-right\/PUBLIC .
:roadmap dcterms:spatial geo:municipalityKey\/05370004 .
:roadmap dcterms:temporal :roadmap\#zeitraum .
:roadmap dcterms:issued "2026-01-02"^^xsd:date .
:roadmap dcterms:modified "2026-11-22T09:00:00Z"^^xsd:dateTime .
:roadmap dcat:version "2026-11-22" .
:roadmap dcat:inSeries :reihe .
:roadmap dcatde:politicalGeocodingLevelURI geo:Level\/municipality .
:roadmap dcatde:politicalGeocodingURI geo:regionalKey\/053700004004 .
:roadmap dcatde:contributorID <http://dcat-ap.de/def/contributors/openNRW> .
:roadmap dcatap:availability eu:planned-availability\/STABLE .
:roadmap dcat:distribution :roadmap\/projects.csv .

:roadmap\#kontakt a vcard:Kind , vcard:Organization .
:roadmap\#kontakt vcard:fn "Team Digital" .
:roadmap\#kontakt vcard:hasEmail <mailto:digital@town.example> .

:roadmap\#zeitraum a dcterms:PeriodOfTime .
:roadmap\#zeitraum dcat:startDate "2024"^^xsd:gYear .
:roadmap\#zeitraum dcat:endDate "2026-12"^^xsd:gYearMonth .

:roadmap\/projects.csv a dcat:Distribution .
:roadmap\/projects.csv dcterms:title "Projekte als Tabelle"@de , "Projects as a table"@en .
:roadmap\/projects.csv dcterms:description "Eine Zeile je Projekt"@de .
:roadmap\/projects.csv dcat:accessURL <https://town.example/projects.csv> .
:roadmap\/projects.csv dcat:downloadURL <https://town.example/projects.csv> .
:roadmap\/projects.csv dcterms:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0> .
:roadmap\/projects.csv dcatde:licenseAttributionByText "Stadt Musterstadt"@de .
:roadmap\/projects.csv dcterms:format eu:file-type\/CSV .
:roadmap\/projects.csv dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> .
:roadmap\/projects.csv dcat:byteSize "123"^^xsd:nonNegativeInteger .
:roadmap\/projects.csv spdx:checksum :roadmap\/projects.csv\#checksum .
:roadmap\/projects.csv dcterms:issued "2026-01-02"^^xsd:date .
:roadmap\/projects.csv dcterms:modified "2026-11-22T09:00:00Z"^^xsd:dateTime .
:roadmap\/projects.csv dcterms:language eu:language\/DEU .
:roadmap\/projects.csv dcterms:rights :rechte .
:roadmap\/projects.csv dcatap:availability eu:planned-availability\/STABLE .
:roadmap\/projects.csv adms:status eu:distribution-status\/COMPLETED .

:roadmap\/projects.csv\#checksum a spdx:Checksum .
:roadmap\/projects.csv\#checksum spdx:algorithm spdx:checksumAlgorithm_sha256 .
:roadmap\/projects.csv\#checksum spdx:checksumValue
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"^^xsd:hexBinary .

:sparql a dcat:DataService .
:sparql dcterms:title "Abfragen"@de .
:sparql dcterms:publisher :stadt .
:sparql dcat:endpointURL <https://town.example/sparql> .
:sparql dcat:servesDataset :roadmap .
:sparql dcterms:license licenses:cc-zero .
:sparql dcterms:accessRights eu:access-right\/PUBLIC .

:reihe a dcat:DatasetSeries .
:reihe dcterms:title "Ausgaben"@de .
:reihe dcterms:description "Alle Ausgaben"@de .
:reihe dcterms:publisher :stadt .

# So that other shapes, too, know what these are.
:rechte a dcterms:RightsStatement .
licenses:cc-zero a dcterms:LicenseDocument .
<http://dcat-ap.de/def/licenses/dl-by-de/2.0> a dcterms:LicenseDocument .
geo:municipalityKey\/05370004 a dcterms:Location .
eu:language\/DEU a dcterms:LinguisticSystem .
eu:frequency\/IRREG a dcterms:Frequency .
eu:access-right\/PUBLIC a dcterms:RightsStatement .
eu:file-type\/CSV a dcterms:MediaTypeOrExtent .
<https://www.iana.org/assignments/media-types/text/csv> a dcterms:MediaType .
<https://town.example/> a foaf:Document .
spdx:checksumAlgorithm_sha256 a spdx:ChecksumAlgorithm .
"""


class Change(NamedTuple):
    """What breaks a rule: the statement that goes, and what comes instead."""

    old: str
    new: str = ""

    def applied(self) -> str:
        """The catalog with the change."""
        assert CATALOG.count(self.old) == 1, self.old
        return PREFIXES + CATALOG.replace(self.old, self.new)


FILE, CHECKSUM, CONTACT = r":roadmap\/projects.csv", r":roadmap\/projects.csv\#checksum", r":roadmap\#kontakt"
NOWHERE = ":nirgends"
DIGEST = '"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"'
ROADMAP, DATASERVICE = ":roadmap a dcat:Dataset .", ":sparql a dcat:DataService ."


def _without(subject: str, predicate: str) -> Change:
    """The statement of a property goes."""
    (line,) = re.findall(rf"^{re.escape(f'{subject} {predicate} ')}[^;]*? \.$", CATALOG, re.MULTILINE)
    return Change(line)


def _instead(subject: str, predicate: str, value: str) -> Change:
    """A property gets another value."""
    return Change(_without(subject, predicate).old, f"{subject} {predicate} {value} .")


def _added(subject: str, predicate: str, value: str) -> Change:
    """A property gets a further value."""
    (line,) = re.findall(rf"^{re.escape(subject)} a [^;]*? \.$", CATALOG, re.MULTILINE)
    return Change(line, f"{line}\n{subject} {predicate} {value} .")


BROKEN: Mapping[str, Change] = {
    "catalog-title-missing": _without(":katalog", "dcterms:title"),
    "catalog-description-missing": _without(":katalog", "dcterms:description"),
    "catalog-publisher-missing": _without(":katalog", "dcterms:publisher"),
    "catalog-empty": Change(":katalog dcat:dataset :roadmap .\n:katalog dcat:service :sparql ."),
    "catalog-license-missing": _without(":katalog", "dcterms:license"),
    "catalog-homepage-missing": _without(":katalog", "foaf:homepage"),
    "homepage-not-address": _instead(":katalog", "foaf:homepage", '"town.example"'),
    "english-title-missing": _instead(":roadmap", "dcterms:title", '"Fahrplan"@de'),
    "dataset-title-missing": _without(":roadmap", "dcterms:title"),
    "dataset-description-missing": _without(":roadmap", "dcterms:description"),
    "dataset-publisher-missing": _without(":roadmap", "dcterms:publisher"),
    "dataset-identifier-missing": _without(":roadmap", "dcterms:identifier"),
    "identifier-not-text": _instead(":roadmap", "dcterms:identifier", ":roadmap"),
    "dataset-contact-point-missing": _without(":roadmap", "dcat:contactPoint"),
    "dataset-keyword-missing": _without(":roadmap", "dcat:keyword"),
    "dataset-theme-missing": _without(":roadmap", "dcat:theme"),
    "dataset-spatial-missing": _without(":roadmap", "dcterms:spatial"),
    "dataset-temporal-missing": _without(":roadmap", "dcterms:temporal"),
    "dataset-frequency-missing": _without(":roadmap", "dcterms:accrualPeriodicity"),
    "dataset-level-missing": _without(":roadmap", "dcatde:politicalGeocodingLevelURI"),
    "dataset-distribution-missing": _without(":roadmap", "dcat:distribution"),
    "dataset-version-missing": _without(":roadmap", "dcat:version"),
    "hvd-category-not-listed": _added(
        ":roadmap",
        "dcatap:hvdCategory",
        f"{NOWHERE} ; dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj>",
    ),
    "hvd-legislation-missing": _added(":roadmap", "dcatap:hvdCategory", "bna:c_ac64a52d"),
    "distribution-access-url-missing": _without(FILE, "dcat:accessURL"),
    "access-url-not-address": _instead(FILE, "dcat:accessURL", '"https://town.example/projects.csv"'),
    "distribution-download-url-missing": _without(FILE, "dcat:downloadURL"),
    "download-url-not-address": _instead(FILE, "dcat:downloadURL", '"https://town.example/projects.csv"'),
    "distribution-license-missing": _without(FILE, "dcterms:license"),
    "distribution-attribution-missing": _without(FILE, "dcatde:licenseAttributionByText"),
    "attribution-not-text": _instead(FILE, "dcatde:licenseAttributionByText", ":stadt"),
    "distribution-title-missing": _without(FILE, "dcterms:title"),
    "distribution-description-missing": _without(FILE, "dcterms:description"),
    "distribution-format-missing": _without(FILE, "dcterms:format"),
    "distribution-media-type-missing": _without(FILE, "dcat:mediaType"),
    "distribution-byte-size-missing": _without(FILE, "dcat:byteSize"),
    "distribution-checksum-missing": _without(FILE, "spdx:checksum"),
    "distribution-rights-missing": _without(FILE, "dcterms:rights"),
    "distribution-availability-missing": _without(FILE, "dcatap:availability"),
    "format-not-listed": _instead(FILE, "dcterms:format", NOWHERE),
    "media-type-not-listed": _instead(FILE, "dcat:mediaType", NOWHERE),
    "byte-size-not-number": _instead(FILE, "dcat:byteSize", '"123 kB"'),
    "distribution-status-not-listed": _instead(FILE, "adms:status", NOWHERE),
    "checksum-algorithm-missing": _without(CHECKSUM, "spdx:algorithm"),
    "checksum-algorithm-not-listed": _instead(
        CHECKSUM, "spdx:algorithm", "<http://dcat-ap.de/def/hashAlgorithms/sha/256>"
    ),
    "checksum-algorithm-weak": _instead(CHECKSUM, "spdx:algorithm", "spdx:checksumAlgorithm_md5"),
    "checksum-value-missing": Change(f"{CHECKSUM} spdx:checksumValue\n    {DIGEST}^^xsd:hexBinary ."),
    "checksum-value-not-hex": Change(f"{DIGEST}^^xsd:hexBinary", DIGEST),
    "checksum-length": Change(DIGEST, f'{DIGEST[:-3]}"'),
    "service-title-missing": _without(":sparql", "dcterms:title"),
    "service-endpoint-url-missing": _without(":sparql", "dcat:endpointURL"),
    "endpoint-url-not-address": _instead(":sparql", "dcat:endpointURL", '"https://town.example/sparql"'),
    "service-publisher-missing": _without(":sparql", "dcterms:publisher"),
    "service-dataset-missing": _without(":sparql", "dcat:servesDataset"),
    "series-title-missing": _without(":reihe", "dcterms:title"),
    "series-description-missing": _without(":reihe", "dcterms:description"),
    "series-publisher-missing": _without(":reihe", "dcterms:publisher"),
    "agent-name-missing": _without(":stadt", "foaf:name"),
    "agent-type-not-listed": _instead(":stadt", "dcterms:type", NOWHERE),
    "contact-point-unreachable": _without(CONTACT, "vcard:hasEmail"),
    "contact-point-name-missing": _without(CONTACT, "vcard:fn"),
    "contact-point-name-several": _added(CONTACT, "vcard:fn", '"Team Daten"'),
    "contact-point-not-mail": _instead(CONTACT, "vcard:hasEmail", '"digital@town.example"'),
    "period-empty": Change(
        r""":roadmap\#zeitraum dcat:startDate "2024"^^xsd:gYear .
:roadmap\#zeitraum dcat:endDate "2026-12"^^xsd:gYearMonth ."""
    ),
    "period-start-untyped": _instead(r":roadmap\#zeitraum", "dcat:startDate", '"2024"'),
    "period-end-untyped": _instead(r":roadmap\#zeitraum", "dcat:endDate", '"Ende 2026"'),
    "level-not-listed": _instead(":roadmap", "dcatde:politicalGeocodingLevelURI", r"geo:Level\/town"),
    "geocoding-not-listed": _instead(":roadmap", "dcatde:politicalGeocodingURI", r"geo:regionalKey\/05370004"),
    "contributor-not-iri": _instead(":roadmap", "dcatde:contributorID", '"openNRW"'),
    "contributor-not-listed": _instead(":roadmap", "dcatde:contributorID", NOWHERE),
    "license-not-listed": _instead(FILE, "dcterms:license", NOWHERE),
    "theme-not-listed": _instead(":roadmap", "dcat:theme", NOWHERE),
    "frequency-not-listed": _instead(":roadmap", "dcterms:accrualPeriodicity", r"eu:frequency\/SELTEN"),
    "access-rights-not-listed": _instead(":roadmap", "dcterms:accessRights", NOWHERE),
    "availability-not-listed": _instead(":roadmap", "dcatap:availability", NOWHERE),
    "language-not-listed": _instead(":roadmap", "dcterms:language", NOWHERE),
    "issued-untyped": _instead(FILE, "dcterms:issued", '"2.1.2026"'),
    "modified-untyped": _instead(FILE, "dcterms:modified", '"gestern"'),
    "publisher-several": _added(":roadmap", "dcterms:publisher", ":land . :land a foaf:Agent ; foaf:name 'Land'"),
    "license-several": _added(FILE, "dcterms:license", "licenses:cc-zero"),
    "frequency-several": _added(":roadmap", "dcterms:accrualPeriodicity", r"eu:frequency\/ANNUAL"),
    "rights-several": _added(FILE, "dcterms:rights", ":pflichten"),
    "access-rights-several": _added(":roadmap", "dcterms:accessRights", r"eu:access-right\/NON_PUBLIC"),
    "availability-several": _added(FILE, "dcatap:availability", r"eu:planned-availability\/TEMPORARY"),
    "issued-several": _added(":roadmap", "dcterms:issued", '"2026"^^xsd:gYear'),
    "modified-several": _added(":roadmap", "dcterms:modified", '"2026"^^xsd:gYear'),
    "version-several": _added(":roadmap", "dcat:version", '"1"'),
    "format-several": _added(FILE, "dcterms:format", r"eu:file-type\/TSV"),
    "media-type-several": _added(
        FILE, "dcat:mediaType", "<https://www.iana.org/assignments/media-types/text/tab-separated-values>"
    ),
    "byte-size-several": _added(FILE, "dcat:byteSize", '"124"^^xsd:nonNegativeInteger'),
    "checksum-several": _added(
        FILE,
        "spdx:checksum",
        f":other . :other a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha512 ;"
        f" spdx:checksumValue {DIGEST}^^xsd:hexBinary",
    ),
    "distribution-status-several": _added(FILE, "adms:status", r"eu:distribution-status\/DEPRECATED"),
}
VIOLATIONS = [name for name in BROKEN if RULES[name].severity is Severity.VIOLATION]


def _triples(turtle: str) -> tuple[Triple, ...]:
    return parse_turtle(turtle, "catalog.ttl")


def _audited(turtle: str) -> tuple[ValidationResult, ...]:
    return audit(_triples(turtle), RULES, file="dataset.toml")


def test_a_sound_catalog_has_no_results() -> None:
    assert _audited(PREFIXES + CATALOG) == ()


def test_every_rule_has_a_change_that_breaks_it() -> None:
    assert set(BROKEN) == set(RULES.rules)


@pytest.mark.parametrize("name", BROKEN)
def test_a_change_breaks_its_rule_and_no_other(name: str) -> None:
    (result,) = _audited(BROKEN[name].applied())

    assert result.rule is RULES[name]
    assert result.cell.file == "dataset.toml"
    assert result.focus_node.startswith("https://town.example/id/")
    for words in (*result.message, *result.remedy):
        assert not re.search("[{}]|“”|„“", words)


def test_what_is_missing_is_told_with_its_place() -> None:
    (result,) = _audited(BROKEN["dataset-description-missing"].applied())

    assert result.message == Text(
        "Die Beschreibung fehlt beim Datensatz „Fahrplan“.", "The description of the dataset “Roadmap” is missing."
    )
    assert result.value == ""
    assert result.focus_node == "https://town.example/id/roadmap"
    assert result.result_path == "http://purl.org/dc/terms/description"


def test_a_wrong_value_is_named() -> None:
    (result,) = _audited(BROKEN["contact-point-not-mail"].applied())

    assert result.value == "digital@town.example"
    assert result.message.de == "„digital@town.example“ ist keine E-Mail-Adresse."


def test_a_code_is_named_as_it_stands_in_the_settings() -> None:
    (result,) = _audited(BROKEN["frequency-not-listed"].applied())

    assert result.value == "SELTEN"
    assert result.message.en == "The frequency “SELTEN” is not in the EU's list."


def test_an_address_of_e_mail_is_named_without_its_scheme() -> None:
    (result,) = _audited(_instead(CONTACT, "vcard:hasEmail", "<mailto:digital>").applied())

    assert result.value == "digital"


def test_a_file_without_a_title_is_named_by_its_iri() -> None:
    (result,) = _audited(BROKEN["distribution-title-missing"].applied())

    assert result.message.de == "Der Titel fehlt bei „projects.csv“."


def test_a_part_of_a_file_is_named_as_the_file() -> None:
    (result,) = _audited(BROKEN["checksum-length"].applied())

    assert result.message.en.endswith("unlike in “Projects as a table”.")
    assert result.value == ""


# The same fault, told once


def _with_copies(turtle: str, count: int) -> str:
    """A catalog with further files, each like the first."""
    lines = [line for line in turtle.splitlines() if line.startswith(f"{FILE} ")]
    copies = [line.replace("projects.csv", f"copy{number}.csv", 1) for number in range(count) for line in lines]
    return "\n".join([turtle, *copies])


@pytest.mark.parametrize(
    "name", ["license-not-listed", "distribution-license-missing", "distribution-attribution-missing"]
)
def test_one_setting_that_is_wrong_is_told_once_with_the_number_of_files(name: str) -> None:
    (result,) = _audited(_with_copies(BROKEN[name].applied(), 39))

    assert result.rule.id == name
    if "thing_de" in result.rule.message.de:
        assert "(insgesamt 40)" in result.message.de
        assert "(40 in all)" in result.message.en


@pytest.mark.parametrize("license_", ["cc-by/9.9", "cc-by/4.0/", "CC-BY/4.0", "dl-by-de", "x"])
def test_a_license_that_the_list_does_not_hold_is_told(license_: str) -> None:
    turtle = _instead(FILE, "dcterms:license", f"<http://dcat-ap.de/def/licenses/{license_}>").applied()

    assert "license-not-listed" in [result.rule.id for result in _audited(turtle)]


@pytest.mark.parametrize("license_", ["cc-by/4.0", "dl-by-de/2.0", "dl-zero-de/2.0", "cc-zero", "geoNutz/20131001"])
def test_a_license_of_the_list_is_fine(license_: str) -> None:
    turtle = _instead(FILE, "dcterms:license", f"<http://dcat-ap.de/def/licenses/{license_}>").applied()

    assert "license-not-listed" not in [result.rule.id for result in _audited(turtle)]


def test_two_wrong_values_are_two_results() -> None:
    turtle = _added(":roadmap", "dcat:theme", r"eu:data-theme\/ABC , eu:data-theme\/XYZ").applied()

    assert [result.value[-3:] for result in _audited(turtle)] == ["ABC", "XYZ"]


def test_the_gravest_come_first() -> None:
    turtle = PREFIXES + ":roadmap a dcat:Dataset ; dcterms:title 'Fahrplan'@de ."

    severities = [result.severity for result in _audited(turtle)]

    assert severities == sorted(severities, key=lambda severity: severity.rank)
    assert {*severities} == {*Severity}


# Catalogs from elsewhere


def test_blank_nodes_are_no_fault() -> None:
    turtle = PREFIXES + re.sub(r":roadmap\\#(\w+)|:roadmap\\/projects\.csv(\\#checksum)?", _as_blank_node, CATALOG)

    assert _audited(turtle) == ()


def _as_blank_node(match: re.Match[str]) -> str:
    return f"_:{match[1]}" if match[1] else "_:checksum" if match[2] else "_:file"


def test_a_blank_node_may_stand_for_a_code() -> None:
    codes = "license format mediaType status theme language accrualPeriodicity accessRights type availability"
    lines = rf" (\w+:(?:{'|'.join(codes.split())})) .* \.$"

    turtle, count = re.subn(lines, r' \1 [ rdfs:label "anything" ] .', CATALOG, flags=re.MULTILINE)

    assert count == 16
    assert _audited(PREFIXES + turtle) == ()


def test_things_without_an_iri_are_counted_and_called_so() -> None:
    turtle = PREFIXES + "[] a foaf:Agent . [] a foaf:Agent ."

    (result,) = _audited(turtle)

    assert result.message.de == "Der Name fehlt bei der Stelle „ohne Namen“ (insgesamt 2)."
    assert result.focus_node == ""


KEYS = (
    "municipalityKey/01054015",
    "regionalKey/053700004004",
    "municipalAssociationKey/010605024",
    "districtKey/08128",
    "governmentDistrictKey/095",
    "stateKey/02",
    "Level/federal",
)


def test_each_kind_of_key_has_its_own_number_of_digits() -> None:
    right = [f"http://dcat-ap.de/def/politicalGeocoding/{key}" for key in KEYS]
    wrong = [other for key in right for other in (f"{key}1", key[:-1])]

    turtle = _added(":roadmap", "dcatde:politicalGeocodingURI", _iris(right + wrong)).applied()

    assert sorted((result.rule.id, result.value) for result in _audited(turtle)) == sorted(
        ("geocoding-not-listed", iri.rpartition("/")[2]) for iri in wrong
    )


def test_each_code_of_the_lists_is_known() -> None:
    lists = {
        "dcat:theme": "AGRI ECON EDUC ENER ENVI GOVE HEAL INTR JUST REGI SOCI TECH TRAN OP_DATPRO",
        "dcterms:accessRights": "PUBLIC RESTRICTED NON_PUBLIC",
        "dcatap:availability": "STABLE AVAILABLE TEMPORARY EXPERIMENTAL",
        "dcterms:accrualPeriodicity": "CONT DAILY WEEKLY MONTHLY QUARTERLY ANNUAL_2 ANNUAL IRREG NEVER UNKNOWN",
    }
    names = ("data-theme", "access-right", "planned-availability", "frequency")
    added = [
        f":roadmap {predicate} eu:{name}\\/{code} ."
        for (predicate, codes), name in zip(lists.items(), names, strict=True)
        for code in codes.split()
    ]

    found = {result.rule.id for result in _audited("\n".join([PREFIXES + CATALOG, *added]))}

    assert found == {"access-rights-several", "availability-several", "frequency-several"}


ASKING = ("dl-by-de/2.0", "dl-by-de/1.0", "cc-by/4.0", "cc-by-sa/4.0", "odbl", "odby", "geonutz/20130319")
NOT_ASKING = ("dl-zero-de/2.0", "cc-zero", "officialWork", "other-open")


@pytest.mark.parametrize(("licenses", "asking"), [(ASKING, len(ASKING)), (NOT_ASKING, 0)])
def test_a_license_that_asks_for_attribution_needs_its_text(licenses: tuple[str, ...], asking: int) -> None:
    change = BROKEN["distribution-attribution-missing"]
    first, *others = licenses
    turtle = _with_copies(change.applied(), len(others)).replace("dl-by-de/2.0> .", f"{first}> .", 1)
    for license_ in others:
        turtle = re.sub(r"(copy\d+.csv dcterms:license <[^>]*)dl-by-de/2.0>", rf"\1{license_}>", turtle, count=1)

    results = _audited(turtle)

    assert [result.rule.id for result in results] == ["distribution-attribution-missing"] * bool(asking)
    assert all(f"(insgesamt {asking})" in result.message.de for result in results)


def _iris(iris: list[str]) -> str:
    return " , ".join(f"<{iri}>" for iri in iris)


# The official shapes


OURS_ALONE = {
    "checksum-length": "the official shapes know no algorithms",
    "period-start-untyped": "the official shape calls its constraint by a word that SHACL does not know",
    "period-end-untyped": "the same",
    "series-publisher-missing": "the official constraint belongs to no shape",
}


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official shapes are not at hand")
def test_the_official_shapes_forbid_what_our_rules_forbid() -> None:
    violations = runpy.run_path(str(ROOT / "portal" / "tests" / "official.py"))["violations"]
    catalogs = {"sound": PREFIXES + CATALOG} | {name: BROKEN[name].applied() for name in VIOLATIONS}
    # All in one go, each catalog with IRIs of its own, because the official shapes take long to read.
    own = (turtle.replace("town.example/id/", f"town.example/{name}/") for name, turtle in catalogs.items())

    lines = violations(build_graph({triple for turtle in own for triple in _triples(turtle)}))

    forbidden = {name for name in catalogs if any(f"town.example/{name}/" in line for line in lines)}
    assert set(catalogs) - forbidden == {"sound", *OURS_ALONE}
