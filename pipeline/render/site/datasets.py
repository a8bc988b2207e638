"""A dataset as search engines read it: schema.org's ``Dataset``, as a block of data in a page.

After https://developers.google.com/search/docs/appearance/structured-data/dataset: what is not known is left out.
"""

from __future__ import annotations

import json
from typing import Any

from pipeline.model.dataset import DATASETS
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link, page_of
from pipeline.render.site.matter import EditionFile, Matter
from pipeline.render.site.pen import Pen

SHORTEST, LONGEST = 50, 5000
"""How many characters a description must have, and may have, to be shown."""


def datasets_of(matter: Matter) -> list[str]:
    """The names of the datasets that the catalog describes."""
    return [name for name in DATASETS if term_of(name, matter) in matter.statements]


def term_of(name: str, matter: Matter) -> str:
    """The term of a dataset."""
    return f"<{matter.base}{matter.dataset.iris.dataset}{DATASETS[name]}>"


def data_block(described: Any) -> Markup:
    """What no browser runs and every search engine reads. Nothing in it can end it: ``<`` is written as its code."""
    written = json.dumps(described, ensure_ascii=False).translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"})
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(written))


def block_of(term: str, pen: Pen) -> Markup:
    """The block for the page of a thing: empty for what is no dataset of ours."""
    name = next((name for name in datasets_of(pen.matter) if term_of(name, pen.matter) == term), None)
    return data_block({"@context": "https://schema.org", **describe(name, pen)}) if name else Markup()


def block_of_all(pen: Pen) -> Markup:
    """The block for the page of all data: each dataset in their catalog."""
    graph = [describe(name, pen) for name in datasets_of(pen.matter)]
    return data_block({"@context": "https://schema.org", "@graph": graph}) if graph else Markup()


def describe(name: str, pen: Pen) -> dict[str, Any]:
    """A dataset in one language."""
    matter, term = pen.matter, term_of(name, pen.matter)
    told = {
        "@type": "Dataset",
        "@id": term[1:-1],
        "identifier": term[1:-1],
        "url": matter.site + as_link(page_of(matter.folder(term[1:-1]), pen.language).path),
        "name": pen.plain(matter.index.in_both(term, "dcterms:title")),
        "description": _description(term, pen),
        "inLanguage": ["de", "en"],
        "keywords": list(matter.dataset.keywords),
        "license": matter.dataset.license,
        "isAccessibleForFree": True,
        "creator": _publisher(matter),
        "publisher": _publisher(matter),
        "version": matter.edition.version,
        "datePublished": matter.index.text(term, "dcterms:issued"),
        "dateModified": matter.index.text(term, "dcterms:modified"),
        "creditText": pen.plain(matter.dataset.attribution),
        "temporalCoverage": _period(term, matter),
        "spatialCoverage": _place(pen),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": matter.base + matter.dataset.iris.catalog,
            "name": pen.plain(matter.dataset.title),
        },
        "distribution": [_download(file, pen) for file in matter.edition.files if file.dataset == name],
    }
    return {key: value for key, value in told.items() if value not in ("", [], None)}


def _description(term: str, pen: Pen) -> str:
    text = pen.plain(pen.matter.index.in_both(term, "dcterms:description"))
    if len(text) < SHORTEST:
        title = pen.plain(pen.matter.index.in_both(term, "dcterms:title"))
        text = f"{text} {title} ({pen.fill('source', day=pen.voice.day(pen.matter.progress.day))})".strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _publisher(matter: Matter) -> dict[str, str]:
    publisher = matter.dataset.publisher
    term = next(iter(matter.index.objects(f"<{matter.base}{matter.dataset.iris.catalog}>", "dcterms:publisher")), "")
    told = {"@type": "GovernmentOrganization", "@id": term[1:-1], "name": publisher.name, "url": publisher.homepage}
    return {key: value for key, value in told.items() if value}


def _period(term: str, matter: Matter) -> str:
    """The time that the data are of, as ISO 8601 says it; an end that nobody knows is two dots."""
    for period in matter.index.objects(term, "dcterms:temporal"):
        ends = [matter.index.text(period, f"dcat:{end}Date") for end in ("start", "end")]
        if any(ends):
            return "/".join(end or ".." for end in ends)
    return ""


def _place(pen: Pen) -> dict[str, Any] | None:
    """Where the town lies; latitude stands before longitude."""
    geography = pen.matter.dataset.geography
    told: dict[str, Any] = {"@type": "Place", "name": pen.plain(geography.name)}
    if geography.bbox:
        west, south, east, north = geography.bbox
        told["geo"] = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    elif geography.centroid:
        longitude, latitude = geography.centroid
        told["geo"] = {"@type": "GeoCoordinates", "latitude": str(latitude), "longitude": str(longitude)}
    return told if len(told) > 2 or told["name"] else None


def _download(file: EditionFile, pen: Pen) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": pen.plain(file.title),
        "contentUrl": address_of(file.name, pen.matter.edition.version, pen.matter),
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size_bytes} B",
    }


def address_of(name: str, version: str, matter: Matter) -> str:
    """Where a file of an edition lies, in full."""
    return f"{matter.site}editions/{version}/{as_link(name)}"
