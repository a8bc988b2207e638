"""The query behind a picture: the name of a question and its values in, what it asks and how out."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model.errors import ConfigError
from pipeline.model.question import bind
from pipeline.render.site.pen import Pen
from pipeline.render.site.questions import FOLDER


class Query(NamedTuple):
    """What a picture shows, as a query: its title, its text, and the folder of its page."""

    title: str
    sparql: str
    folder: str


def query_of(name: str, pen: Pen, **values: str) -> Query:
    """A question with its values put in. One that cannot be put in leaves it open, and the answer has more rows."""
    question = pen.matter.questions[name]
    try:
        sparql = bind(question, values)
    except ConfigError:
        sparql = question.sparql
    return Query(pen.plain(question.title), sparql.strip(), f"{FOLDER}/{name}")
