"""CKAN's dictionary in, the same in the form that ``euro_dcat_ap_3`` can take out."""

import json
import re
from typing import Any

Dict = dict[str, Any]

SHA256 = re.compile("[0-9a-f]{64}")


def prepare(dataset_dict: Dict) -> Dict:
    """Put a dictionary into the form that ``euro_dcat_ap_3`` can take, without touching the one CKAN goes on with."""
    resources = [
        {**resource, **prepare_services(resource), **prepare_checksum(resource)}
        for resource in dataset_dict.get("resources", [])
    ]
    # What ckanext-spatial searches by is told of the places already, and would be one more place without a name.
    twice = {"spatial"} if filled(dataset_dict.get("spatial_coverage")) else set()
    told = {key: filled(value) for key, value in dataset_dict.items() if key not in twice}
    return {**told, "resources": resources}


def filled(value: Any) -> Any:
    """Leave out the groups of fields that a form sent unfilled: an empty publisher would hide the organization."""
    groups = isinstance(value, list) and all(isinstance(entry, dict) for entry in value)
    return [entry for entry in value if any(entry.values())] if groups else value


def prepare_services(resource: Dict) -> Dict:
    """Give each service one publisher and one contact: a list of them, as forms and harvests store it, is its end."""
    services = resource.get("access_services")
    if isinstance(services, str):
        services = load_json(services)
    if not services:
        return {}
    one = ("publisher", "contact")
    services = [{key: filled(value) for key, value in service.items()} for service in filled(services)]
    for service in services:
        service.update(
            {key: service[key][0] if service[key] else None for key in one if isinstance(service.get(key), list)}
        )
    return {"access_services": services}


def prepare_checksum(resource: Dict) -> Dict:
    """Put the publisher's SHA-256 back where the loader wrote its MD5, if that says the file is still the same."""
    names = ("hash", "upload_md5", "upload_sha256")
    current, md5, sha256 = (str(resource.get(name) or "").strip().lower() for name in names)
    return {"hash": sha256} if current and current == md5 and SHA256.fullmatch(sha256) else {}


def load_json(text: str) -> Any:
    """Read what an extra may hold as JSON; nothing for anything else."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def read_texts(value: Any) -> list[str]:
    """The texts of a field: a list, a JSON list of an extra, or one text, whose commas are its own."""
    if isinstance(value, str):
        loaded = load_json(value)
        value = loaded if isinstance(loaded, list) else [value]
    return [str(text) for text in value or [] if str(text).strip()]
