"""A town's coat of arms: the file beside ``dataset.toml`` in, its bytes out if they hold nothing but a picture."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text

MOST_BYTES = 40_000
"""A page weighs 100 kB at most, with everything."""


def read_logo(folder: Path, name: str) -> tuple[str, bytes]:
    """How the file ends, and its bytes. Raises ``ConfigError`` for all that is no plain picture."""
    path = folder / name
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        raise _refused(
            name, "diese Datei gibt es im Ordner der Stadt nicht", "there is no such file in the town's folder"
        )
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise _refused(name, f"ist größer als {MOST_BYTES // 1000} kB", f"is larger than {MOST_BYTES // 1000} kB")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", content
    if path.suffix.lower() == ".svg" and _is_plain_svg(content):
        return "svg", content
    raise _refused(
        name,
        "ist weder ein PNG noch ein SVG ohne Skripte, Verweise nach außen und eingebettete Seiten",
        "is neither a PNG nor an SVG without scripts, links to elsewhere and embedded pages",
    )


def _is_plain_svg(content: bytes) -> bool:
    """Whether an SVG holds shapes alone: no script, no handler, nothing from elsewhere, no entities."""
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper() or b"<?XML-STYLESHEET" in content.upper():
        return False
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):
        return False
    return root.tag == f"{_SVG}svg" and all(_is_plain(element) for element in root.iter())


def _is_plain(element: ElementTree.Element) -> bool:
    if not element.tag.startswith(_SVG) or element.tag.removeprefix(_SVG) not in _SHAPES:
        return element.tag.startswith(_HARMLESS)
    if element.tag == f"{_SVG}style" and _FETCHES.search(element.text or ""):
        return False
    return all(_is_plain_attribute(name, value) for name, value in element.attrib.items())


def _is_plain_attribute(name: str, value: str) -> bool:
    local = name.rpartition("}")[2].casefold()
    if local.startswith("on"):
        return False
    if local == "href":
        return value.startswith("#")
    return not _FETCHES.search(value)


def _refused(name: str, german: str, english: str) -> ConfigError:
    return ConfigError(Text(f"[site.logo] {name}: {german}", f"[site.logo] {name}: {english}"))


_SVG = "{http://www.w3.org/2000/svg}"
_HARMLESS = ("{http://www.inkscape.org/", "{http://sodipodi.", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
             "{http://creativecommons.org/", "{http://purl.org/dc/")  # fmt: skip
"""What drawing programs keep beside the shapes; browsers pass it over."""
_FETCHES = re.compile(r"javascript:|@import|url\(\s*['\"]?(?!#)", re.IGNORECASE)
_SHAPES = frozenset(
    {
        *("svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("text", "tspan", "title", "desc", "metadata", "style", "mask", "clipPath", "pattern", "linearGradient"),
        *("radialGradient", "stop", "marker", "switch", "filter", "feGaussianBlur", "feOffset", "feBlend", "feFlood"),
        *("feComposite", "feMerge", "feMergeNode", "feColorMatrix"),
    }
)
