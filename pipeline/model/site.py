"""Which names the pages for citizens need for themselves below ``public/``, so that nothing of a town's bears them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.dataset import Iris
from pipeline.model.report import Text

ENGLISH = "en"
PAGES = (
    "abfrage", "aenderungen", "ausgaben", "barrierefreiheit", "bild", "daten", "datenschutz", "feeds", "impressum",
    "luecken", "mitmachen", "status", "zeitplan",
)  # fmt: skip
"""The folders of the pages that are of no thing of their own."""
RESERVED = frozenset((*PAGES, ENGLISH, "editions", "current", "gestalt", "index.html", "404.html"))
"""What no path of ``[iris]`` may begin with: the site, or the editions, have it."""
PATHS = (
    "project", "field", "thesis", "organization", "strategy", "roadmap", "vision", "fields", "catalog", "dataset",
)  # fmt: skip
"""The settings of ``[iris]`` that are paths."""


def misplaced(iris: Iris) -> Iterator[tuple[str, Text]]:
    """The paths that cannot be, because the site has a folder of that name: each setting, and what to do."""
    for name in PATHS:
        first = getattr(iris, name).strip("/").partition("/")[0]
        if first in RESERVED:
            yield (
                f"iris.{name}",
                Text(
                    f"„{first}“ ist ein Ordner der Bürgerseiten; wählen Sie einen anderen Pfad, oder schalten Sie die "
                    "Seiten mit [site] enabled = false ab",
                    f'"{first}" is a folder of the pages for citizens; choose another path, or turn the pages off with '
                    "[site] enabled = false",
                ),
            )
