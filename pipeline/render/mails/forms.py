"""The words of each kind of notice, by its kind."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.render.mails import of_editions, of_files, of_replies
from pipeline.render.mails.form import Form

FORMS: Mapping[str, Form] = {
    "published": of_files.PUBLISHED,
    "accepted": of_files.ACCEPTED,
    "rejected": of_files.REJECTED,
    "held": of_files.HELD,
    "unchanged": of_files.UNCHANGED,
    "asked": of_files.ASKED,
    "failed": of_files.FAILED,
    "conflict": of_files.CONFLICT,
    "destination_failed": of_editions.DESTINATION_FAILED,
    "destination_recovered": of_editions.DESTINATION_RECOVERED,
    "trouble": of_editions.TROUBLE,
    "rolled_back": of_editions.ROLLED_BACK,
    "withdrawn": of_editions.WITHDRAWN,
    "thanks": of_replies.THANKS,
    "replies": of_replies.REPLIES,
    "wishes": of_replies.WISHES,
    "unreached": of_replies.UNREACHED,
}
