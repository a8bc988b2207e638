"""A catalog in pages is what it is in one file, and scores the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from pipeline.cli import CLEAN, main
from pipeline.model.errors import OutsideWorldError
from pipeline.readers.catalog import read_catalog
from tests.catalogs import COMPLETE, PREFIXES
from tests.paged_catalogs import HYDRA, MEDIA_TYPES, dataset, pages, whole, written
from tests.test_catalog_reading import Site, ok, serving
from tests.towns import copy_town, output_of, publish

MANY = range(1, 211)
FEW = range(1, 8)


def scores(place: str, capsys: pytest.CaptureFixture[str], *options: str) -> Mapping[str, Sequence[object]]:
    """What each dataset of a catalog scores, and which rules it breaks, by its IRI."""
    with pytest.raises(SystemExit) as ended:
        main(["score", place, "--format", "json", *options])
    assert ended.value.code == CLEAN
    return {
        found["iri"]: [
            found["total"],
            found["unchecked"],
            *((metric["points"], metric.get("broken"), metric.get("statuses")) for metric in found["metrics"]),
        ]
        for found in json.loads(capsys.readouterr().out)["datasets"]
    }


def site(numbers: Sequence[int], *, form: str = "turtle", each: int = 100) -> Callable[[str], Site]:
    """A portal that gives these datasets by the page."""

    def build(base: str) -> Site:
        texts = [ok(written(page, form), MEDIA_TYPES[form]) for page in pages(numbers, f"{base}/catalog", each=each)]
        return {"/catalog": texts[0]} | {f"/catalog?page={at}": text for at, text in enumerate(texts, 1)}

    return build


def shape_of(place: str) -> tuple[int, int]:
    """How many triples and how many blank nodes a catalog has, but for what leads from page to page."""
    triples = [triple for triple in read_catalog(place) if "?page=" not in triple.subject]
    return len(triples), len({term for triple in triples for term in triple if term.startswith("_:")})


def test_two_hundred_and_ten_datasets_in_pages_score_as_in_one_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catalog.ttl").write_text(whole(MANY), "utf-8")

    with serving(site(MANY)) as (base, asked):
        paged = scores(f"{base}/catalog", capsys)

    assert len(paged) == 210
    assert paged == scores(str(tmp_path / "catalog.ttl"), capsys)
    assert asked == [("GET", "/catalog"), ("GET", "/catalog?page=2"), ("GET", "/catalog?page=3")]


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_each_form_of_a_page_is_read_once_and_whole(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "many.ttl").write_text(whole(MANY), "utf-8")
    (tmp_path / "few.ttl").write_text(whole(FEW), "utf-8")

    with serving(site(MANY, form=form)) as (base, asked):
        assert shape_of(f"{base}/catalog") == shape_of(str(tmp_path / "many.ttl"))
    with serving(site(FEW, form=form, each=3)) as (base, _):
        assert scores(f"{base}/catalog", capsys) == scores(str(tmp_path / "few.ttl"), capsys)

    assert len(asked) == 3


def test_a_dataset_that_moved_to_the_next_page_meanwhile_is_one_dataset(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def moved(base: str) -> Site:
        first, second = pages(FEW, f"{base}/catalog", each=4)
        return {"/catalog": ok(first), "/catalog?page=2": ok(f"{second}\n{dataset(4)}")}

    (tmp_path / "catalog.ttl").write_text(whole(FEW), "utf-8")

    with serving(moved) as (base, _):
        assert shape_of(f"{base}/catalog") == shape_of(str(tmp_path / "catalog.ttl"))
        assert scores(f"{base}/catalog", capsys) == scores(str(tmp_path / "catalog.ttl"), capsys)


def _blank_values(*texts: str) -> set[str]:
    """The blank nodes below one and the same thing, of which each page says something."""

    def build(base: str) -> Site:
        return {
            f"/{at}": ok(f'{text} <{base}/{at}> <{HYDRA}nextPage> "{base}/{at + 1}" .')
            for at, text in enumerate(texts[:-1])
        } | {f"/{len(texts) - 1}": ok(texts[-1])}

    with serving(build) as (base, _):
        triples = read_catalog(f"{base}/0")
    return {triple.object for triple in triples if triple.object.startswith("_:")}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("<x:a> <x:p> [ <x:q> 1 ] .", "<x:a> <x:p> [ <x:q> 1 ] .", 1),
        ("<x:a> <x:p> [ <x:q> 1 ] .", "<x:b> <x:p> [ <x:q> 1 ] .", 2),
        ("<x:a> <x:p> [ <x:q> 1 ] .", "<x:a> <x:p> [ <x:q> 2 ] .", 2),
        ("<x:a> <x:p> [ <x:q> 1 ] .", "<x:a> <x:p> [ <x:q> 1 ] , [ <x:q> 1 ] .", 2),
        ("<x:a> <x:p> [ <x:q> [ <x:r> 1 ] ] .", "<x:a> <x:p> [ <x:q> [ <x:r> 1 ] ] .", 2),
        ("<x:a> <x:p> [ <x:q> [ <x:r> 1 ] ] .", "<x:a> <x:p> [ <x:q> [ <x:r> 2 ] ] .", 4),
        ("<x:a> <x:p> _:x . _:x <x:q> _:x .", "<x:a> <x:p> _:x . _:x <x:q> _:x .", 2),
        ("[] <x:p> [] .", "[] <x:p> [] .", 2),
    ],
)
def test_blank_nodes_of_two_pages_are_one_where_they_say_the_same_of_the_same(
    first: str, second: str, expected: int
) -> None:
    assert len(_blank_values(first, second)) == expected


def test_a_long_list_on_two_pages_is_read() -> None:
    members = " ".join(map(str, range(3000)))

    assert len(_blank_values(f"<x:a> <x:p> ({members}) .", f"<x:a> <x:p> ({members}) .")) == 6000


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<{base}/c?page=1> <{next}> <{base}/c?page=2> .", "<{base}/c?page=2> <{next}> <{base}/c?page=1> ."),
        ("<{base}/c?page=1> <{next}> '{base}/c?page=2' .", "<{base}/c?page=2> <{next}> '{base}/c' ."),
        ("<> <{next}> <?page=2#top> .", "<> <{next}> <?page=2> , <c#end> ."),
        ("<?page=1> <{next}> '?page=2' .", "<?page=2> <{next}> 'c?page=1' ."),
        ("<> <{next}> '/c?page=2' .", "<> <{next}> '/moved' ."),
    ],
)
def test_a_circle_of_pages_ends_under_whatever_name_it_comes_back(first: str, second: str) -> None:
    def build(base: str) -> Site:
        texts = [text.replace("{base}", base).replace("{next}", f"{HYDRA}next") for text in (first, second)]
        moved = {"/moved": (302, {"Location": f"{base}/c"}, b"")} if "/moved" in second else {}
        return {"/c": ok(texts[0]), "/c?page=1": ok(texts[0]), "/c?page=2": ok(texts[1])} | moved

    with serving(build) as (base, asked):
        read_catalog(f"{base}/c")

    assert [path for _, path in asked if path != "/moved"][:2] == ["/c", "/c?page=2"]
    assert len(asked) == (4 if "/moved" in second else 2)


def test_a_page_that_lists_all_pages_leads_to_each_of_them() -> None:
    def build(base: str) -> Site:
        chain = " ".join(f"<{base}/{at}> <{HYDRA}next> <{base}/{at + 1}> ." for at in range(3))
        return {f"/{at}": ok(f"{chain} <x:{at}> a <x:c> .") for at in range(4)}

    with serving(build) as (base, asked):
        read_catalog(f"{base}/0")

    assert sorted(path for _, path in asked) == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize("address", ["http://[", "mailto:a@example.org", "//other.example/b"])
def test_a_next_page_that_is_no_address_of_this_server_is_told(address: str) -> None:
    with (
        serving(lambda _: {"/a": ok(f"<> <{HYDRA}next> '{address}' .")}) as (base, _),
        pytest.raises(OutsideWorldError, match="another host"),
    ):
        read_catalog(f"{base}/a")


# Where the file lies


def test_a_town_s_catalog_scores_the_same_in_its_edition_alone_and_on_the_web(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copy_town(tmp_path, "beispielstadt")
    publish(place)
    edition = output_of(place) / "beispielstadt" / "public" / "current"
    monkeypatch.chdir(output_of(place))
    alone, other = tmp_path / "alone" / "catalog.ttl", tmp_path / "mit Leerzeichen" / "katalog ä#1"
    for copy in (alone, other):
        copy.parent.mkdir()
        copy.write_bytes((edition / "catalog.ttl").read_bytes())
    linked = tmp_path / "linked.ttl"
    linked.symlink_to(edition / "catalog.ttl")
    forms = [edition / name for name in ("catalog.ttl", "catalog.jsonld", "catalog.rdf")]
    site: Site = {"/daten/katalog.ttl": ok(alone.read_text("utf-8"))}

    with serving(lambda _: site) as (base, asked):
        found = [
            scores(str(at), capsys)
            for at in (*forms, Path("beispielstadt/public/current/catalog.ttl"), alone, other, linked)
        ]
        found.append(scores(f"{base}/daten/katalog.ttl", capsys))

    assert [each == found[0] for each in found] == [True] * len(found)
    assert {tuple(values[:2]) for values in found[0].values()} == {(325, 80)}
    assert len(asked) == 1


def test_what_addresses_answer_counts_the_same_wherever_the_catalog_lies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(base: str) -> Site:
        text = COMPLETE.replace("https://daten.musterstadt.example/editions/2026-11-22", f"{base}/files")
        (tmp_path / "catalog.ttl").write_text(text, "utf-8")
        return {"/catalog.ttl": ok(text), "/files/projects.csv": ok("id", "text/csv")}

    with serving(build) as (base, _):
        in_file = scores(str(tmp_path / "catalog.ttl"), capsys, "--online")
        on_web = scores(f"{base}/catalog.ttl", capsys, "--online")

    assert in_file == on_web
    assert [values[:2] for values in in_file.values()] == [[405, 0]]


def test_relative_addresses_score_the_same_wherever_the_catalog_lies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = whole(FEW).replace("https://portal.example/", "").replace(PREFIXES.partition("@prefix")[0], "")
    for name in ("a/catalog.ttl", "b/c/other.ttl"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, "utf-8")

    with serving(lambda _: {"/x/catalog.ttl": ok(text)}) as (base, _):
        found = [
            list(scores(place, capsys).values())
            for place in (str(tmp_path / "a/catalog.ttl"), str(tmp_path / "b/c/other.ttl"), f"{base}/x/catalog.ttl")
        ]
    asked = list(scores(str(tmp_path / "a/catalog.ttl"), capsys, "--online").values())

    assert found[0] == found[1] == found[2]
    assert asked == found[0]
