"""What was harvested in, the same in one order out: a graph has none, and each harvest would find another."""

import json
from collections.abc import Callable
from typing import Any

from ckanext.dcatapde.prepare import read_texts

Dict = dict[str, Any]


def sort_lists(dataset_dict: Dict) -> None:
    """Put every list of a dataset in one order."""
    for container in (dataset_dict, *dataset_dict["resources"]):
        for key, value in container.items():
            if isinstance(value, list) and key not in {"resources", "extras", "series"}:
                value.sort(key=lambda item: json.dumps(item, sort_keys=True))
    dataset_dict["extras"].sort(key=lambda extra: extra["key"])
    dataset_dict["resources"].sort(key=order_of(dataset_dict["resources"]))


def order_of(resources: list[Dict]) -> Callable[[Dict], tuple[int, str, str]]:
    """The table first, for it is what the portal can show. Of several that are described together it is the one that
    their description is called after (CSVW: ``a.csv-metadata.json``). The others are parts of it then, and come after
    what holds all of it.
    """
    descriptions = {str(iri) for resource in resources for iri in read_texts(resource.get("conforms_to"))}
    main = {iri for resource in resources if f"{(iri := resource.get('uri') or '')}-metadata.json" in descriptions}
    ranks = {"XLSX": 1, "ODS": 1, "CSV": 3, "JSON": 4} if main else {"CSV": 0}

    def key(resource: Dict) -> tuple[int, str, str]:
        iri = resource.get("uri") or ""
        rank = 0 if iri in main else ranks.get(resource.get("format") or "", 2)
        return rank, iri, resource.get("url") or ""

    return key
