"""What is to be told of a town, to the mailboxes and the address that its settings name: in the house with the checked
workbook, elsewhere with figures alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.model.checked_copy import XLSX
from pipeline.model.dataset import Dataset
from pipeline.model.edition import Distribution
from pipeline.model.errors import PipelineError
from pipeline.model.notice import InHouse, NoticeFacts, from_json, is_internal, payload_of
from pipeline.model.report import Language, Text
from pipeline.post import PostError, call_webhook, message_id_of, send
from pipeline.render.mails.notice import write_notice
from pipeline.watch.letters import CIRCULAR, TO
from pipeline.watch.post_circular import mail_of_circular

WEBHOOK = "webhook"
_MOST_BYTES, _MOST_WORDS = 10_000_000, 20_000
_LINE = "\n"


def post_letter(
    dataset: Dataset, letter: Mapping[str, Any], town: Mapping[str, Any], environment: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Send a letter to all who do not have it yet; ``done`` names those who have, or never will.

    ``town`` are the facts that each notice of the town has; those of the letter come in their places.
    """
    facts = from_json({**town, **{name: value for name, value in letter["facts"].items() if name in town}})
    places = _places(dataset, letter)
    done, errors, passing = list(letter["done"]), [], False
    for place in [place for place in places if place not in done]:
        try:
            _send(place, facts, dataset, letter, environment, now)
            done.append(place)
        except PipelineError as error:
            errors.append(error.message)
            is_final = isinstance(error, PostError) and not error.is_passing
            passing = passing or not is_final
            done += [place] if is_final else []
    german, english = ("; ".join(dict.fromkeys(words)) for words in zip(*errors, strict=True)) if errors else ("", "")
    return {"done": done, "is_through": not passing, "error": [german, english]}


def _places(dataset: Dataset, letter: Mapping[str, Any]) -> list[str]:
    """To whom it goes: the one that it is written to, else all whom the settings name."""
    if to := letter["facts"].get(TO):
        return [to]
    return [*dataset.notices.to, *([WEBHOOK] if dataset.notices.webhook else [])]


def _send(
    place: str,
    facts: NoticeFacts,
    dataset: Dataset,
    letter: Mapping[str, Any],
    environment: Mapping[str, str],
    now: datetime,
) -> None:
    language: Language = "en" if dataset.language == "en" else "de"
    kind, key = letter["kind"], letter["key"]
    if place == WEBHOOK:
        payload = payload_of(facts, write_notice(kind, facts, language), key)
        call_webhook(dataset.notices.webhook, payload)
        return
    is_ours = is_internal(place, dataset.notices)
    attached = _attachments(letter["attachments"]) if is_ours else ()
    if kind == CIRCULAR:
        mail = mail_of_circular(letter["circular"], dataset, language, has_workbook=bool(attached))
    else:
        words = _words(letter["facts"].get("words", "")) if is_ours else ""
        house = InHouse({}, tuple(each.name for each in attached), words) if is_ours else None
        mail = write_notice(kind, facts, language, house)
    message_id = message_id_of(f"{key}/{place}", dataset.mail.sender)
    sent = send(mail, [place], attached, dataset.mail, environment, message_id, sent_at=now)
    for refused in sent.refused:
        raise PostError(refused.message, is_passing=refused.is_passing)


def _words(path: str) -> str:
    """What answers would change, if that still lies there and is not too long for a mail."""
    lying = Path(path) if path else None
    said = lying.read_text("utf-8") if lying and lying.is_file() else ""
    return said if len(said) <= _MOST_WORDS else f"{said[:_MOST_WORDS].rpartition(_LINE)[0]}{_LINE}…{_LINE}"


def _attachments(paths: Sequence[str]) -> tuple[Distribution, ...]:
    """The checked copies that still lie there and are not too large to be sent."""
    found = [path for path in map(Path, paths) if path.is_file() and path.stat().st_size <= _MOST_BYTES]
    return tuple(Distribution(path.name, XLSX, path.read_bytes(), Text(path.name, path.name)) for path in found)
