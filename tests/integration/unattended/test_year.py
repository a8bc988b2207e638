"""A year of a town with twelve units: what comes about is what the timeline says that was written by hand, and so is
what there is at its end.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("aiosmtpd", reason="make test-unattended installs it")
pytest.importorskip("cheroot", reason="make test-unattended installs it")

from pipeline.publish import patience
from pipeline.watch.status import read_status, reasons
from tests.integration.unattended.year import (
    ENVIRONMENT,
    OFFICE,
    SCHEDULE,
    Entry,
    Year,
    open_year,
    read_end,
    read_timeline,
)
from tests.twelve_units import NAME

pytestmark = [pytest.mark.integration, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
WITHDRAWN = "Märkte und Stände buchen"


def test_a_year_goes_by_as_its_timeline_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(patience, "_BACK_OFF", lambda _: 0)  # nobody waits by the clock on the wall
    timeline = read_timeline()
    came: list[str] = []
    with open_year(tmp_path, date(2026, 1, 1)) as year:
        for entry, following in pairwise(timeline):
            came += [_headline(entry), *year.play(entry, following.at)]

        told = [line for entry in timeline[:-1] for line in (_headline(entry), *entry.then)]
        if differs := [*unified_diff(told, came, "timeline", "played", n=1, lineterm="")]:
            pytest.fail("\n".join(differs), pytrace=False)
        assert {version: _projects(year, version) for version in year.folder.versions()} == read_end()["editions"]
        _assert_mails(year)
        _assert_files(year)
        _assert_at_rest(year)


def _headline(entry: Entry) -> str:
    return f"{entry.at:%Y-%m-%d %H:%M} {entry.story}"


def _projects(year: Year, version: str) -> int:
    """How many projects an edition tells of."""
    return len(
        {*re.findall(rb"^(\S+) \S+#type> <[^>]*[/#]Project> \.", year.folder.find_file(version, "roadmap.nt"), re.M)}
    )


def _assert_mails(year: Year) -> None:
    """Each mailbox got so many, each mail once; what is attached stays in the house."""
    assert Counter(to for to, _ in year.mails) == read_end()["mails"]
    ids = [(to, str(mail["Message-ID"])) for to, mail in year.mails]
    assert len(ids) == len(set(ids))
    with_files = {to for to, mail in year.mails if [*mail.iter_attachments()]}
    assert {to for to in with_files if not to.endswith("@zwoelfingen.example")} == set()
    assert OFFICE in with_files


def _assert_files(year: Year) -> None:
    """What staff find in their folders; the web space has what is public to the last byte, and nothing withdrawn."""
    inbox, end = year.inbox, read_end()
    assert sorted(path.name for path in inbox.iterdir()) == ["abgelehnt", "angenommen"]
    assert sorted(path.name for path in (inbox / "abgelehnt").iterdir()) == end["rejected"]
    assert sorted(path.name for path in (inbox / "angenommen").iterdir()) == end["accepted"]
    public = {path.relative_to(year.folder.public): path.read_bytes() for path in _files(year.folder.public)}
    assert public == {path.relative_to(year.web): path.read_bytes() for path in _files(year.web)}
    assert [name for name, content in public.items() for part in _parts(content) if WITHDRAWN.encode() in part] == []


def _files(folder: Path) -> Iterator[Path]:
    """All that anybody may read; what a destination notes for itself begins with a full stop."""
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place) / name for name in names)


def _parts(content: bytes) -> Iterator[bytes]:
    """A file, and what is packed in it."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def _assert_at_rest(year: Year) -> None:
    """Nothing waits, every letter is sent, every destination has the newest edition, and all is well."""
    (status,) = read_status(year.state, {NAME: SCHEDULE}, year.now)
    assert (status.waiting, status.unsent) == ((), 0)
    assert [(each.destination, each.version, each.state) for each in status.deliveries] == [
        ("webdav", year.folder.versions()[-1], "done")
    ]
    assert reasons([status], year.now) == ()
