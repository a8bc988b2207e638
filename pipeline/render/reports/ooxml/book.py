"""The workbook part: its sheets by name, and the package again with one sheet more in front of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import unescape
from itertools import chain, count
from typing import NamedTuple

from pipeline.render.reports.ooxml.elements import Attributes, Element, Interest, relation_id, scan, whole
from pipeline.render.reports.ooxml.markup import (
    Splice,
    append,
    change,
    escape,
    escape_string,
    place,
    prepend,
    remove,
    set_attribute,
)
from pipeline.render.reports.ooxml.package import (
    Package,
    declare,
    dialect,
    relate,
    related,
    relationships,
    workbook_part,
)
from pipeline.render.reports.ooxml.styles import minimal_styles

# A hidden name in the workbook by which the report's sheet is known again, whatever it is called by then.
_MARK = "Pruefbericht_Blatt"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_CHILDREN_ORDER = (
    *("fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "workbookProtection"),
    *("bookViews", "sheets", "functionGroups", "externalReferences", "definedNames"),
)


class SheetPart(NamedTuple):
    """A sheet by its name and the part that it stands in."""

    name: str
    part: str


def sheets_of(package: Package) -> tuple[SheetPart, ...]:
    """The worksheets in order; sheets that are nothing but a chart are none."""
    book = workbook_part(package)
    target_by_id = {link.id: link.target for link in relationships(package, book) if link.kind == "worksheet"}
    sheets = _sheets(scan(package.text(book)))
    found = [(sheet.attributes.get("name", ""), target_by_id.get(relation_id(sheet))) for sheet in sheets]
    return tuple(SheetPart(name, part) for name, part in found if part)


def _sheets(root: Element) -> tuple[Element, ...]:
    return tuple(sheet for group in root.all("sheets") for sheet in group.all("sheet"))


def styles_part(package: Package) -> tuple[Package, str]:
    """The part with the cell formats, made if the workbook came without."""
    book = workbook_part(package)
    found = related(package, book, "styles")
    if found:
        return package, found
    speech = dialect(package)
    # Some readers look for it under no other name.
    name = "xl/styles.xml" if not package.find("xl/styles.xml") else package.unused("xl/styles{}.xml")
    package, _ = relate(package, book, f"{speech.relationships}/styles", f"/{name}")
    return declare(package, name, _STYLES_TYPE).with_part(name, minimal_styles(speech.main)), name


def quoted(sheet: str) -> str:
    """A sheet's name as references have it: ``'Roadmap 2024'``."""
    return "'" + sheet.replace("'", "''") + "'"


def earlier_report(package: Package) -> tuple[SheetPart, str] | None:
    """The sheet of an earlier report, if the workbook still has it, and the range that it was marked with."""
    part = package.text(workbook_part(package))
    marked = [name for name in _defined_names(scan(part)) if name.attributes.get("name") == _MARK]
    references = [unescape(part[name.inner_start : name.inner_end].decode("utf-8", "replace")) for name in marked]
    range_by_sheet = {sheet: range_ for sheet, _, range_ in (reference.rpartition("!") for reference in references)}
    for sheet in sheets_of(package):
        for name in {sheet.name, quoted(sheet.name)} & range_by_sheet.keys():
            return sheet, range_by_sheet[name]
    return None


def with_bound_prefixes(package: Package) -> Package:
    """The package in which each sheet that points to other parts says whose word that is, as XML demands."""
    for name in (workbook_part(package), *(sheet.part for sheet in sheets_of(package))):
        part = package.text(name)
        if _POINTS.search(part) and b"xmlns:r=" not in part:
            declared = set_attribute(part, scan(part, _root_alone), "xmlns:r", dialect(package).relationships)
            package = package.with_part(name, change(part, [declared]))
    return package


_POINTS = re.compile(rb"\sr:\w+=")


def _root_alone(depth: int, _name: str, _attributes: Attributes) -> Interest:
    return Interest.CHILDREN if depth == 0 else Interest.NOTHING


def with_report_sheet(package: Package, name: str) -> tuple[Package, SheetPart]:
    """The package with a sheet for the report: the one of an earlier report, else a new one in front of the others."""
    earlier = earlier_report(package)
    return (package, earlier[0]) if earlier else _with_new_sheet(package, name)


