"""The status of a project as a sign and words: a color never says it alone."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model.progress import Standing
from pipeline.render.site.pen import Pen
from pipeline.render.site.strokes import Tone


class Chip(NamedTuple):
    """A status: the name of its form, its sign and its words."""

    form: str
    sign: str
    words: str


_SIGNS = {"planned": "○", "running": "▶", "paused": "‖", "completed": "✓", "in-operation": "✓", "cancelled": "✕"}
TONES: dict[str, Tone] = {
    "planned": "plan", "running": "run", "paused": "rest", "completed": "done", "in-operation": "live",
    "cancelled": "ended",
}  # fmt: skip


def chip_of(project: Standing, pen: Pen) -> Chip:
    """The status of a project; that it was withdrawn goes first."""
    if project.withdrawn:
        return Chip("withdrawn", "–", pen.words["withdrawn"])
    words = pen.plain(project.status_label) or pen.words["no_status"]
    return Chip(project.status if project.status in _SIGNS else "other", _SIGNS.get(project.status, "•"), words)


def tone_of(project: Standing) -> Tone:
    """The tone in which pictures show it."""
    return "quiet" if project.withdrawn else TONES.get(project.status, "quiet")
