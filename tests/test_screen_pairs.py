"""Each constraint on every pair of values: the screen says what pyshacl says."""

from __future__ import annotations

from itertools import product

import pytest

from pipeline.model.graph import Triple, literal, parse_turtle
from pipeline.model.shacl import judge
from pipeline.model.shacl.processor import process
from pipeline.model.vocabulary import expand
from tests.shapes_and_data import EX

TAGGED = [literal(text, language=tag) for text, tag in product("ab", ("de", "en", "de-at"))]
TEXTS = [*TAGGED, literal("a"), literal("b"), literal("x\na"), literal("A"), f"<{EX}a>"]
NUMBERS = [
    *(literal(text, datatype=expand("xsd:integer")) for text in ("-1", "5", "12")),
    *(literal(text, datatype=expand("xsd:decimal")) for text in ("5.0", "5.00", "5.5", "-0.5")),
]
DATES = [literal(text, datatype=expand("xsd:date")) for text in ("2024-05-01", "2024-05-02", "1999-12-31")]
CONSTRAINTS = (
    *("sh:lessThan :q", "sh:lessThanOrEquals :q", "sh:uniqueLang true", "sh:languageIn ( 'de' )"),
    *("sh:languageIn ( 'DE-at' '*' )", "sh:pattern '^a$'", "sh:pattern '^a$' ; sh:flags 'm'"),
    *("sh:pattern '^a' ; sh:flags 'i'", "sh:minLength 2", "sh:maxLength 1", "sh:minInclusive 5", "sh:maxExclusive 5.0"),
    *("sh:hasValue 5.0", "sh:in ( 5 'a' 'b'@de )", "sh:maxCount 1", "sh:datatype xsd:decimal", "sh:nodeKind sh:IRI"),
)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
@pytest.mark.parametrize(
    "values", [TEXTS, NUMBERS, DATES, [*TEXTS[:8], *NUMBERS[:3]]], ids=["texts", "numbers", "dates", "both"]
)
def test_of_every_pair_both_say_the_same(values: list[str], constraint: str) -> None:
    if values is DATES and "clusive" in constraint:
        constraint = f"{constraint.split(maxsplit=1)[0]} '2024-05-01'^^xsd:date"
    data = [
        triple
        for number, (one, other) in enumerate(product(values, values))
        for triple in (
            Triple(f"<{EX}n{number}>", f"<{EX}p>", one),
            Triple(f"<{EX}n{number}>", f"<{EX}q>", other),
            Triple(f"<{EX}m{number}>", f"<{EX}p>", one),
            Triple(f"<{EX}m{number}>", f"<{EX}p>", other),
        )
    ]
    rules = parse_turtle(
        f"@prefix sh: <{expand('sh:')}> . @prefix xsd: <{expand('xsd:')}> . @prefix : <{EX}> . "
        f":s sh:targetSubjectsOf :p ; sh:property :t . :t sh:path :p ; {constraint} .",
        "test",
    )

    assert judge(data, rules) == sorted(process(data, rules))
