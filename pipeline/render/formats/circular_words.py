"""What a unit is told when it is asked about its projects: a circular in, the words of its sheet out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pipeline.model.circular import ANSWER_TITLE, Circular, Point, Reason, Request, Said
from pipeline.model.dataset import Dataset
from pipeline.model.report import Language, Text


def question_of(point: Point) -> Text:
    """One thing that is asked, in a sentence or two."""
    if point.reason is Reason.RULE:
        return Text(*(_sentences(title, remedy) for title, remedy in zip(point.title, point.remedy, strict=True)))
    day = in_words(point.day) if point.day else Text("", "")
    german, english = _QUESTIONS[point.reason]
    return Text(german.format(day=day.de), english.format(day=day.en))


def _sentences(title: str, remedy: str) -> str:
    return f"{title.rstrip('.')}. {remedy}"


def in_words(day: date) -> Text:
    """A day as people write it."""
    return Text(f"{day:%d.%m.%Y}", day.isoformat())


_QUESTIONS: Mapping[Reason, Text] = {
    Reason.STALE: Text(
        "Zuletzt bestätigt oder geändert am {day}. Stimmen die Angaben noch?",
        "Last confirmed or changed on {day}. Is all of it still right?",
    ),
    Reason.OVERDUE: Text(
        "Das Ende ({day}) ist vorbei. Ist das Projekt abgeschlossen, oder verschiebt sich sein Ende?",
        "The end ({day}) has passed. Is the project completed, or does its end move?",
    ),
    Reason.NOT_STARTED: Text(
        "Der Beginn ({day}) ist vorbei, der Status ist noch „geplant“. Hat es begonnen, oder verschiebt es sich?",
        "The start ({day}) has passed, the status is still “planned”. Has it begun, or does it move?",
    ),
    Reason.NO_START: Text(
        "Wann beginnt das Projekt? Ein Jahr genügt.", "When does the project start? The year will do."
    ),
    Reason.NO_END: Text(
        "Wann soll das Projekt enden? Ein Jahr genügt; ist es auf Dauer angelegt, bleibt die Zelle leer.",
        "When is the project to end? The year will do; if it is meant to last, leave the cell empty.",
    ),
    Reason.NO_OUTCOME: Text(
        "Die Beteiligung endete am {day}. Was wurde aufgegriffen, was nicht und warum?",
        "The offer to take part ended on {day}. What was taken up, what was not, and why?",
    ),
}


def shared_words(request: Request) -> Text:
    """With which units a project is shared that are asked as well; nothing for none."""
    if not request.shared_with:
        return Text("", "")
    units = ", ".join(request.shared_with)
    return Text(
        f"Gemeinsam mit {units}; dort wird ebenfalls gefragt.",
        f"Shared with {units}, who are asked as well.",
    )


def question_lines(request: Request, language: Language) -> list[str]:
    """All that a unit is asked of one project, a line for each."""
    said = [*map(question_of, request.points), shared_words(request)]
    return [text.in_(language) for text in said if text.de]


class Foreword(NamedTuple):
    """What stands above the table: the title, who is asked until when, who asks and why, and what to do."""

    title: Text
    who: Text
    why: Text
    how: Text


def foreword_of(circular: Circular, dataset: Dataset) -> Foreword:
    """The words above the table."""
    due, count = in_words(circular.due), len(circular.requests)
    contact = f"{dataset.contact.name}, {dataset.contact.email}"
    told = {"unit": circular.unit, "title": dataset.title.de, "contact": contact, "due": due.de}
    german = {**told, "projects": "Ihr Projekt" if count == 1 else f"Ihre {count} Projekte", **chosen("de")}
    english = {**told, "projects": "your project" if count == 1 else f"your {count} projects", **chosen("en")}
    english |= {"title": dataset.title.en, "due": due.en}
    return Foreword(*(Text(text.de.format(**german), text.en.format(**english)) for text in _FOREWORD))


def chosen(language: Language) -> dict[str, str]:
    """What is chosen, and where."""
    said = {word.value: word.label.in_(language) for word in Said}
    return {"answer": ANSWER_TITLE.in_(language), **said}


_FOREWORD = (
    Text("Stimmt das noch?", "Is this still right?"),
    Text("{unit}\nbis {due}", "{unit}\nby {due}"),
    Text(
        "„{title}“ ist öffentlich, für jede und jeden lesbar. Damit dort steht, was gilt, bitten wir Sie bis zum {due} "
        "um einen Blick auf {projects}. Bei Fragen hilft: {contact}.",
        "“{title}” is public, for everybody to read. So that it says what holds, we ask you to look at {projects} by "
        "{due}. If you have questions: {contact}.",
    ),
    Text(
        "1. Wählen Sie unter „{answer}“ in jeder Zeile: „{confirmed}“, „{changed}“ oder „{dropped}“.\n"
        "2. Ändern Sie direkt in der Zelle, was nicht mehr stimmt. Was wir wissen möchten, ist gelb.\n"
        "3. Speichern Sie die Datei und legen Sie sie in den vereinbarten Eingangsordner, oder senden Sie sie zurück.\n"
        "Grau und klein Gedrucktes und die Überschriften bleiben bitte, wie sie sind. Nennen Sie keine Personen.",
        "1. Choose in each row under “{answer}”: “{confirmed}”, “{changed}” or “{dropped}”.\n"
        "2. Change in the cell itself what is no longer right. What we would like to know is yellow.\n"
        "3. Save the file and put it into the inbox agreed upon, or send it back.\n"
        "Please leave what is gray or in small print, and the headers, as they are. Name no persons.",
    ),
)
