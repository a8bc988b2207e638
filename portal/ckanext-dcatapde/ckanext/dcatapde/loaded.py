"""Tables that the loader has put into the DataStore: their columns are given their titles."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from ckan.lib.uploader import get_resource_uploader
from ckan.plugins import toolkit
from ckanext.dcatapde.dictionary import described_by, infos_of, with_infos

log = logging.getLogger(__name__)

LARGEST = 5_000_000


def label_columns(resource: dict[str, Any], dataset_dict: dict[str, Any], portal_language: str) -> None:
    """Tell the DataStore what a table's description calls its columns. Without a description nothing happens.

    A table without titles is better than none: what goes wrong is noted in the log.
    """
    description = described_by(resource, dataset_dict)
    if description is None:
        return
    try:
        metadata = json.loads(read_file(description))
        name = resource.get("uri") or resource["url"]
        write_infos(resource["id"], infos_of(metadata, name, portal_language))
    except (OSError, ValueError, requests.RequestException, toolkit.ValidationError, toolkit.ObjectNotFound) as error:
        log.warning("The columns of %s stay without titles: %s", resource["id"], error)


def label_tables(dataset_id: str, portal_language: str) -> None:
    """The same for all tables of a dataset. A job: its description may be new where the table is not."""
    try:
        dataset_dict = toolkit.get_action("package_show")({"ignore_auth": True}, {"id": dataset_id})
    except toolkit.ObjectNotFound:
        return
    for resource in dataset_dict["resources"]:
        if resource.get("datastore_active"):
            label_columns(resource, dataset_dict, portal_language)


def read_file(resource: Mapping[str, Any]) -> bytes:
    """The content of a file: of the portal's own from its disk, of another's from the web."""
    if resource.get("url_type") == "upload":
        return Path(get_resource_uploader(dict(resource)).get_path(resource["id"])).read_bytes()
    with requests.get(resource["url"], timeout=30, stream=True) as response:
        response.raise_for_status()
        return response.raw.read(LARGEST, decode_content=True)


def write_infos(resource_id: str, infos: Mapping[str, dict[str, Any]]) -> None:
    """Write the data dictionary of a table, if anything in it is new."""
    context = {"ignore_auth": True}
    told = toolkit.get_action("datastore_search")(dict(context), {"resource_id": resource_id, "limit": 0})
    if fields := with_infos(told["fields"], infos):
        toolkit.get_action("datastore_create")(
            dict(context), {"resource_id": resource_id, "force": True, "fields": fields}
        )
