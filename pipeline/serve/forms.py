"""A question with the values that a reader chose to its page with the answer, or to the answer as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline.model.errors import ConfigError
from pipeline.model.question import Question, bind
from pipeline.model.report import Language, Text
from pipeline.model.site import ENGLISH
from pipeline.model.solutions import SHORT, parse_solutions
from pipeline.render.site.answers import Setting, default_values, render_answer, render_form
from pipeline.serve.pages import QUERIES, dress
from pipeline.serve.query import RESULTS
from pipeline.serve.replies import refuse, reply
from pipeline.serve.resolve import PAGE, is_file
from pipeline.serve.site import Site
from pipeline.serve.sparql import NO_FORM, STATUS, Queryable, ask_in_turn, client_of, cut_off, when_again
from pipeline.serve.turns import Turns
from pipeline.serve.words import words_of
from pipeline.store import Answer, Limits, Refusal
from pipeline.town.resources import read_resources

_PAGE = re.compile(rf"(?P<way>(?:{ENGLISH}/)?{QUERIES}/(?P<name>[a-z0-9-]+)/)(?:index\.html)?")
_JSON = "application/sparql-results+json"


class Form(NamedTuple):
    """A question on a page of the site."""

    path: str
    language: Language
    question: Question


class Asked(NamedTuple):
    """The values for a question, the query that they make, and the short name of the form of the answer, if any;
    what was refused of the values instead of a query.
    """

    values: Mapping[str, str]
    sparql: str
    short: str = ""
    refused: tuple[Text, ...] = ()


def find_form(site: Site, raw: str) -> Form | None:
    """The question of a page; ``None`` where the path leads to another, or to none."""
    match = _PAGE.fullmatch(raw)
    question = read_resources().questions.get(match["name"]) if match else None
    path = f"{match['way']}{PAGE}" if match else ""
    if question is None or not is_file(site.public, path):
        return None
    return Form(path, "en" if raw.startswith(f"{ENGLISH}/") else "de", question)


async def answer_form(
    request: Request, site: Site, form: Form, store: Queryable, turns: Turns, limits: Limits
) -> Response:
    """The page, with the answer to the values in the address; with that to the usual ones where there are none."""
    asked = await run_in_threadpool(_read, request, site, form)
    if asked is None:
        return await run_in_threadpool(_page, request, site, form, _usual(site, form), None, limits)
    if asked.short and (asked.short not in SHORT or not _form_of(asked)):
        return refuse(request, 406, NO_FORM)
    if asked.refused:
        return await run_in_threadpool(_page, request, site, form, asked, None, limits)
    ask = partial(store.ask, asked.sparql, form=_form_of(asked) or _JSON, limits=limits, client=client_of(request))
    given = await ask_in_turn(turns, client_of(request), ask)
    if asked.short:
        return _file(request, form, asked, given, limits)
    return await run_in_threadpool(_page, request, site, form, asked, given, limits)


def _form_of(asked: Asked) -> str | None:
    return next((each for each in SHORT.get(asked.short, ()) if each in RESULTS), None)


def _usual(site: Site, form: Form) -> Asked:
    index = site.index()
    return Asked(default_values(form.question, index.version, index.previous), "")


def _read(request: Request, site: Site, form: Form) -> Asked | None:
    """What the address asks; ``None`` where it asks nothing."""
    try:
        given = dict(parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        return Asked(_usual(site, form).values, "", refused=(_NO_UTF_8,))
    if not given:
        return None
    short = given.pop("format", "")
    values = {**_usual(site, form).values, **given}
    try:
        return Asked(values, bind(form.question, values), short)
    except ConfigError as error:
        return Asked(values, "", short, error.mistakes)


def _file(request: Request, form: Form, asked: Asked, given: Answer | Refusal, limits: Limits) -> Response:
    if isinstance(given, Refusal):
        return refuse(request, STATUS[given.kind], given.said, headers=when_again(given))
    name = f"{form.question.name}.{asked.short}"
    named = {"Content-Disposition": f'attachment; filename="{name}"', **cut_off(given, limits)}
    return reply(request, given.content, given.media_type, headers=named)


def _page(
    request: Request, site: Site, form: Form, asked: Asked, given: Answer | Refusal | None, limits: Limits
) -> Response:
    """The page as the site has it, with the form and the answer of these values in their places."""
    page = (site.public / form.path).read_text("utf-8")
    setting = _setting(site, form, page)
    fields = words_of(site.public, site.index()).fields_in(form.language)
    refused = (given.said,) if isinstance(given, Refusal) else asked.refused
    page = _put(page, "form", render_form(form.question, asked.values, setting, fields, refused=refused))
    if isinstance(given, Answer):
        shown = render_answer(
            form.question, parse_solutions(given.content), asked.values, setting, fields, sparql=asked.sparql,
            download=f"?{urlencode({**asked.values, 'format': 'csv'})}", is_truncated=given.truncated,
        )  # fmt: skip
        page = _put(page, "answer", shown)
    elif refused:
        page = _put(page, "answer", "")
    status = STATUS[given.kind] if isinstance(given, Refusal) else 400 if refused else 200
    headers: dict[str, str] = {"Content-Language": form.language}
    headers |= cut_off(given, limits) if isinstance(given, Answer) else {}
    headers |= when_again(given) if isinstance(given, Refusal) else {}
    return reply(request, dress(page.encode(), site), "text/html", status=status, headers=headers)


def _put(page: str, name: str, fragment: str) -> str:
    """The page with another fragment between the comments of that name."""
    before, begin, rest = page.partition(f"<!-- {name} -->")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    return f"{before}{begin}\n{fragment}{end}{after}" if end else page


def _setting(site: Site, form: Form, page: str) -> Setting:
    index, words = site.index(), words_of(site.public, site.index())
    projects = re.search(r'data-projects="([^"]*)"', page)
    day = date.fromisoformat(index.version.partition(".")[0])
    return Setting(form.language, "../../", index.base, unescape(projects[1]) if projects else "", words.names,
                   words.codes, day, index.version)  # fmt: skip


_NO_UTF_8 = Text("Die Adresse ist nicht in UTF-8 geschrieben.", "The address is not written in UTF-8.")
