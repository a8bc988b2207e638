"""A circular to the mail that brings a unit its workbook: what is asked of which project, until when, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.model.circular import Circular, Request
from pipeline.model.dataset import Dataset
from pipeline.model.notice import Mail
from pipeline.model.report import Language
from pipeline.render.formats.circular_words import chosen, foreword_of, in_words, question_lines
from pipeline.render.mails.lines import LONGEST_SUBJECT, in_one_line, listed, paragraph, shortened


def write_circular_mail(circular: Circular, dataset: Dataset, language: Language) -> Mail:
    """The mail. It tells titles of projects, so it is for the unit's own mailbox alone."""
    due = in_words(circular.due).in_(language)
    words, contact = _WORDS[language], in_one_line(dataset.contact.name)
    told = {"due": due, "title": in_one_line(dataset.title.in_(language)), **chosen(language)}
    blocks = [
        words["hello"],
        paragraph(in_one_line(foreword_of(circular, dataset).why.in_(language))),
        *("\n".join(_project(request, language)) for request in circular.requests),
        paragraph(words["how"].format(**told)),
        f"{words['bye']}\n{contact}\n{dataset.contact.email}",
        circular.mark,
    ]
    subject = shortened(words["subject"].format(**told), LONGEST_SUBJECT)
    return Mail(subject, "\n\n".join(blocks) + "\n", dataset.contact.email)


def write_plain_circular_mail(circular: Circular, dataset: Dataset, language: Language) -> Mail:
    """The same for a mailbox outside of the house: without a workbook, and with no more of projects than their keys."""
    due = in_words(circular.due).in_(language)
    words, contact = _WORDS[language], in_one_line(dataset.contact.name)
    told = {"due": due, "title": in_one_line(dataset.title.in_(language)), "email": dataset.contact.email}
    blocks = [
        words["hello"],
        paragraph(words["outside"].format(**told)),
        listed(in_one_line(key) for key in circular.keys),
        paragraph(words["ask"].format(**told)),
        f"{words['bye']}\n{contact}\n{dataset.contact.email}",
    ]
    subject = shortened(words["subject"].format(**told), LONGEST_SUBJECT)
    return Mail(subject, "\n\n".join(blocks) + "\n", dataset.contact.email)


def _project(request: Request, language: Language) -> Iterator[str]:
    yield paragraph(in_one_line(f"{request.key}: {request.title}"))
    for line in question_lines(request, language):
        yield paragraph(in_one_line(line), "  - ", "    ")


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "de": {
        "hello": "Guten Tag,",
        "subject": "Bitte bis {due} prüfen: Ihre Projekte in „{title}“",
        "how": "Die beigefügte Arbeitsmappe zeigt, was zurzeit veröffentlicht ist. Wählen Sie darin je Projekt "
        "„{confirmed}“, „{changed}“ oder „{dropped}“ und ändern Sie direkt in der Zelle, was nicht mehr stimmt. Legen "
        "Sie die Datei bis zum {due} in den vereinbarten Eingangsordner, oder senden Sie sie an uns zurück.",
        "outside": "bitte prüfen Sie bis zum {due}, was in „{title}“ von Ihren Projekten steht. Gefragt ist nach:",
        "ask": "Die Arbeitsmappe dazu geht nur an Postfächer im Haus. Bitte fragen Sie danach: {email}.",
        "bye": "Vielen Dank!",
    },
    "en": {
        "hello": "Good day,",
        "subject": "Please check by {due}: your projects in “{title}”",
        "how": "The workbook attached shows what is published at present. Choose “{confirmed}”, “{changed}” or "
        "“{dropped}” for each project, and change in the cell itself what is no longer right. Put the file into the "
        "inbox agreed upon by {due}, or send it back to us.",
        "outside": "please check by {due} what “{title}” says of your projects. We ask about:",
        "ask": "The workbook for it goes to mailboxes in the house alone. Please ask for it: {email}.",
        "bye": "Thank you!",
    },
}
