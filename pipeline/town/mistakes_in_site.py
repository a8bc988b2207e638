"""What is amiss with the pages for citizens as a town sets them up: a ``Dataset`` in, mistakes out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.color import LEAST_CONTRAST, LIGHT_GROUND, contrast, is_color, is_legible, shade_for
from pipeline.model.dataset import Dataset
from pipeline.model.report import Text
from pipeline.model.site import misplaced
from pipeline.town.mistakes_in_columns import Mistake, expected


def mistakes_in_site(dataset: Dataset) -> Iterator[Mistake]:
    """All of them, in the order of the settings."""
    options = dataset.site
    if options.enabled:
        yield from misplaced(dataset.iris)
    if options.logo and ("/" in options.logo or "\\" in options.logo or options.logo.startswith(".")):
        german = "der Name einer Datei im Ordner der Stadt"
        yield "site.logo", expected(german, "the name of a file in the town's folder", options.logo)
    if not is_color(options.accent):
        german, english = 'eine Farbe wie "#2044aa"', 'a color such as "#2044aa"'
        yield "site.accent", expected(german, english, options.accent)
    elif not is_legible(options.accent, LIGHT_GROUND):
        yield "site.accent", _illegible(options.accent)


def _illegible(color: str) -> Text:
    ratio = f"{contrast(color, LIGHT_GROUND):.1f}"
    shade, least = shade_for(color, LIGHT_GROUND), f"{LEAST_CONTRAST:g}"
    return Text(
        f"„{color}“ ist auf hellem Grund schlecht zu lesen (Kontrast {ratio.replace('.', ',')}:1, nötig sind "
        f"{least.replace('.', ',')}:1); nehmen Sie zum Beispiel „{shade}“",
        f'"{color}" is hard to read on a light ground (contrast {ratio}:1, {least}:1 is needed); take "{shade}", for '
        "example",
    )
