"""All files of the edition on one page: what each is, where it is from, of what day, and under which licence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.catalog import LICENSES
from pipeline.model.dataset import DATASETS
from pipeline.model.formats import FORMATS
from pipeline.render.site.addresses import as_link
from pipeline.render.site.matter import EditionFile
from pipeline.render.site.pen import File, Link, Pen, safe_address
from pipeline.render.site.values import name_of


class Row(NamedTuple):
    """A file that anybody may have."""

    link: Link
    title: str
    description: str
    form: str
    size: str


class Shelf(NamedTuple):
    """The files of one dataset."""

    title: str
    rows: Sequence[Row]


def write_downloads(pen: Pen) -> Iterator[File]:
    """The page."""
    matter = pen.matter
    license_iri = matter.dataset.license
    yield pen.page(
        "downloads.html.j2",
        "daten",
        title=pen.words["data_title"],
        shelves=list(_shelves(pen)),
        license=Link(license_name(pen), address=safe_address(license_iri)),
        publisher=matter.dataset.publisher.name,
        attribution=pen.plain(matter.dataset.attribution),
        trail=[],
        **pen.newest,
    )


def license_name(pen: Pen) -> str:
    """What the licence is called; the end of its address where nothing names it."""
    iri = pen.matter.dataset.license
    code = iri.removeprefix(LICENSES)
    known = pen.words.get(f"licence_{code}")
    return known or (code if code != iri else name_of(f"<{iri}>", pen))


def _shelves(pen: Pen) -> Iterator[Shelf]:
    files = pen.matter.edition.files
    for dataset in (*DATASETS, ""):
        rows = [row_of_file(file, pen) for file in files if file.dataset == dataset]
        if rows:
            yield Shelf(pen.words.get(f"shelf_{dataset}", dataset), rows)


def row_of_file(file: EditionFile, pen: Pen) -> Row:
    """A file as the page tells it."""
    version = pen.matter.progress.version
    suffix = file.name.rpartition(".")[2]
    known = FORMATS.get(suffix)
    return Row(
        Link(file.name, as_link(f"editions/{version}/{file.name}")),
        pen.plain(file.title),
        pen.plain(file.description),
        known.label if known else suffix.upper(),
        size_of(file.size_bytes, pen),
    )


def size_of(size: int, pen: Pen) -> str:
    """The size of a file in words."""
    if size < 1000:
        return pen.fill("bytes", number=pen.voice.number(size))
    if size < 1_000_000:
        return f"{pen.voice.number(round(size / 1000))} kB"
    return f"{pen.voice.number(round(size / 1_000_000))} MB"
