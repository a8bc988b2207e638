"""The rules are shapes by SHACL's own shapes for shapes, which take pyshacl some seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.graph import build_graph, parse_turtle

ROADMAP = Path(__file__).parents[2] / "shapes" / "roadmap.ttl"


@pytest.mark.integration
def test_the_shapes_are_sound() -> None:
    from pyshacl import validate

    shapes = build_graph(parse_turtle(ROADMAP.read_text("utf-8"), ROADMAP.name))

    conforms, _, text = validate(build_graph([]), shacl_graph=shapes, meta_shacl=True)

    assert conforms, text
