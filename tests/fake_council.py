"""A council information system for tests: OParl 1.1 objects by their addresses, in the structure of real answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.model.errors import OutsideWorldError

SERVER = "https://ratsinfo.example/oparl"
_SCHEMA = "https://schema.oparl.org/1.1"


def paper(number: int, reference: str, *consultations: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A paper with its consultations, which real servers give within it."""
    return {
        "id": f"{SERVER}/papers?id={number}",
        "type": f"{_SCHEMA}/Paper",
        "body": f"{SERVER}/bodies?id=1",
        "name": "Ausbau des Glasfasernetzes",
        "reference": reference,
        "date": "2024-02-01",
        "paperType": "Beschlussvorlage",
        "originatorPerson": [None],
        "consultation": [*consultations],
        "web": f"https://ratsinfo.example/vo020?VOLFDNR={number}",
        "created": "2024-02-01T09:12:24+01:00",
        "modified": "2024-03-13T07:50:31+01:00",
        "deleted": False,
        **more,
    }


def consultation(number: int, **more: Any) -> dict[str, Any]:
    """A consultation that decides, on an item of the agenda of a meeting of the council."""
    return {
        "id": f"{SERVER}/consultations?id={number}",
        "type": f"{_SCHEMA}/Consultation",
        "organization": [f"{SERVER}/organizations?id=1"],
        "agendaItem": f"{SERVER}/agendaItems?id={number}",
        "meeting": f"{SERVER}/meetings?id={number}",
        "authoritative": True,
        "role": "Entscheidung",
        "deleted": False,
        **more,
    }


def held(number: int, result: str, start: str = "2024-03-12T18:00:00+01:00", **more: Any) -> dict[str, Any]:
    """The item of the agenda and the meeting of a consultation."""
    item, meeting = f"{SERVER}/agendaItems?id={number}", f"{SERVER}/meetings?id={number}"
    return {
        item: {"id": item, "type": f"{_SCHEMA}/AgendaItem", "meeting": meeting, "number": "7", "public": True,
               "result": result, "consultation": f"{SERVER}/consultations?id={number}"},
        meeting: {"id": meeting, "type": f"{_SCHEMA}/Meeting", "name": "21. Sitzung des Rates", "start": start,
                  "organization": [f"{SERVER}/organizations?id=1"], "cancelled": False, **more},
    }  # fmt: skip


class FakeCouncil:
    """Answers as a server would; ``asked`` is every address in turn."""

    def __init__(self, *papers: Mapping[str, Any], answers: Mapping[str, Any] | None = None, page: int = 2) -> None:
        self.asked: list[str] = []
        lists = [papers[at : at + page] for at in range(0, len(papers), page)] or [()]
        addresses = [f"{SERVER}/papers?body=1&page={number}" for number in range(1, len(lists) + 1)]
        self._answers = {
            SERVER: {"id": SERVER, "type": f"{_SCHEMA}/System", "oparlVersion": f"{_SCHEMA}/",
                     "body": f"{SERVER}/bodies"},
            f"{SERVER}/bodies": {"data": [{"id": f"{SERVER}/bodies?id=1", "type": f"{_SCHEMA}/Body",
                                           "name": "Stadt Musterstadt", "paper": addresses[0]}],
                                 "pagination": {"totalElements": 1}, "links": {}},
            f"{SERVER}/organizations?id=1": {"type": f"{_SCHEMA}/Organization", "name": "Rat der Stadt"},
            **{
                address: {"data": [*found], "links": {"next": following} if following else {}}
                for address, found, following in zip(addresses, lists, [*addresses[1:], ""], strict=True)
            },
            **(answers or {}),
        }  # fmt: skip

    def at(self, address: str) -> Mapping[str, bytes]:
        """The same answers as bytes, by their paths at another address."""
        return {
            url.removeprefix("https://ratsinfo.example"): json.dumps(found).replace(SERVER, f"{address}/oparl").encode()
            for url, found in self._answers.items()
        }

    def __call__(self, url: str) -> Mapping[str, Any]:
        self.asked.append(url)
        if url not in self._answers:
            raise OutsideWorldError(f"{url}: no connection")
        found: Mapping[str, Any] = self._answers[url]
        return found
