"""The pages on which an edition is asked: its questions and what it says to them in, pages and files out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.model.graph import literal_text
from pipeline.model.question import GROUPS, Question, bind
from pipeline.model.report import Text
from pipeline.model.solutions import Solutions
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.pages import Markup
from pipeline.render.site.addresses import as_link, page_of
from pipeline.render.site.answer_words import CODED, DAYS, HEADS, PROJECTS, codes_of, names_of
from pipeline.render.site.answers import MOST_ROWS, Setting, default_values, render_answer, render_form
from pipeline.render.site.downloads import size_of
from pipeline.render.site.examples import render_examples
from pipeline.render.site.matter import Matter
from pipeline.render.site.pen import File, Link, Pen
from pipeline.render.site.words import words_in

FOLDER = "abfrage"
EDITOR_FILES = ("roadmap.nt", "strategy.nt", "vocabulary.nt", "catalog.ttl")
MORE_FILES = ("history.nq", "provenance.nq")
"""What the editor asks, and what it asks on demand."""


class Group(NamedTuple):
    """The questions about one subject: the name of each, and its words."""

    title: str
    questions: list[tuple[str, str]]


def write_questions(pen: Pen) -> Iterator[File]:
    """The list of questions, a page for each, and the editor if it was built."""
    matter = pen.matter
    if not matter.questions:
        return
    groups = list(_groups(pen))
    yield pen.page("questions.html.j2", FOLDER, title=pen.words["ask_title"], groups=groups,
                   has_editor=bool(matter.bundle), trail=[Link(pen.words["data"], "daten")])  # fmt: skip
    setting, trail = _setting(pen), [Link(pen.words["data"], "daten"), Link(pen.words["ask_title"], FOLDER)]
    for question in matter.questions.values():
        yield _question(question, matter.answers.get(question.name), pen, setting, trail)
    if matter.bundle:
        yield _editor(pen, groups, trail)


def _groups(pen: Pen) -> Iterator[Group]:
    for group, title in GROUPS.items():
        mine = [each for each in pen.matter.questions.values() if each.group == group]
        yield Group(pen.plain(title), [(each.name, pen.plain(each.title)) for each in mine])


def _setting(pen: Pen) -> Setting:
    """Where the fragments stand on pages two folders below the home page of their language."""
    matter = pen.matter
    home = page_of(f"{FOLDER}/any", pen.language).root + pen.prefix
    return Setting(pen.language, home, matter.base, as_link(matter.dataset.iris.project),
                   names_of(matter.vocabulary), codes_of(matter.vocabulary), matter.progress.day,
                   matter.progress.version)  # fmt: skip


def _question(question: Question, answer: Solutions | None, pen: Pen, setting: Setting, trail: list[Link]) -> File:
    matter, values = pen.matter, _values(question, pen.matter)
    fields = _fields(pen)
    root = page_of(f"{FOLDER}/{question.name}", pen.language).root
    download = f"{root}{FOLDER}/{question.name}/antwort.csv"
    sparql = bind(question, values)
    shown = (
        render_answer(question, answer, values, setting, fields, sparql=sparql, download=download)
        if answer
        else _too_large(pen)
    )
    return pen.page(
        "question.html.j2",
        f"{FOLDER}/{question.name}",
        title=pen.plain(question.title),
        question=question,
        form=Markup(
            render_form(
                question,
                values,
                setting,
                fields,
                works="script" if matter.bundle else "not",
                loads=_loads(pen, question.files),
            )
        ),
        answer=Markup(shown),
        has_editor=bool(matter.bundle),
        script=bool(matter.bundle and question.parameters),
        base=matter.base,
        projects=setting.projects,
        trail=trail,
        **pen.newest,
    )


def _too_large(pen: Pen) -> str:
    return str(Markup("<p class=note>{}</p>").format(pen.words["answer_too_large"]))


def _editor(pen: Pen, groups: list[Group], trail: list[Link]) -> File:
    matter = pen.matter
    more = _there(matter, MORE_FILES)
    return pen.page(
        "editor.html.j2",
        f"{FOLDER}/editor",
        title=pen.words["editor_title"],
        groups=groups,
        base=matter.base,
        projects=as_link(matter.dataset.iris.project),
        files=_there(matter, EDITOR_FILES),
        more=more,
        more_words=pen.fill("editor_history", size=size_of(_bytes(matter, more), pen)),
        loads=_loads(pen, EDITOR_FILES),
        trail=trail,
        **pen.newest,
    )


def _there(matter: Matter, files: Sequence[str]) -> list[str]:
    names = {file.name for file in matter.edition.files}
    return [name for name in files if name in names]


def _loads(pen: Pen, files: tuple[str, ...]) -> str:
    size = _bytes(pen.matter, files) + len(pen.matter.bundle.get("oxigraph.wasm", b""))
    return pen.fill("loads", size=size_of(size, pen))


def _bytes(matter: Matter, files: Sequence[str]) -> int:
    return sum(file.size_bytes for file in matter.edition.files if file.name in files)


def _values(question: Question, matter: Matter) -> Mapping[str, str]:
    return default_values(question, matter.progress.version, matter.edition.previous)


def _fields(pen: Pen) -> list[tuple[str, str]]:
    """The fields of action that a form offers."""
    index = pen.matter.index
    terms = index.subjects("rdf:type", f"<{PREFIXES['ds']}FieldOfAction>")
    labels = [(literal_text(term), pen.plain(index.in_both(term, "skos:prefLabel"))) for term in terms]
    return sorted(labels, key=lambda each: each[1])


# Files ###############################################################################################################


def write_question_files(matter: Matter) -> Iterator[File]:
    """What stands beside the pages, the same in each language: queries, answers, the questions as RDF, the editor."""
    if not matter.questions:
        return
    for question in matter.questions.values():
        folder = f"{FOLDER}/{question.name}"
        yield File(f"{folder}/abfrage.rq", bind(question, _values(question, matter)).encode())
        if answer := matter.answers.get(question.name):
            yield File(f"{folder}/antwort.csv", _csv(answer))
    yield File(f"{FOLDER}/abfragen.ttl", render_examples(matter))
    for name, content in matter.bundle.items():
        yield File(f"{FOLDER}/editor/{name}", content)
    if matter.bundle:
        yield File(f"{FOLDER}/editor/worte.json", _json(_words(matter)))
        queries = {each.name: bind(each, _values(each, matter)) for each in matter.questions.values()}
        yield File(f"{FOLDER}/editor/beispiele.json", _json(queries))


def _csv(answer: Solutions) -> bytes:
    """An answer as SPARQL's own CSV has it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answer.variables)
    writer.writerows([literal_text(term) for term in row] for row in answer.rows)
    return out.getvalue().encode()


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _words(matter: Matter) -> Mapping[str, Any]:
    """What the scripts say and know, in both languages."""
    names = names_of(matter.vocabulary)
    told: dict[str, Any] = {
        language: {
            "words": {name: words for name, words in words_in(language).items() if name.startswith(_SAID)},
            "heads": _in(HEADS, language), "codes": _in(codes_of(matter.vocabulary), language),
            "names": _in(names, language),
        }
        for language in ("de", "en")
    }  # fmt: skip
    terms = sorted({t[1:-1] for triple in (*matter.triples, *matter.vocabulary) for t in triple[:2] if _is_word(t)})
    return {**told, "coded": CODED, "days": DAYS, "projects": PROJECTS, "most": MOST_ROWS, "prefixes": PREFIXES,
            "terms": terms}  # fmt: skip


def _is_word(term: str) -> bool:
    """Whether a term is one of a vocabulary that we know by a prefix: what a query is written with."""
    return term.startswith(_NAMESPACES) and not term.startswith(f"<{PREFIXES['ds']}rule/")


def _in(texts: Mapping[str, Text], language: Any) -> Mapping[str, str]:
    return {name: text.in_(language) for name, text in texts.items()}


_SAID = ("js_", "answer", "as_of", "any_value")
_NAMESPACES = tuple(f"<{iri}" for iri in PREFIXES.values())
