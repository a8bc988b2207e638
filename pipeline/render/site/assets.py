"""What the pages are dressed in: the style with the town's accent, the script of the search, the coat of arms."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.color import DARK_GROUND, EASY_CONTRAST, LIGHT_GROUND, shade_for
from pipeline.render.pages import page_source
from pipeline.render.site.matter import Matter
from pipeline.render.site.pen import File


def write_assets(matter: Matter) -> Iterator[File]:
    """The files in ``gestalt/``."""
    accent = matter.dataset.site.accent
    style = page_source("pipeline.render.site", "stil.css")
    style = style.replace("ACCENT_LIGHT", shade_for(accent, LIGHT_GROUND))
    style = style.replace("ACCENT_DARK", shade_for(accent, DARK_GROUND, least=EASY_CONTRAST))
    yield File("gestalt/stil.css", style.encode())
    yield File("gestalt/suche.js", page_source("pipeline.render.site", "suche.js").encode())
    if matter.logo:
        yield File(f"gestalt/wappen.{matter.logo.suffix}", matter.logo.content)
