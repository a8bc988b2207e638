"""Addresses to what they answer: by asking the web, or by finding the very file beside the catalog."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipeline.model.errors import OutsideWorldError
from pipeline.model.graph import Index, Triple, literal_text
from pipeline.readers.web import ask

_TIMEOUT_S = 10
_AT_ONCE = 8
_NO_HEAD = (405, 501)
_SHA_256 = "<http://spdx.org/rdf/terms#checksumAlgorithm_sha256>"


def fetch_statuses(addresses: Iterable[str]) -> Mapping[str, int]:
    """The status code of each address after its redirects, 0 where none came. Never raises."""
    addresses = tuple(dict.fromkeys(addresses))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(zip(addresses, pool.map(_status, addresses), strict=True))


def _status(address: str) -> int:
    try:
        status = _ask(address, "HEAD")
        return _ask(address, "GET") if status in _NO_HEAD else status
    except OutsideWorldError:
        return 0


def _ask(address: str, method: str) -> int:
    with ask(address, method, timeout_s=_TIMEOUT_S) as response:
        return response.status_code


def find_beside(catalog: Path, triples: Iterable[Triple]) -> frozenset[str]:
    """The addresses in the catalog of an edition whose file lies beside it, with the checksum the catalog gives."""
    index, catalog = Index(triples), catalog.resolve()
    listed = _listed(catalog.parent / "edition.json")
    found = set()
    for distribution in index.subjects("rdf:type", "<http://www.w3.org/ns/dcat#Distribution>"):
        promised = _checksums(distribution, index)
        for predicate in ("dcat:accessURL", "dcat:downloadURL"):
            for address in map(literal_text, index.objects(distribution, predicate)):
                name = _file_name(address)
                if listed.get(name) in promised and _sha256(catalog.parent / name) in promised:
                    found.add(address)
    return frozenset(found)


def _listed(manifest: Path) -> Mapping[str, str]:
    """The checksums of an edition's files by their names; nothing where there is no edition."""
    try:
        files = json.loads(manifest.read_text("utf-8"))["distributions"]
        return {str(file["name"]): str(file["sha256"]) for file in files if "/" not in str(file["name"])}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _checksums(distribution: str, index: Index) -> set[str]:
    """The SHA-256 that the catalog gives for a distribution."""
    checksums = index.objects(distribution, "spdx:checksum")
    by_sha256 = (node for node in checksums if _SHA_256 in index.objects(node, "spdx:algorithm"))
    return {index.text(node, "spdx:checksumValue").lower() for node in by_sha256}


def _file_name(address: str) -> str:
    """The last segment of an address's path."""
    try:
        return unquote(urlsplit(address).path.rpartition("/")[2])
    except ValueError:
        return ""


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
