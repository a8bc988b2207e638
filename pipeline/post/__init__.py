"""Words to people elsewhere: mail by a town's server, and the same as JSON to an address.

Each raises ``PostError`` where it did not go out; ``is_passing`` tells whether trying again later may help. What opens
a server, and what stands in the path of an address, is in no error, for both are secrets.
"""

from __future__ import annotations

from pipeline.post.failures import PostError
from pipeline.post.mail import Line, Refused, Sent, send
from pipeline.post.message import message_id_of
from pipeline.post.webhook import call_webhook

__all__ = ["Line", "PostError", "Refused", "Sent", "call_webhook", "message_id_of", "send"]
