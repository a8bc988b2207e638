"""The variables of an environment that several towns share, to those of one town: its own go before what all have.

``BEISPIELSTADT_CKAN_TOKEN`` is the ``CKAN_TOKEN`` of the town "beispielstadt", and of no other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACES = ("SOURCE_", "SMTP_", "CKAN_", "FOLDER_", "SFTP_", "WEBDAV_", "SPARQL_")
"""How the variables begin that a town may have for itself."""
_OPENING = ("_TOKEN", "_USER", "_PASSWORD", "_PASSPHRASE", "_KEY")
_WITHIN = ("_ORGANIZATION", "_PATH")  # where in a place, which stays the same place


def variables_of(town: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables as one town sees them: without those of its own under their long names.

    What opens a place for all is not sent to one that a town names for itself, or opens by something of its own.

    >>> variables_of("bad-ems", {"CKAN_TOKEN": "all", "BAD_EMS_CKAN_TOKEN": "own", "HOME": "/"})
    {'HOME': '/', 'CKAN_TOKEN': 'own'}
    """
    prefix = f"{re.sub('[^A-Z0-9]', '_', town.upper())}_"
    own = {
        name.removeprefix(prefix): value
        for name, value in environment.items()
        if name.startswith(tuple(prefix + place for place in PLACES))
    }
    taken = {_place(name) for name in own if not name.endswith(_WITHIN)}
    shared = {
        name: value
        for name, value in environment.items()
        if name.removeprefix(prefix) not in own
        and not (name.startswith(PLACES) and name.endswith(_OPENING) and _place(name) in taken)
    }
    return shared | own


def _place(name: str) -> str:
    """``SOURCE_ROADMAP`` of ``SOURCE_ROADMAP_TOKEN``, for each file is a place; ``SFTP`` of ``SFTP_KNOWN_HOSTS``."""
    return name.rpartition("_")[0] if name.startswith("SOURCE_") else name.partition("_")[0]
