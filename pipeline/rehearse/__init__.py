"""What a harvester saw at the place where a town publishes in, what is wrong with it out: step by step.

wanted     what a catalog leads to;  catalog, files, twice  what is wrong with the one, the others, and a second harvest
findings   many addresses with one fault as one finding;  robots  whether robots.txt lets a harvester in
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pipeline.model.harvest import Harvest, Kept, Rehearsal, Step
from pipeline.model.report import Text, ValidationResult
from pipeline.model.rules import RuleBook
from pipeline.rehearse.catalog import judge_catalog, judge_edition, judge_name, version_of
from pipeline.rehearse.files import judge_files, judge_pages, judge_robots, judge_things
from pipeline.rehearse.twice import judge_second_visit
from pipeline.rehearse.wanted import count_datasets, find_wanted

__all__ = ["find_wanted", "judge_harvest", "version_of"]


def judge_harvest(
    harvest: Harvest, kept: Kept | None, audited: Sequence[ValidationResult], rules: RuleBook, *, at: datetime
) -> Rehearsal:
    """What came of a rehearsal. ``kept`` is the edition that should be there, ``audited`` what the catalog breaks.

    Where there is no catalog, there is nothing else to look at.
    """
    first, wanted = harvest.first, harvest.wanted
    steps = [Step("catalog", _CATALOG, 1, judge_catalog(harvest, rules))]
    if first.triples:
        files = len(wanted.promised)
        steps += [
            Step("edition", _EDITION, 1, judge_edition(harvest, kept, rules)),
            Step("rules", _RULES, len(first.triples), tuple(audited)),
            Step("name", _NAME, 1, judge_name(harvest, rules)),
            Step("robots", _ROBOTS, len(harvest.robots), judge_robots(harvest, rules)),
            Step("files", _FILES, files, judge_files(harvest, rules)),
            Step("things", _THINGS, len(wanted.things), judge_things(harvest, rules)),
            Step("pages", _PAGES, len({*wanted.pages, *wanted.homepages}), judge_pages(harvest, rules)),
            Step("again", _AGAIN, len(harvest.asked_again), judge_second_visit(harvest, rules)),
        ]
    replies = [first.replies[file.address] for file in wanted.files]
    return Rehearsal(
        harvest.place,
        first.catalog.address,
        tuple(steps),
        count_datasets(first.triples),
        len(replies),
        sum(reply.size for reply in replies if reply.is_whole),
        version_of(wanted.files),
        at,
        first.catalog.trouble,
    )


_CATALOG = Text("Katalog holen und lesen", "Fetching and reading the catalog")
_EDITION = Text("Ausgabe dort und hier vergleichen", "Comparing the edition there and here")
_RULES = Text("Regeln von DCAT-AP.de", "Rules of DCAT-AP.de")
_NAME = Text("Katalog unter seinem eigenen Namen", "The catalog under its own name")
_ROBOTS = Text("robots.txt lässt herein", "robots.txt lets in")
_FILES = Text(
    "Dateien: Adresse, Medientyp, Größe, Prüfsumme, Inhalt", "Files: address, media type, size, digest, content"
)
_THINGS = Text("Adressen der Datensätze und Dateien", "Addresses of the datasets and files")
_PAGES = Text("Seiten, die der Katalog nennt", "Pages that the catalog names")
_AGAIN = Text("Zweites Mal abholen ändert nichts", "A second harvest changes nothing")
