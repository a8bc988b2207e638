"""What a portal holds of our files: each is read, for no checksum at a portal tells what its file is today.

An editor who replaces a file in the portal's form leaves our checksum beside it, and CKAN replaces the files of a call
one after another and takes none back when a later one, or the metadata, is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.publish.ckan.portal import Package, Portal
from pipeline.publish.ckan.schema import Adapted
from pipeline.publish.ckan.wanted import WantedFile


@dataclass(frozen=True, slots=True)
class Holdings:
    """What was read of a portal in this run; a file is read again when the portal says that it has another."""

    portal: Portal
    _digests: dict[tuple[str, ...], str] = field(default_factory=dict)

    def look(self, package: Package, adapted: Adapted, doubtful: Collection[str]) -> dict[str, bool]:
        """Of each file that is there, by its id, whether it is what it should be. Those in doubt are read anew."""
        files = {file.id: file for file, _ in adapted.files}
        there = [each for each in package.get("resources", ()) if each["id"] in files]
        return {each["id"]: self.holds(each, files[each["id"]], is_doubtful=each["id"] in doubtful) for each in there}

    def holds(self, resource: Mapping[str, Any], file: WantedFile, *, is_doubtful: bool) -> bool:
        """Whether the portal gives out this very file, and from its own store."""
        if resource.get("url_type") != "upload":  # a link, to whatever lies there
            return False
        state = tuple(str(resource.get(name)) for name in _CHANGES_WITH_THE_FILE)
        if is_doubtful or state not in self._digests:
            content = self.portal.read_back(resource)
            self._digests[state] = "" if content is None else hashlib.sha256(content).hexdigest()
        return self._digests[state] == file.sha256


_CHANGES_WITH_THE_FILE = ("id", "package_id", "url", "size", "hash", "last_modified")
