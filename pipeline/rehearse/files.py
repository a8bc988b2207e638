"""What the addresses in a catalog answered to what is wrong there: at each the one fault that explains it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.harvest import IS_PAGE, Harvest, Promise, Reply, Trouble, host_of
from pipeline.model.report import ValidationResult, in_digits
from pipeline.model.rules import RuleBook
from pipeline.rehearse.catalog import why_missing
from pipeline.rehearse.findings import Fault, gather
from pipeline.rehearse.robots import shuts_out

_UNREAD = {Trouble.TOO_LARGE, Trouble.OUT_OF_TIME, Trouble.TOO_MANY}
_OTHER_TYPE = "harvest-media-type"


def judge_files(harvest: Harvest, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """Whether each file is there, whole, and what the catalog says of it."""
    replies = harvest.first.replies
    faults = [fault for file in harvest.wanted.promised for fault in _of_file(file, replies[file.address])]
    return gather(faults, harvest.place, rules)


def _of_file(file: Promise, reply: Reply) -> Iterator[Fault]:
    address = file.address
    if not reply.is_whole:
        yield from _absent("harvest-file-missing", address, reply)
        return
    if reply.leads_away:
        yield Fault("harvest-moved", address, {"host": host_of(reply.url)})
    if reply.fault == IS_PAGE:
        yield Fault("harvest-error-page", address)
        return
    if file.size is not None and reply.size != file.size:
        yield Fault("harvest-size", address, {"promised": in_digits(file.size), "found": in_digits(reply.size)})
    elif file.sha256 and reply.sha256 != file.sha256:
        yield Fault("harvest-digest", address)
    elif reply.fault.de:
        yield Fault("harvest-file-unreadable", address, {"why": reply.fault})
    elif not reply.is_read and file.media_type:
        yield Fault("harvest-file-unparsed", address)
    if file.media_type and reply.media_type != file.media_type:
        rule = "harvest-media-type-general" if _is_more_general(reply.media_type, file.media_type) else _OTHER_TYPE
        yield Fault(rule, address, {"promised": file.media_type, "found": reply.media_type or "–"})


def _is_more_general(found: str, promised: str) -> bool:
    """Whether a media type tells of one in its syntax: ``application/json`` of ``application/csvm+json``."""
    return found == f"application/{promised.rpartition('+')[2]}"


def judge_things(harvest: Harvest, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """Whether each thing that the catalog names answers under its own IRI."""
    ours = host_of(harvest.place.asked)
    faults = [fault for iri in harvest.wanted.things for fault in _of_thing(iri, harvest.first.replies[iri], ours)]
    return gather(faults, harvest.place, rules)


def _of_thing(iri: str, reply: Reply, ours: str) -> Iterator[Fault]:
    if not reply.is_whole:
        yield from _absent("harvest-thing-missing", iri, reply)
    elif reply.leads_away and host_of(reply.url) != ours:  # a lasting name may well lead to where the town publishes
        yield Fault("harvest-thing-moved", iri, {"host": host_of(reply.url)})


def judge_pages(harvest: Harvest, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """Whether the pages that the catalog names are there."""
    wanted, replies = harvest.wanted, harvest.first.replies
    homepages = [page for page in wanted.homepages if page not in wanted.pages]
    named = [("harvest-page-missing", page) for page in wanted.pages]
    named += [("harvest-homepage-missing", page) for page in homepages]
    faults = [
        fault
        for rule, page in named
        if page not in wanted.things and not replies[page].is_whole
        for fault in _absent(rule, page, replies[page])
    ]
    return gather(faults, harvest.place, rules)


def _absent(rule: str, address: str, reply: Reply) -> Iterator[Fault]:
    """What is not there, or could not be looked at."""
    why = {"why": why_missing(reply)}
    if reply.trouble is Trouble.CERTIFICATE:
        yield Fault("harvest-certificate", address, {**why, "host": host_of(address)})
    else:
        yield Fault("harvest-unread" if reply.trouble in _UNREAD else rule, address, why)


def judge_robots(harvest: Harvest, rules: RuleBook) -> tuple[ValidationResult, ...]:
    """Whether robots.txt lets a harvester fetch the catalog and its files."""
    return gather(_of_robots(harvest), harvest.place, rules)


def _of_robots(harvest: Harvest) -> Iterator[Fault]:
    addresses = dict.fromkeys(file.address for file in harvest.wanted.promised)
    for host, reply in harvest.robots.items():
        if reply.status >= 500:  # RFC 9309: whoever cannot say what is forbidden forbids all
            yield Fault("harvest-robots-broken", reply.address, {"why": why_missing(reply)})
            continue
        text = reply.content.decode("utf-8", "replace") if reply.is_whole else ""
        for address in addresses:
            asked = harvest.place.to_ask(address)
            if asked.startswith(f"{host}/") and (line := shuts_out(text, asked)):
                yield Fault("harvest-robots", address, {"line": line, "robots": reply.address})
