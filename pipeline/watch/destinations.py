"""The destinations that a town names, by what its settings say of them."""

from __future__ import annotations

from pipeline.model.dataset import Dataset


def named_destinations(dataset: Dataset) -> tuple[str, ...]:
    """Those whose settings are filled in, in the order of ``DESTINATIONS``."""
    given = dataset.destinations
    said = {
        "ckan": given.ckan.url,
        "folder": given.folder.path,
        "sftp": given.sftp.host,
        "webdav": given.webdav.url,
        "sparql": given.sparql.update or given.sparql.graph_store,
    }
    return tuple(name for name, value in said.items() if value)
