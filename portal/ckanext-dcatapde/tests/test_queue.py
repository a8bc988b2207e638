"""A queue that is down costs a portal's tables their new titles, and nobody a change of a dataset."""

from typing import Any

import pytest
from ckan.plugins import toolkit
from ckanext.dcatapde.plugin import enqueue_once
from redis.exceptions import ConnectionError as QueueIsDown


def test_without_a_queue_a_job_is_left_and_nothing_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise QueueIsDown

    monkeypatch.setattr(toolkit, "get_action", lambda _: refuse)

    enqueue_once(print, ["dataset"], "titles of columns")


def test_a_job_that_waits_to_be_done_is_not_queued_again(monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[str] = []
    monkeypatch.setattr(toolkit, "get_action", lambda _: lambda *_: [{"title": title} for title in queued])
    monkeypatch.setattr(toolkit, "enqueue_job", lambda *_, title: queued.append(title))

    for _ in range(2):
        enqueue_once(print, ["dataset"], "titles of columns")

    assert queued == ["titles of columns"]
