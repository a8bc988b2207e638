"""HTTP as we speak it to a portal: as to any place, told in the words of portals."""

from __future__ import annotations

from pipeline.publish import session
from pipeline.publish.ckan import wording

_WORDS = session.Words(
    cut=wording.CUT,
    untrusted=wording.UNTRUSTED,
    no_address=wording.NO_ADDRESS,
    slow=wording.SLOW,
    endless=wording.ENDLESS,
    full=wording.FULL,
    told_error=wording.told_error,
    redirected=wording.redirected,
    too_much_at_once=wording.too_much_at_once,
)


class Session(session.Session):
    """A session with a portal. The token goes to the portal alone."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__(address, token, _WORDS)
