"""A package with comments at cells of a sheet: the comments part and the drawing of its boxes in step."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.render.reports.ooxml.book import sheets_of
from pipeline.render.reports.ooxml.boxes import box_for, empty_drawing, with_boxes, without_boxes
from pipeline.render.reports.ooxml.comments import (
    ANSWERS,
    OURS,
    Run,
    comment_texts,
    empty_comments,
    with_comments,
    without_comments,
)
from pipeline.render.reports.ooxml.elements import relation_id
from pipeline.render.reports.ooxml.markup import Splice
from pipeline.render.reports.ooxml.package import (
    Package,
    declare,
    declare_extension,
    dialect,
    relate,
    related,
    relationships,
)
from pipeline.render.reports.ooxml.sheet import Frame, Grid, Spot, point_to_drawing, read_frame
from pipeline.render.reports.ooxml.threads import with_replies, without_replies

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def comment_on(
    package: Package, sheet: str, frame: Frame, grid: Grid, runs_by_spot: Mapping[Spot, Sequence[Run]]
) -> tuple[Package, list[Splice]]:
    """The package with comments for a sheet's cells, and the changes which the sheet itself still needs for it."""
    package, comments = _comments_part(package, sheet)
    package, drawing, splices = _drawing_part(package, sheet, frame)
    part = with_comments(package.text(comments), runs_by_spot)
    words = comment_texts(part)
    boxes = {spot: box_for(words[spot], spot, frame, grid) for spot in runs_by_spot}
    boxed = with_boxes(package.text(drawing), boxes)
    texts = {spot: "".join(run.text for run in runs) for spot, runs in runs_by_spot.items()}
    package = package.with_part(comments, part).with_part(drawing, boxed)
    return with_replies(package, sheet, texts), splices


def _comments_part(package: Package, sheet: str) -> tuple[Package, str]:
    found = related(package, sheet, "comments")
    if found:
        return package, found
    speech = dialect(package)
    name = package.unused("xl/comments{}.xml")
    package, _ = relate(package, sheet, f"{speech.relationships}/comments", f"/{name}")
    return declare(package, name, _COMMENTS_TYPE).with_part(name, empty_comments(speech.main)), name


def _drawing_part(package: Package, sheet: str, frame: Frame) -> tuple[Package, str, list[Splice]]:
    found = _drawing_of(package, sheet, frame)
    if found:
        return package, found, []
    speech = dialect(package)
    name = package.unused("xl/drawings/vmlDrawing{}.vml")
    package, relation = relate(package, sheet, f"{speech.relationships}/vmlDrawing", f"/{name}")
    block = sum(part.lower().endswith(".vml") for part in package.parts) + 1
    package = declare_extension(package, "vml", _DRAWING_TYPE).with_part(name, empty_drawing(block))
    return package, name, point_to_drawing(frame, relation, speech.relationships)


def _drawing_of(package: Package, sheet: str, frame: Frame) -> str | None:
    pointer = frame.root.first("legacyDrawing")
    target_by_id = {link.id: link.target for link in relationships(package, sheet)}
    return target_by_id.get(relation_id(pointer)) if pointer else None


def forget_comments(package: Package) -> Package:
    """The package without the comments of an earlier report."""
    return _forget(without_replies(package), OURS)


def forget_answers(package: Package) -> Package:
    """The package without the comments that tell of answers."""
    return _forget(without_replies(package), ANSWERS)


def _forget(package: Package, ours: re.Pattern[str]) -> Package:
    for sheet in sheets_of(package):
        if comments := related(package, sheet.part, "comments"):
            package = _without_ours(package, sheet.part, comments, ours)
    return package


def _without_ours(package: Package, sheet: str, comments: str, ours: re.Pattern[str]) -> Package:
    before = package.text(comments)
    after, gone = without_comments(before, ours)
    if after == before:
        return package
    package = package.with_part(comments, after)
    drawing = _drawing_of(package, sheet, read_frame(package.text(sheet)))
    return package.with_part(drawing, without_boxes(package.text(drawing), gone)) if drawing else package
