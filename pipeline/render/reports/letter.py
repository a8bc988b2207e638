"""A town's settings and a rehearsal that was passed in, the letter to the operator of a portal out, ready to copy."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline.model.catalog import CONTRIBUTORS, EU, LABELS, LICENSES
from pipeline.model.dataset import Dataset
from pipeline.model.harvest import Rehearsal
from pipeline.model.report import Language, Severity, Text, in_digits

PROFILE = "DCAT-AP.de 3.0 (DCAT-AP 3.0.1)"


class Letter(NamedTuple):
    """What to write; a draft where the rehearsal was elsewhere than at the published address."""

    text: str
    is_draft: bool


def write_letter(rehearsal: Rehearsal, dataset: Dataset, day: date, *, language: Language = "de") -> Letter | None:
    """The letter, of a rehearsal on a day; none while something is to be mended."""
    if any(result.severity is not Severity.INFO for result in rehearsal.results):
        return None
    facts = "\n".join(
        f"{name.in_(language)}: {value}" for name, value in _facts(rehearsal, dataset, day, language) if value
    )
    words = _LETTER.in_(language).format(
        title=dataset.title.in_(language),
        to=_addressee(dataset).in_(language),
        town=dataset.publisher.name,
        facts=facts,
        contact=dataset.contact.name,
        email=dataset.contact.email,
    )
    return Letter(words, rehearsal.place.is_elsewhere)


_LETTER = Text(
    """\
An: {to}
Betreff: Katalog zum Abholen: {title}

Guten Tag,

wir bitten Sie, unseren Katalog regelmäßig abzuholen. {town} veröffentlicht ihn als Linked Open Data.

{facts}

Die Kennungen der Datensätze und Dateien bleiben von Ausgabe zu Ausgabe gleich. Eine neue Ausgabe ändert, was sich
geändert hat; beschrieben ist immer nur die neueste. Größe und SHA-256 jeder Datei stehen im Katalog.

Rückfragen gern an {email}.

Mit freundlichen Grüßen
{contact}
""",
    """\
To: {to}
Subject: A catalog to harvest: {title}

Dear colleagues,

we ask you to harvest our catalog regularly. {town} publishes it as linked open data.

{facts}

The identifiers of datasets and files stay the same from edition to edition. A new edition changes what has changed;
only the newest is described. The size and the SHA-256 of each file are in the catalog.

For questions please write to {email}.

Kind regards
{contact}
""",
)


def _facts(rehearsal: Rehearsal, dataset: Dataset, day: date, language: Language) -> list[tuple[Text, str]]:
    site, catalog = rehearsal.place.published[0], dataset.catalog
    address = f"{site}current/catalog"
    license_name = dataset.license.removeprefix(LICENSES)
    contributor = catalog.contributor_id
    frequency = LABELS.get(f"{EU}/frequency/{catalog.frequency}", Text(catalog.frequency, catalog.frequency))
    return [
        (Text("Adresse des Katalogs", "Address of the catalog"), f"{address}.ttl"),
        (Text("Format", "Format"), "Turtle (text/turtle)"),
        (Text("Dasselbe als RDF/XML", "The same as RDF/XML"), f"{address}.rdf"),
        (Text("Dasselbe als JSON-LD", "The same as JSON-LD"), f"{address}.jsonld"),
        (Text("Profil", "Profile"), PROFILE),
        (Text("Umfang", "Extent"), _extent(rehearsal, language)),
        (Text("Herausgeberin", "Publisher"), dataset.publisher.name),
        (Text("contributorID", "contributorID"), contributor and CONTRIBUTORS + contributor.removeprefix(CONTRIBUTORS)),
        (Text("Postfach", "Mailbox"), f"{dataset.contact.name}, {dataset.contact.email}"),
        (Text("Aktualisierung", "Updates"), frequency.in_(language)),
        (Text("Lizenz", "License"), f"{license_name} ({dataset.license})"),
        (Text("Probe", "Rehearsal"), _result(rehearsal, day, language)),
    ]


def _extent(rehearsal: Rehearsal, language: Language) -> str:
    datasets, files = in_digits(rehearsal.datasets).in_(language), in_digits(rehearsal.files).in_(language)
    kilobytes = in_digits(max(1, round(rehearsal.size / 1000))).in_(language)
    words = Text("Datensätze: {}, Dateien: {}, zusammen {} kB, ohne Seiten (kein Paging)",
                 "datasets: {}, files: {}, {} kB in all, in one piece (no paging)")  # fmt: skip
    return words.in_(language).format(datasets, files, kilobytes)


def _result(rehearsal: Rehearsal, day: date, language: Language) -> str:
    where = rehearsal.place.asked
    words = Text(
        f"am {day:%d.%m.%Y} unter {where} bestanden: Katalog und alle Dateien zweimal abgeholt, Medientypen, Größen "
        "und Prüfsummen verglichen, Regeln von DCAT-AP.de ohne Fehler; das zweite Abholen änderte nichts",
        f"passed on {day} at {where}: catalog and all files fetched twice, media types, sizes and digests compared, "
        "rules of DCAT-AP.de without an error; the second harvest changed nothing",
    )
    return words.in_(language)


def _addressee(dataset: Dataset) -> Text:
    """Who runs the portal of a town's state, in general words; of others that they deliver to GovData."""
    name = _PORTALS.get((dataset.geography.ags or dataset.geography.ars)[:2])
    if name:
        return Text(f"das Team von {name}, das an GovData liefert", f"the team of {name}, which delivers to GovData")
    return Text(
        "das Team des Datenportals (GovData oder das Portal unseres Landes, das an GovData liefert)",
        "the team of the data portal (GovData, or the portal of our state that delivers to GovData)",
    )


# The portals of states, by the first two digits of the municipality key.
_PORTALS = {
    "01": "Open-Data Schleswig-Holstein",
    "02": "Transparenzportal Hamburg",
    "05": "Open.NRW",
    "08": "daten.bw",
    "09": "open.bydata",
    "11": "Berlin Open Data",
}
