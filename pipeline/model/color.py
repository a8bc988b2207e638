"""Colors as six hexadecimal digits, and how well one is read on another (WCAG 2.2, contrast ratio)."""

from __future__ import annotations

import re

LEAST_CONTRAST = 4.5
"""What WCAG 2.2 AA asks of text on its ground."""

EASY_CONTRAST = 7.0
"""What light text on a dark page is given, where it would glow otherwise or be dull."""

LIGHT_GROUND, DARK_GROUND = "#f3f4f7", "#1d2034"
"""The grounds that a page of the site has in its light and in its dark theme, where they are hardest to read on."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def is_color(text: str) -> bool:
    """Whether it is a color such as ``#2044aa``."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, from 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_legible(color: str, ground: str) -> bool:
    """Whether text of that color is read well enough on its ground."""
    return contrast(color, ground) >= LEAST_CONTRAST


def shade_for(color: str, ground: str, *, least: float = LEAST_CONTRAST) -> str:
    """The color itself where it has so much contrast to the ground, else its nearest shade that has."""
    toward = "#ffffff" if _luminance(ground) < _MIDDLE else "#000000"
    shades = (_mixed(color, toward, share / 100) for share in range(101))
    return next(shade for shade in shades if contrast(shade, ground) >= least)


_MIDDLE = 0.18


def _mixed(one: str, other: str, share: float) -> str:
    channels = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