def _with_new_sheet(package: Package, name: str) -> tuple[Package, SheetPart]:
    book = workbook_part(package)
    sheet_part = package.unused("xl/worksheets/sheet{}.xml")
    relationships_iri = dialect(package).relationships
    package, relation = relate(package, book, f"{relationships_iri}/worksheet", f"/{sheet_part}")
    part = package.text(book)
    taken = {sheet.attributes.get("name", "").casefold() for sheet in _sheets(scan(part))}
    sheet = SheetPart(_unique_name(name, taken), sheet_part)
    package = package.with_part(book, _shifted(_with_view(_listed(part, sheet.name, relation, relationships_iri))))
    return declare(package, sheet_part, _SHEET_TYPE).with_part(sheet_part, b""), sheet


def _unique_name(name: str, taken: Collection[str]) -> str:
    candidates = chain([name], (f"{name} ({number})" for number in count(2)))
    return next(candidate for candidate in candidates if candidate.casefold() not in taken)


def _listed(part: bytes, name: str, relation: str, relationships_iri: str) -> bytes:
    root = scan(part)
    group = root.the("sheets")
    numbers = [whole(sheet.attributes, "sheetId") for sheet in group.children]
    # Some programs declare the prefix at each sheet alone, where it holds for no other.
    declared = [key[6:] for key, value in root.attributes.items() if key[:6] == "xmlns:" and value == relationships_iri]
    id_name = f"{declared[0]}:id" if declared else f'xmlns:r="{relationships_iri}" r:id'
    markup = (
        f'<{root.prefix}sheet name="{escape_string(name)}" sheetId="{max(numbers, default=0) + 1}" '
        f'{id_name}="{relation}"/>'
    )
    return change(part, [prepend(part, group, markup)])


def _with_view(part: bytes) -> bytes:
    root = scan(part)
    if any(views.children for views in root.all("bookViews")):
        return part
    offset = place(root, _CHILDREN_ORDER, "bookViews")
    markup = f"<{root.prefix}bookViews><{root.prefix}workbookView/></{root.prefix}bookViews>"
    gone = [remove(views) for views in root.all("bookViews")]
    return change(part, [*gone, Splice(offset, offset, markup)])


def _shifted(part: bytes) -> bytes:
    """The workbook part with every number of a sheet moved by the one sheet that came in front."""
    root = scan(part)
    views = [view for group in root.all("bookViews") for view in group.all("workbookView")]
    if len(_sheets(root)) == 1:
        return part
    local = [name for name in _defined_names(root) if "localSheetId" in name.attributes]
    return change(
        part,
        [
            # Tabs are shown from the first on, so that the report is in sight.
            *(set_attribute(part, view, "firstSheet", None) for view in views),
            *(_moved(part, view, "activeTab") for view in views),
            *(_moved(part, name, "localSheetId") for name in local),
        ],
    )


def _moved(part: bytes, element: Element, attribute: str) -> Splice:
    return set_attribute(part, element, attribute, whole(element.attributes, attribute) + 1)


def _defined_names(root: Element) -> tuple[Element, ...]:
    return tuple(name for group in root.all("definedNames") for name in group.all("definedName"))


def name_ranges(package: Package, sheet: SheetPart, mark: str, range_by_name: Mapping[str, str]) -> Package:
    """The package with the range ``mark`` marking the report's sheet, and names for ranges in it, all in place of
    those of an earlier report.
    """
    book = workbook_part(package)
    part = package.text(book)
    root = scan(part)
    index = [other.attributes.get("name") for other in _sheets(root)].index(sheet.name)
    stale = [name for name in _defined_names(root) if _is_of_report(name, index)]
    part = _with_names_element(change(part, [remove(name) for name in stale]))
    root = scan(part)
    group, tag = root.the("definedNames"), f"{root.prefix}definedName"
    markup = f'<{tag} name="{_MARK}" hidden="1">{escape(quoted(sheet.name))}!{mark}</{tag}>'
    for name, range_ in range_by_name.items():
        hidden = ' hidden="1"' if name == "_xlnm._FilterDatabase" else ""
        reference = f"{escape(quoted(sheet.name))}!{range_}"
        markup += f'<{tag} name="{name}" localSheetId="{index}"{hidden}>{reference}</{tag}>'
    return package.with_part(book, change(part, [append(part, group, markup)]))


def _is_of_report(name: Element, index: int) -> bool:
    return name.attributes.get("name") == _MARK or name.attributes.get("localSheetId") == str(index)


def _with_names_element(part: bytes) -> bytes:
    root = scan(part)
    if root.all("definedNames"):
        return part
    offset = place(root, _CHILDREN_ORDER, "definedNames")
    return change(part, [Splice(offset, offset, f"<{root.prefix}definedNames/>")])
