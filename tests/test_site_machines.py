"""What stands beside the pages for programs: datasets for search engines, tables, linked data, all pages by name."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pyoxigraph
import pytest
from rdflib import Namespace

from pipeline.render.site.datasets import data_block
from pipeline.render.site.sitemap import write_sitemap
from tests import five_editions
from tests.towns import copy_town, publish, show

SITE = "https://digital.town.example/"
ENDPOINT = "https://digital.town.example/sparql"
BASE = "https://w3id.org/digitalstrategie/id/erkelenz/"
DS = Namespace("https://w3id.org/digitalstrategie/def/")
SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Erkelenz, whose site is at the root of a host of its own, with an endpoint."""
    place = copy_town(tmp_path_factory.mktemp("machines"), "erkelenz")
    settings = place / "dataset.toml"
    text = settings.read_text("utf-8")
    told = f'site = "{SITE}"\nsparql = "{ENDPOINT}"\n'
    has = "\n[catalog]\n" in text
    text = text.replace("\n[catalog]\n", f"\n[catalog]\n{told}", 1) if has else f"{text}\n[catalog]\n{told}"
    settings.write_text(text, "utf-8")
    publish(place)
    return show(place)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town of five editions with a withdrawn project, below a path of a host."""
    place = five_editions.play_all(tmp_path_factory.mktemp("plain"))
    return show(place)


def block_in(page: Path) -> Any:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


# Datasets for search engines


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_datasets_page_tells_search_engines_what_it_is(public: Path, language: str) -> None:
    told = block_in(public / f"{language}datensatz/roadmap/index.html")

    assert (told["@context"], told["@type"]) == ("https://schema.org", "Dataset")
    assert 50 <= len(told["description"]) <= 5000
    assert told["license"].endswith("dl-zero-de/2.0") and told["isAccessibleForFree"] is True
    assert told["url"] == f"{SITE}{language}datensatz/roadmap/index.html"
    assert {each["encodingFormat"] for each in told["distribution"]} >= {"text/csv", "text/turtle"}
    for each in told["distribution"]:
        assert (public / each["contentUrl"].removeprefix(SITE)).is_file()


def test_latitude_stands_before_longitude(public: Path) -> None:
    place = block_in(public / "datensatz/roadmap/index.html")["spatialCoverage"]

    assert place["geo"]["box"] == "51.0 6.19 51.14 6.46"


def test_the_page_of_all_data_tells_of_each_dataset(public: Path) -> None:
    graph = block_in(public / "daten/index.html")["@graph"]

    assert [each["@id"] for each in graph] == [f"{BASE}datensatz/roadmap", f"{BASE}datensatz/strategie"]
    assert "application/ld+json" not in re.findall("<script.*?>", (public / "index.html").read_text("utf-8"))


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "a & b", "]]>", '"quoted"'])
def test_nothing_in_a_block_can_end_it(text: str) -> None:
    block = str(data_block({"name": text}))
    inner = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")

    assert not set("<>&") & set(inner)
    assert json.loads(inner) == {"name": text}


# Tables


@pytest.mark.parametrize("name", ["roadmap", "strategie"])
def test_croissant_names_each_table_with_its_digest_and_its_columns(public: Path, name: str) -> None:
    told = json.loads((public / f"datensatz/{name}/croissant.json").read_bytes())
    files = {each["@id"]: each for each in told["distribution"]}

    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert len(files) > 5 and len(files) == len(told["recordSet"])
    for each in files.values():
        content = (public / each["contentUrl"].removeprefix(SITE)).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each["sha256"]
        assert each["contentSize"] == f"{len(content)} B"
    for records in told["recordSet"]:
        header = (public / f"current/{records['@id']}.csv").read_text("utf-8").splitlines()[0].split(",")
        assert [field["name"] for field in records["field"]] == header
        ids = {field["@id"] for field in records["field"]}
        keys = records.get("key", [])
        assert {key["@id"] for key in (keys if isinstance(keys, list) else [keys])} <= ids


def test_a_year_or_a_list_is_text_for_croissant_and_a_day_is_a_date(public: Path) -> None:
    told = json.loads((public / "datensatz/roadmap/croissant.json").read_bytes())
    types = {field["@id"]: field["dataType"] for records in told["recordSet"] for field in records["field"]}

    assert types["projects/fields"] == types["projects/key"] == "sc:Text"
    assert types["projects/first_day"] == "sc:Date"
    assert types["budgets/amount"] == "sc:Float"
    assert types["periods/start_year"] == "sc:Text"


def test_the_page_of_a_dataset_links_to_its_tables(public: Path) -> None:
    text = (public / "datensatz/roadmap/index.html").read_text("utf-8")

    assert "croissant.json" in text and "http://mlcommons.org/croissant/1.1" in text


# Linked data


@pytest.mark.parametrize("page", ["projekt/2022-02", "handlungsfeld/1", "strategie", "vision", "roadmap", "katalog"])
def test_a_page_names_its_statements_in_its_head(public: Path, page: str) -> None:
    head = (public / page / "index.html").read_text("utf-8").partition("</head>")[0]

    for suffix, kind in (("ttl", "text/turtle"), ("rdf", "application/rdf+xml")):
        way = "../" * (page.count("/") + 1)
        assert f'<link rel="alternate" type="{kind}" href="{way}{page}.{suffix}">' in head


# All pages


def addresses_in(path: Path) -> list[str]:
    return [str(each.text) for each in ElementTree.parse(path).getroot().iter(f"{SITEMAPS}loc")]


def test_the_sitemap_names_pages_that_there_are(public: Path) -> None:
    named = addresses_in(public / "sitemap.xml")

    assert f"{SITE}projekt/2022-02/index.html" in named and f"{SITE}en/projekt/2022-02/index.html" in named
    assert len(named) == len(set(named)) > 100
    assert not any("404" in each or "/period/" in each for each in named)


def test_a_page_in_the_sitemap_says_of_itself_what_the_sitemap_says(public: Path) -> None:
    for address in addresses_in(public / "sitemap.xml"):
        text = (public / unquote(address.removeprefix(SITE))).read_text("utf-8")
        assert f'<link rel="canonical" href="{address}">' in text
        same = re.findall(r'<link rel="alternate" hreflang="[a-z-]+" href="([^"]*)"', text)
        assert len(same) == 3 and address in same
        assert all((public / unquote(each.removeprefix(SITE))).is_file() for each in same)


def test_what_was_withdrawn_is_not_in_the_sitemap(plain: Path) -> None:
    named = addresses_in(plain / "sitemap.xml")

    assert any("projekt/M-2/" in each for each in named)
    assert not any("projekt/M-3/" in each for each in named)


def test_too_many_pages_are_named_in_several_files() -> None:
    paths = [f"projekt/{number}/index.html" for number in range(5)]

    files = {file.path: file.content.decode() for file in write_sitemap(paths, SITE, date(2026, 1, 1), most=2)}

    assert set(files) == {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"}
    assert "<sitemapindex" in files["sitemap.xml"] and f"{SITE}sitemap-3.xml" in files["sitemap.xml"]
    assert sum(files[name].count("<url>") for name in files) == 5
    assert "hreflang" not in files["sitemap-1.xml"]


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_a_tombstone_says_the_same_in_every_form(plain: Path, suffix: str) -> None:
    quads = list(pyoxigraph.parse(path=plain / f"projekt/M-3.{suffix}"))
    said = {str(quad.predicate.value): str(quad.object) for quad in quads}

    assert "2025-07-01" in said[str(DS.withdrawn)]
    assert "Versuch" in said[str(DS.withdrawalReason)] or "trial" in said[str(DS.withdrawalReason)]
