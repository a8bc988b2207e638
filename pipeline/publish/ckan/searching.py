"""A portal is asked for what must not be there any more: its datasets, files, tables and what its search finds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pipeline.model.proof import Looked, Proof, Sought
from pipeline.model.report import Text
from pipeline.publish.ckan.portal import Portal
from pipeline.publish.ckan.tables import read_table


def search_portal(portal: Portal, address: str, organization: str, sought: Sought) -> Proof:
    """Read all that an organization has there. Raises ``OutsideWorldError``."""
    packages = [portal.show(each["id"]) or each for each in portal.search(organization)]
    resources = [(package, each) for package in packages for each in package.get("resources", ())]
    found = [f"dataset/{package['name']}" for package in packages if _is_in(package, sought)]
    rows, files = 0, 0
    for package, resource in resources:
        called = str(resource["url"]).rpartition("/")[2]
        is_kept = resource.get("url_type") == "upload"  # a link leads to somebody else, and is in the dataset's answer
        content = portal.read_back({**resource, "package_id": package["id"]}) if is_kept else None
        files += content is not None
        if content is not None and (sought.is_in_folder(called) or sought.says(called, content)):
            found.append(f"dataset/{package['name']}/{called}")
        if table := read_table(portal, resource["id"]) if resource.get("datastore_active") else None:
            rows += len(table.rows)
            if _is_in(table.rows, sought):
                found.append(f"datastore/{package['name']}/{called}")
    found += _by_search(portal, sought)
    counts = (len(packages), files, rows, len(_questions(sought)))
    return Proof("ckan", address, tuple(map(Looked, _KINDS, counts)), tuple(dict.fromkeys(found)))


def _is_in(told: object, sought: Sought) -> bool:
    return sought.says("answer.json", json.dumps(told, ensure_ascii=False, default=str).encode())


def _by_search(portal: Portal, sought: Sought) -> Iterator[str]:
    """What the index finds by words, whoever's it is, and which says so: words alone may stand anywhere."""
    for words in _questions(sought):
        quoted = words.replace("\\", " ").replace('"', " ")
        answer = portal.call("package_search", {"q": f'"{quoted}"', "include_private": True, "rows": 1000})
        yield from (f"search/{package['name']}" for package in answer["results"] if _is_in(package, sought))


def _questions(sought: Sought) -> Sequence[str]:
    return tuple(dict.fromkeys((*sought.texts[:_MOST], *sought.keys)))


_MOST = 20
_KINDS = (
    Text("Datensätze", "datasets"),
    Text("Dateien", "files"),
    Text("Tabellenzeilen", "rows of tables"),
    Text("Suchen", "searches"),
)
