"""Talk to a server on loopback: does it answer, and what does CKAN's API say."""

import json
import urllib.error
import urllib.request
from typing import Any

from stack.errors import PortalError

# A proxy set for the outside world has no business on loopback.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def answers(url: str, *, timeout_s: float = 5) -> bool:
    """Whether a page is there."""
    try:
        with OPENER.open(url, timeout=timeout_s) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def call(address: str, action: str, token: str, **arguments: Any) -> Any:
    """Call an action of CKAN's API and give its result."""
    request = urllib.request.Request(
        f"{address}/api/3/action/{action}",
        data=json.dumps(arguments).encode(),
        headers={"Authorization": token, "Content-Type": "application/json"},
    )
    try:
        with OPENER.open(request, timeout=60) as response:
            return json.load(response)["result"]
    except urllib.error.HTTPError as error:
        raise PortalError(f"CKAN refused {action}: {error.code} {error.read().decode(errors='replace')}") from error
