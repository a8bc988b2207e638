"""The facts of a notice to a mail: its first line says all, then what to do, then what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.model.checked_copy import is_checked_copy, original_name
from pipeline.model.notice import InHouse, Mail, NoticeFacts
from pipeline.model.report import Language, Severity, Text
from pipeline.render.mails import parts
from pipeline.render.mails.form import Form
from pipeline.render.mails.forms import FORMS
from pipeline.render.mails.lines import LONGEST_SUBJECT, in_one_line, moment, numbered, paragraph, shortened

_SHORTEST_NAME = 12
MASK = "•••"  # stands where a name of a file tells of a person
_BELOW, _IN_REPORT = Text("siehe unten", "see below"), Text("siehe Prüfbericht", "see the report")


def write_notice(kind: str, facts: NoticeFacts, language: Language, in_house: InHouse | None = None) -> Mail:
    """A notice of one of ``KINDS``. Without ``in_house`` it has figures, rules and places of cells alone."""
    form, house = FORMS[kind], in_house or InHouse({})
    words = _words(facts, house, language)
    blocks = [
        paragraph(_first(form.opening, words, language)),
        *_detail(form, facts, language),
        *_to_do(form, words, language),
        *_sections(form, facts, house, language),
        _closing(facts, language),
    ]
    return Mail(_subject(form, words, language), "\n\n".join(filter(None, blocks)) + "\n", facts.email)


def _words(facts: NoticeFacts, house: InHouse, language: Language) -> Mapping[str, str]:
    """What may stand in a sentence; what is empty keeps its sentence back."""
    checked = next(filter(is_checked_copy, house.attached), "")
    is_same = original_name(checked) == facts.file and _ending(checked) == _ending(facts.file)
    elsewhere = ", ".join(_other_files(facts))
    words = {
        "file": facts.file or facts.title.in_(language),
        "like": facts.like,
        "folder": facts.folder,
        "version": facts.version,
        "earlier": facts.earlier,
        "project": facts.project,
        "email": facts.email,
        "title": facts.title.in_(language),
        "checked": checked,
        "elsewhere": elsewhere,
        "own": "" if elsewhere else facts.file or facts.title.in_(language),
        "same": facts.file if is_same and not elsewhere else "",
        "projects": parts.projects(facts.counts, language),
        "errors": parts.errors(facts.counts, language),
        "warnings": parts.warnings(facts.counts, language),
        "where": (_BELOW if _has_warnings(facts) else _IN_REPORT).in_(language),
        "missing": parts.destinations(facts.failures, language),
        "arrived": parts.destinations([it for it in facts.deliveries if not it.trouble.de], language),
    }
    clean = {name: in_one_line(said) for name, said in words.items()}
    return {**clean, "due": moment(facts.due_at, facts.time_zone, language)}


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _other_files(facts: NoticeFacts) -> list[str]:
    """Where the errors stand if none of them stands in the file that the notice is about."""
    files = {cause.place.file for cause in facts.causes if cause.severity is Severity.VIOLATION}
    is_known = facts.file and not any(MASK in file for file in files)
    return sorted(files) if is_known and facts.file not in files else []


def _has_warnings(facts: NoticeFacts) -> bool:
    return any(cause.severity is Severity.WARNING for cause in facts.causes)


def _first(choices: Sequence[Text], words: Mapping[str, str], language: Language) -> str:
    """The first sentence for which all is known; nothing where there is none."""
    for choice in choices:
        sentence = choice.in_(language)
        if all(words[name] for name in re.findall(r"\{(\w+)\}", sentence)):
            return sentence.format(**words)
    return ""


def _subject(form: Form, words: Mapping[str, str], language: Language) -> str:
    subject = _first(form.subject, words, language)
    over = len(subject) - LONGEST_SUBJECT
    if over > 0 and words["file"] in subject:
        room = max(_SHORTEST_NAME, len(words["file"]) - over)
        subject = _first(form.subject, {**words, "file": shortened(words["file"], room)}, language)
    return shortened(subject, LONGEST_SUBJECT)


def _detail(form: Form, facts: NoticeFacts, language: Language) -> Iterator[str]:
    for line in facts.detail.in_(language).splitlines():
        yield paragraph(f"{form.detail.in_(language)} {in_one_line(line)}")


def _to_do(form: Form, words: Mapping[str, str], language: Language) -> Iterator[str]:
    steps = [step for step in (_first(choices, words, language) for choices in form.steps) if step]
    if len(steps) == 1:
        yield paragraph(steps[0])
    elif steps:
        heading = Text("Was zu tun ist:", "What to do:").in_(language)
        yield f"{heading}\n{numbered(steps)}"
    else:
        yield paragraph(_first(form.calm, words, language))
    yield paragraph(_first(form.after, words, language))


def _sections(form: Form, facts: NoticeFacts, house: InHouse, language: Language) -> Iterator[str]:
    if facts.command:
        yield f"{form.command.in_(language)}\n    {facts.command}"
    if facts.link:
        heading = Text("Zu sehen unter:", "To be seen at:")
        yield f"{heading.in_(language)}\n{facts.link}"
    yield from parts.changes(facts, form.moved, house.titles, language)
    yield house.words.rstrip("\n")
    yield from parts.deliveries(facts, language)
    found = list(parts.causes(facts, language))
    if found:
        yield "\n\n".join([form.found.in_(language), *found])
    yield from parts.information(facts, language)
    if house.attached:
        named = Text("Im Anhang: {}", "Attached: {}").in_(language)
        yield paragraph(named.format(", ".join(map(in_one_line, house.attached))))


def _closing(facts: NoticeFacts, language: Language) -> str:
    words = Text(
        "Mit freundlichen Grüßen\n{contact}\n{email}\n\n{about}",
        "Kind regards\n{contact}\n{email}\n\n{about}",
    )
    about = Text(
        "Diese Nachricht zu „{title}“ wurde automatisch verschickt. Wenn Sie Fragen haben, antworten Sie einfach.",
        "This notice about “{title}” was sent automatically. If you have questions, just reply.",
    )
    title = in_one_line(facts.title.in_(language))
    return words.in_(language).format(
        contact=in_one_line(facts.contact),
        email=in_one_line(facts.email),
        about=paragraph(about.in_(language).format(title=title)),
    )
