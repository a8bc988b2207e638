"""The license of a dataset in the words of a portal: people read them, where an IRI tells them nothing.

A portal knows licenses by ids of its own. The one that is ours is set by the portal's id; where the portal has none, by
its title. The files keep the IRI in any case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pipeline.model.catalog import LICENSES
from pipeline.publish.ckan.wanted import Wanted


class License(NamedTuple):
    """A license of DCAT-AP.de: what people call it, where its text stands, and by which ids portals mean this one."""

    title: str
    url: str
    ids: tuple[str, ...] = ()


def name_license(wanted: Wanted, known: Sequence[Mapping[str, Any]]) -> Wanted:
    """The dataset with its license as a portal with these licenses shows it in words."""
    iri = str(wanted.fields.get("license_id") or "")
    if not iri or any(each.get("id") == iri for each in known):
        return wanted
    ours = _LICENSES.get(iri.removeprefix(LICENSES), License("", iri))
    meant = {_bare(iri), _bare(ours.url), *map(str.casefold, ours.ids)} - {""}
    same = (each["id"] for each in known if {_bare(str(each.get("url") or "")), str(each["id"]).casefold()} & meant)
    return replace(wanted, fields={**wanted.fields, "license_id": next(same, ours.title or iri)})


def _bare(address: str) -> str:
    """An address without what makes no difference in it."""
    return re.sub(r"^https?://(www\.)?|(/|/legalcode|/deed)(\.\w\w)?$", "", address.casefold())


_LICENSES: Mapping[str, License] = {
    "dl-by-de/2.0": License("Datenlizenz Deutschland – Namensnennung – Version 2.0",
                            "https://www.govdata.de/dl-de/by-2-0", ("dl-de-by-2.0", "dl-de/by-2-0", "dl-by-de/2.0")),
    "dl-zero-de/2.0": License("Datenlizenz Deutschland – Zero – Version 2.0",
                              "https://www.govdata.de/dl-de/zero-2-0",
                              ("dl-de-zero-2.0", "dl-de/zero-2-0", "dl-zero-de/2.0")),
    "cc-by/4.0": License("Creative Commons Namensnennung 4.0 International (CC BY 4.0)",
                         "https://creativecommons.org/licenses/by/4.0/", ("cc-by-4.0", "cc-by/4.0")),
    "cc-by-sa/4.0": License("Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 International "
                            "(CC BY-SA 4.0)",
                            "https://creativecommons.org/licenses/by-sa/4.0/", ("cc-by-sa-4.0", "cc-by-sa/4.0")),
    "cc-zero": License("Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/",
                       ("cc-zero", "cc0-1.0")),
    "odbl": License("Open Data Commons Open Database License (ODbL)", "https://opendatacommons.org/licenses/odbl/",
                    ("odc-odbl", "odbl-1.0")),
    "odby": License("Open Data Commons Attribution License (ODC-By)", "https://opendatacommons.org/licenses/by/",
                    ("odc-by", "odc-by-1.0")),
    "odcpddl": License("Open Data Commons Public Domain Dedication and Licence (PDDL)",
                       "https://opendatacommons.org/licenses/pddl/", ("odc-pddl", "pddl-1.0")),
    "officialWork": License("Amtliches Werk, lizenzfrei nach § 5 Abs. 1 UrhG",
                            "https://www.gesetze-im-internet.de/urhg/__5.html"),
}  # fmt: skip
