"""The people of the portal: an organization, and an editor who may write there and nowhere else."""

import secrets
from typing import Any

from stack import http
from stack.errors import PortalError
from stack.layout import Layout, write_secret
from stack.parts.ckan import read_token

ORGANIZATION = "musterstadt"
EDITOR = "editor"


def set_scene(layout: Layout, address: str) -> None:
    """Make whatever of the scene is missing: what a publishing town is given by a portal's operator."""
    token = read_token(layout)

    def call(action: str, **arguments: Any) -> Any:
        return http.call(address, action, token, **arguments)

    if ORGANIZATION not in call("organization_list"):
        call("organization_create", name=ORGANIZATION, title="Musterstadt")
    if EDITOR not in {user["name"] for user in call("user_list")}:
        # Nobody signs in as the editor: the password is drawn and forgotten, the token is what works.
        call("user_create", name=EDITOR, email=f"{EDITOR}@example.org", password=secrets.token_urlsafe(32))
    call("organization_member_create", id=ORGANIZATION, username=EDITOR, role="editor")
    if not works(layout, address):
        made = call("api_token_create", user=EDITOR, name="portal")
        write_secret(layout.token(EDITOR), made["token"] + "\n")


def works(layout: Layout, address: str) -> bool:
    """Whether the editor's token opens the portal."""
    path = layout.token(EDITOR)
    if not path.exists():
        return False
    try:
        own = http.call(address, "organization_list_for_user", path.read_text(encoding="utf-8").strip())
    except PortalError:
        return False
    return ORGANIZATION in {organization["name"] for organization in own}
