"""The rules are shapes by SHACL's own shapes for shapes, which take pyshacl some seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.graph import build_graph, parse_turtle

SHAPES = Path(__file__).parents[2] / "shapes"


@pytest.mark.integration
@pytest.mark.parametrize("name", ["roadmap.ttl", "dcat-ap-de.ttl"])
def test_the_shapes_are_sound(name: str) -> None:
    from pyshacl import validate

    shapes = build_graph(parse_turtle((SHAPES / name).read_text("utf-8"), name))

    conforms, _, text = validate(build_graph([]), shacl_graph=shapes, meta_shacl=True)

    assert conforms, text
