"""An IRI comes back from its cell, or has none."""

from __future__ import annotations

import pytest

from pipeline.render.formats.uri_template import Pattern, choose


@pytest.mark.parametrize("cell", ["2022-02", "2022/1 ü", "a%2Fb", "...", "{x}", "\n"])
def test_a_segment_comes_back_from_its_cell(cell: str) -> None:
    pattern = Pattern("https://a.example/p/")

    assert pattern.shorten(pattern.expand(cell)) == cell


@pytest.mark.parametrize("rest", ["", "..", ".", "a/b", "%7e", "%zz", "ü", "%ff"])
def test_an_iri_that_no_cell_leads_back_to_has_none(rest: str) -> None:
    assert Pattern("https://a.example/p/").shorten(f"https://a.example/p/{rest}") == ""


def test_the_shortest_pattern_that_fits_all_is_chosen() -> None:
    candidates = [Pattern("https://a.example/p/"), Pattern("https://a.example/", whole=True), Pattern("", whole=True)]

    assert choose(candidates, []) == candidates[0]
    assert choose(candidates, ["https://a.example/p/1", "https://a.example/q/1"]) == candidates[1]
    assert choose(candidates, ["https://a.example/p/1", "https://b.example/ü"]) == candidates[2]
