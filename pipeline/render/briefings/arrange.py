"""The figures of a progress to a paper in one language: its title page, and what stands where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from pipeline.model.dataset import Dataset
from pipeline.model.progress import Progress
from pipeline.model.report import Language
from pipeline.render.briefings.blocks import Block, Heading, Paper, Run, Runs, Section, note
from pipeline.render.briefings.foreword import parse_foreword
from pipeline.render.briefings.in_short import tell_in_short
from pipeline.render.briefings.indicators import tell_indicators
from pipeline.render.briefings.overviews import tell_all, tell_coverage, tell_fields, tell_participation
from pipeline.render.briefings.spending import tell_spending
from pipeline.render.briefings.turns import tell_turns
from pipeline.render.briefings.voice import Voice


def arrange(progress: Progress, dataset: Dataset, *, language: Language, foreword: str = "") -> Paper:
    """The paper. ``foreword`` is Markdown that stands in front."""
    voice = Voice(language)
    numbers = count(1)
    main = [
        *parse_foreword(foreword),
        *_numbered(
            (
                *tell_in_short(progress, voice),
                *tell_turns(progress, voice),
                *tell_fields(progress, voice),
                *tell_coverage(progress, voice),
                *tell_spending(progress, voice),
                *tell_participation(progress, voice),
                *tell_indicators(progress, voice),
            ),
            numbers,
        ),
    ]
    # A table must not be the last of a document, and who copies the annex alone copies where it is from.
    annex = (*tell_all(progress, voice), note(_source(progress, voice)))
    return Paper(
        language,
        voice.say("Sachstandsbericht", "Progress report"),
        voice.words(progress.title),
        dataset.publisher.name,
        tuple(_facts(progress, dataset, voice)),
        (Section(tuple(main)), Section(annex, is_landscape=True)),
        progress.made_at,
    )


def _numbered(blocks: Iterable[Block], numbers: Iterator[int]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield block._replace(text=f"{next(numbers)} {block.text}")
        else:
            yield block


def _facts(progress: Progress, dataset: Dataset, voice: Voice) -> Iterator[tuple[str, Runs]]:
    """What the title page says besides the title."""
    yield voice.say("Stand", "As of"), (Run(voice.day(progress.day)),)
    if progress.since:
        period = voice.say(
            "{since} bis {day}", "{since} to {day}", since=voice.day(progress.since), day=voice.day(progress.day)
        )
        yield voice.say("Berichtszeitraum", "Period reported on"), (Run(period),)
    yield voice.say("Quelle", "Source"), (Run(_source(progress, voice)),)
    yield voice.say("Lizenz", "Licence"), (Run(_license(dataset.license), link=dataset.license),)
    if attribution := voice.words(dataset.attribution):
        yield voice.say("Zu nennen", "To be named"), (Run(attribution),)
    if notice := voice.words(dataset.notice):
        yield voice.say("Hinweis", "Notice"), (Run(notice),)
    yield (
        voice.say("Auskunft", "Contact"),
        (
            Run(f"{dataset.contact.name}, "),
            Run(dataset.contact.email, link=f"mailto:{dataset.contact.email}"),
        ),
    )
    yield (
        voice.say("Fundstellen", "References"),
        (
            Run(
                voice.say(
                    "Unter jedem Projekt steht klein, aus welchen Zellen welcher Tabelle die Angaben stammen; mit "
                    "einem Tag davor aus der Arbeitsmappe der Ausgabe jenes Tages.",
                    "Below each project stands in small print from which cells of which workbook it is; with a day "
                    "before it, from the workbook of the edition of that day.",
                )
            ),
        ),
    )


def _source(progress: Progress, voice: Voice) -> str:
    title = voice.words(progress.title)
    return voice.say("{title}, Ausgabe {version}", "{title}, edition {version}", title=title, version=progress.version)


def _license(address: str) -> str:
    """What people call a license; its address where we know no name."""
    return next((name for ending, name in _LICENSES.items() if address.endswith(f"/{ending}")), address)


_LICENSES = {
    "dl-zero-de/2.0": "Datenlizenz Deutschland – Zero – Version 2.0",
    "dl-by-de/2.0": "Datenlizenz Deutschland – Namensnennung – Version 2.0",
    "cc-by/4.0": "Creative Commons CC BY 4.0",
    "cc-by-sa/4.0": "Creative Commons CC BY-SA 4.0",
    "cc-zero": "Creative Commons CC0 1.0",
}
