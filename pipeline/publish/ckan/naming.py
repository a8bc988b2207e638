"""The names that CKAN takes for datasets and organizations, and what to do about those it would not take.

CKAN looks at a name when it is too late: when the first dataset is made. So it is looked at before anything is asked.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.publish.ckan.failures import harmless

LONGEST_NAME = 100
LONGEST_PREFIX = LONGEST_NAME - len("-vokabular")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NAME = re.compile(r"[a-z0-9_-]*", re.ASCII)


def check_prefix(prefix: str) -> str:
    """What the names of our datasets begin with. Raises ``ConfigError`` where CKAN would not take them."""
    if _NAME.fullmatch(prefix) and 0 < len(prefix) <= LONGEST_PREFIX:
        return prefix
    shown, better = harmless(prefix, 40), suggest_name(prefix)
    raise ConfigError(
        Text(
            f"dataset.toml [destinations.ckan] prefix: Mit „{shown}“ kann im Portal kein Name beginnen; erlaubt sind "
            f"a bis z, 0 bis 9, „-“ und „_“, höchstens {LONGEST_PREFIX} Zeichen. Ohne Angabe ist es der Kurzname der "
            f'Stadt. Setzen Sie zum Beispiel prefix = "{better}"',
            f"dataset.toml [destinations.ckan] prefix: no name at the portal can begin with “{shown}”; allowed are "
            f"a to z, 0 to 9, “-” and “_”, {LONGEST_PREFIX} characters at most. Unless set, it is the town's short "
            f'name. Set, for example, prefix = "{better}"',
        )
    )


def check_organization(name: str) -> str:
    """The name of an organization that is to be made. Raises ``ConfigError`` where CKAN would not take it."""
    if _NAME.fullmatch(name) and 2 <= len(name) <= LONGEST_NAME and name not in ("new", "edit", "search"):
        return name
    shown, better = harmless(name, 40), suggest_name(name)
    raise ConfigError(
        Text(
            f"CKAN_ORGANIZATION oder dataset.toml [destinations.ckan] organization: „{shown}“ kann im Portal keine "
            "Organisation heißen; erlaubt sind 2 bis 100 Zeichen aus a bis z, 0 bis 9, „-“ und „_“, zum Beispiel "
            f"„{better}“",
            f"CKAN_ORGANIZATION or dataset.toml [destinations.ckan] organization: no organization at the portal can be "
            f"called “{shown}”; allowed are 2 to 100 characters of a to z, 0 to 9, “-” and “_”, for example “{better}”",
        )
    )


def suggest_name(text: str) -> str:
    """A name that CKAN takes and that people know again.

    >>> suggest_name("Köln (Stadt)")
    'koeln-stadt'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_GERMAN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", plain)[:LONGEST_PREFIX].strip("-") or "stadt"
