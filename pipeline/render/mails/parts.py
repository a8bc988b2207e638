"""The parts of a notice that are lists: what changed, what was found, where it did not arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.notice import Counts, Delivery, Moved, NoticeFacts, Place, ToldCause
from pipeline.model.report import Language, Severity, Text, in_digits
from pipeline.render.mails.lines import in_one_line, listed, moment, paragraph

MOST_CAUSES, _MOST_CELLS, _MOST_PROJECTS = 10, 12, 20


def counted(number: int, one: Text, many: Text, language: Language) -> str:
    """A number of things in words; nothing for none."""
    words = (one if number == 1 else many).in_(language)
    return words.format(in_digits(number).in_(language)) if number else ""


def projects(counts: Counts, language: Language) -> str:
    """How many projects: ``17 Projekte``."""
    return counted(counts.projects, Text("{} Projekt", "{} project"), Text("{} Projekte", "{} projects"), language)


def errors(counts: Counts, language: Language) -> str:
    """How many errors: ``3 Fehler``."""
    return counted(counts.errors, Text("{} Fehler", "{} error"), Text("{} Fehler", "{} errors"), language)


def warnings(counts: Counts, language: Language) -> str:
    """How many warnings: ``1 Warnung``."""
    return counted(counts.warnings, Text("{} Warnung", "{} warning"), Text("{} Warnungen", "{} warnings"), language)


def notes(counts: Counts, language: Language) -> str:
    """How many notes: ``2 Hinweise``."""
    return counted(counts.notes, Text("{} Hinweis", "{} note"), Text("{} Hinweise", "{} notes"), language)


def changes(facts: NoticeFacts, heading: Text, titles: Mapping[str, Text], language: Language) -> Iterator[str]:
    """What changed; the projects by their keys, with their titles in the house."""
    if facts.changes:
        yield f"{heading.in_(language)}\n{listed(_moved(moved, titles, language) for moved in facts.changes)}"


def _moved(moved: Moved, titles: Mapping[str, Text], language: Language) -> str:
    number = in_digits(moved.number).in_(language)
    named = [_named(key, titles, language) for key in moved.keys[:_MOST_PROJECTS]]
    if not named:
        return f"{_MOVED[moved.kind].in_(language)}: {number}"
    rest = moved.number - len(named)
    if rest:
        named.append(Text("und {} weitere", "and {} more").in_(language).format(in_digits(rest).in_(language)))
    return f"{_MOVED[moved.kind].in_(language)}: {number} ({'; '.join(named)})"


def _named(key: str, titles: Mapping[str, Text], language: Language) -> str:
    title = in_one_line(titles[key].in_(language)) if key in titles else ""
    return f"{key} {Text('„{}“', '“{}”').in_(language).format(title)}" if title else key


def causes(facts: NoticeFacts, language: Language) -> Iterator[str]:
    """What was found: errors and warnings with what to do and where, the gravest first."""
    told = [cause for cause in facts.causes if cause.severity is not Severity.INFO]
    for number, cause in enumerate(told[:MOST_CAUSES], start=1):
        yield _cause(number, cause, facts.file, language)
    if (rest := len(told) - MOST_CAUSES) > 0:
        one = Text("Eine weitere Ursache steht im Prüfbericht.", "One more cause stands in the report.")
        many = Text("{} weitere Ursachen stehen im Prüfbericht.", "{} more causes stand in the report.")
        yield paragraph(counted(rest, one, many, language))


def information(facts: NoticeFacts, language: Language) -> Iterator[str]:
    """That there are notes, which ask for nothing."""
    if facts.counts.notes:
        words = Text("Im Prüfbericht zu Ihrer Information: {}.", "In the report, for your information: {}.").in_(
            language
        )
        yield paragraph(words.format(notes(facts.counts, language)))


def _cause(number: int, cause: ToldCause, file: str, language: Language) -> str:
    times = counted(cause.number, Text("", ""), Text(" ({}-mal)", " ({} times)"), language)
    mark = f"{number}. "
    head = f"{cause.severity.label.in_(language)}: {cause.title.in_(language)}{times}"
    indent = " " * len(mark)
    lines = [paragraph(head, mark, indent), paragraph(_where(cause.place, file, language), indent, indent)]
    return "\n".join([*lines, paragraph(cause.remedy.in_(language), indent, indent)])


def _where(place: Place, file: str, language: Language) -> str:
    """The file is named where it is not the one that the notice is about."""
    told = [Text("Datei „{}“", "file “{}”").in_(language).format(in_one_line(place.file))] if place.file != file else []
    if place.sheet:
        told.append(Text("Blatt „{}“", "sheet “{}”").in_(language).format(in_one_line(place.sheet)))
    told += _named_cells(place, language)
    where = ", ".join(told) or Text("in der ganzen Datei", "in the whole file").in_(language)
    return f"{Text('Wo', 'Where').in_(language)}: {where}"


def _named_cells(place: Place, language: Language) -> list[str]:
    named = [_cells(cells, language) for cells in place.cells[:_MOST_CELLS]]
    if len(place.cells) > _MOST_CELLS:
        named.append(Text("und weitere", "and more").in_(language))
    return named


def _cells(cells: str, language: Language) -> str:
    """A row and a column are called so; a cell speaks for itself."""
    if cells[0].isdigit():
        many = "–" in cells
        return f"{(Text('Zeilen', 'rows') if many else Text('Zeile', 'row')).in_(language)} {cells}"
    return f"{Text('Spalte', 'column').in_(language)} {cells}" if cells.isalpha() else cells


def deliveries(facts: NoticeFacts, language: Language) -> Iterator[str]:
    """Where the edition did not arrive, why, and when that is tried again."""
    if facts.failures:
        heading = Text("Noch nicht angekommen:", "Not arrived yet:").in_(language)
        yield f"{heading}\n{listed(_failure(failure, facts.time_zone, language) for failure in facts.failures)}"


def _failure(failure: Delivery, time_zone: str, language: Language) -> str:
    told = f"{destination(failure.destination, language)}: {in_one_line(failure.trouble.in_(language))}"
    if not failure.again_at:
        return told
    again = Text("Nächster Versuch: {}.", "Next attempt: {}.").in_(language)
    stop = "" if told.endswith((".", "!", "?", "…")) else "."
    return f"{told}{stop} {again.format(moment(failure.again_at, time_zone, language))}"


def destinations(told: Sequence[Delivery], language: Language) -> str:
    """Destinations by what people call them."""
    return ", ".join(destination(delivery.destination, language) for delivery in told)


def destination(name: str, language: Language) -> str:
    """What people call a destination."""
    return _DESTINATIONS[name].in_(language) if name in _DESTINATIONS else in_one_line(name)


_MOVED = {
    "added": Text("Neu", "New"),
    "removed": Text("Nicht mehr enthalten", "No longer included"),
    "changed": Text("Geändert", "Changed"),
    "confirmed": Text("Bestätigt", "Confirmed"),
    "dropped": Text("Soll entfallen", "To be dropped"),
    "conflict": Text("Zu entscheiden", "To be decided"),
}
_DESTINATIONS = {
    "ckan": Text("Datenportal", "data portal"),
    "folder": Text("Ordner des Webservers", "folder of the web server"),
    "sftp": Text("Webserver (SFTP)", "web server (SFTP)"),
    "webdav": Text("Webserver (WebDAV)", "web server (WebDAV)"),
    "sparql": Text("Datenbank für Abfragen", "database for queries"),
}
