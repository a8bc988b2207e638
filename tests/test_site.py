"""The pages for citizens: what they say, that every address answers, and that nothing in them can run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery

from pipeline import sited
from pipeline.erasing import Wish, carry_out, plan
from pipeline.model.errors import ConfigError
from pipeline.publish.folder import Folder
from pipeline.render.site.addresses import folder_of
from pipeline.sited import read_matter, render_town
from pipeline.town.resources import read_resources
from tests import five_editions
from tests.site_checks import Page, broken_links, pages_of, read_page, unanswered, weight_of
from tests.towns import copy_town, output_of, publish, show, town_of

BASE = "https://w3id.org/digitalstrategie/id/musterstadt/"
HEAVIEST = 100_000


def write_workbook(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    book = Workbook()
    book.worksheets[0].title = "Roadmap"
    for row in rows:
        book.worksheets[0].append([value or None for value in row])
    book.save(path)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return five_editions.play_all(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def public(place: Path) -> Path:
    return show(place)


@pytest.fixture(scope="module")
def pages(public: Path) -> dict[Path, Page]:
    return pages_of(public)


def is_editor(path: Path) -> bool:
    """Whether a page is the one that may be heavy, for those who write queries of their own."""
    return path.parts[-3:-1] == ("abfrage", "editor")


def text_of(path: Path) -> str:
    return " ".join(" ".join(read_page(path).text).split())


# What a project's page says


def test_a_page_answers_where_what_next_and_why(public: Path) -> None:
    text = text_of(public / "projekt/M-2/index.html")

    assert "Wo steht das Projekt? Das Projekt läuft." in text
    assert "Fertig sein soll es bis zum 30. April 2027." in text
    assert "Sein Ende wurde zweimal geändert, zuletzt von Ende 2026 auf den 30. April 2027." in text
    assert "Als Grund ist angegeben: „Der Umbau dauert länger.“" in text


def test_the_same_in_english_with_german_words_marked(public: Path) -> None:
    text = text_of(public / "en/projekt/M-2/index.html")

    assert "It is to be finished by 30 April 2027." in text
    assert "Its end was changed twice, last from Ende 2026 to 30 April 2027." in text
    assert '<span lang="de">Ende 2026</span>' in (public / "en/projekt/M-2/index.html").read_text("utf-8")


def test_the_line_of_an_end_tells_each_promise_with_its_reason(public: Path) -> None:
    text = text_of(public / "projekt/M-2/index.html")

    assert "Das Ende ist rund 8 Monate später als zuerst versprochen" in text
    assert "zuerst versprochen: Mitte 2026" in text
    assert "dann versprochen: Ende 2026 – Die Ausschreibung musste wiederholt werden." in text
    assert "gilt heute: 30.04.2027 – Der Umbau dauert länger." in text


def test_a_finished_project_says_when_it_was_reached(public: Path) -> None:
    text = text_of(public / "projekt/M-1/index.html")

    assert "erreicht: 15.11.2025" in text
    assert "Nichts mehr: Das Ziel ist erreicht." in text


def test_each_fact_names_its_cell_and_how_to_say_that_it_is_wrong(public: Path) -> None:
    page = read_page(public / "projekt/M-2/index.html")

    assert "Ausgabe vom 15.01.2026: roadmap.xlsx / Roadmap / H3" in " ".join(page.text)
    letters = [link for link in page.links if link.startswith("mailto:digital@musterstadt.example?")]
    assert any("M-2" in letter and "2026-01-15" in letter and "Ende" in letter for letter in letters)


def test_what_no_cell_says_is_not_said_to_be_from_one(hostile: Path) -> None:
    text = text_of(hostile / "projekt/2022 02/index.html")

    assert "Wann es fertig sein soll, steht nicht in der Roadmap." in text
    assert "Dazu steht nichts in der Roadmap." in text
    assert "Einstellungen" not in text


def test_a_withdrawn_project_keeps_its_page_and_says_why(public: Path) -> None:
    text = text_of(public / "projekt/M-3/index.html")

    assert "Die Stadt hat dieses Projekt am 1. Juli 2025 zurückgezogen." in text
    assert "Das Vorhaben war ein Versuch." in text
    assert "Die Stadt hat das Projekt zurückgezogen. Zuletzt war sein Status: abgebrochen." in text
    assert "Das Projekt wurde abgebrochen." not in text


def test_the_home_page_counts_what_is_there(public: Path) -> None:
    text = text_of(public / "index.html")

    assert "1 von 3 Projekten läuft zurzeit" in text
    assert "Status: bisher pausiert, jetzt im Betrieb" in text


def test_the_list_of_all_projects_says_how_many_of_them_are_withdrawn(public: Path) -> None:
    assert "4 Projekte, davon 1 zurückgezogen." in text_of(public / "roadmap/index.html")
    assert "4 projects, 1 of them withdrawn." in text_of(public / "en/roadmap/index.html")


def test_an_end_that_has_passed_is_told_with_how_long_and_that_no_reason_is_given(tmp_path: Path) -> None:
    place = copy_town(tmp_path, "erkelenz")
    publish(place)

    text = text_of(show(place) / "projekt/2020-03/index.html")

    assert "Fertig sein sollte es bis Mitte 2021. Dieser Zeitpunkt ist verstrichen" in text
    assert "Sein Ende ist seit rund 5 Jahren und 3 Monaten verstrichen. Ein Grund ist nicht angegeben." in text
    assert "Das versprochene Ende ist seit rund 5 Jahren und 3 Monaten verstrichen" in text


# Every address answers


def test_every_link_leads_to_a_file_and_its_anchor(public: Path, pages: dict[Path, Page]) -> None:
    assert list(broken_links(public, pages)) == []


def test_every_iri_of_the_town_answers(public: Path) -> None:
    assert list(unanswered(public, BASE)) == []


def test_every_page_weighs_little_with_everything(pages: dict[Path, Page]) -> None:
    weights = {path: weight_of(path, page) for path, page in pages.items() if not is_editor(path)}
    assert {path: weight for path, weight in weights.items() if weight > HEAVIEST} == {}


def test_no_page_holds_a_style_or_a_script_of_its_own(pages: dict[Path, Page]) -> None:
    assert {path: page.inline for path, page in pages.items() if page.inline} == {}


def test_no_page_loads_anything_from_elsewhere(pages: dict[Path, Page]) -> None:
    assert [loaded for page in pages.values() for loaded in page.loaded if "//" in loaded] == []


def test_no_page_says_an_id_twice_and_headings_are_in_order(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), path
        assert page.headings[0] == 1 and page.headings.count(1) == 1, path
        assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), path


def test_every_picture_stands_alone_and_is_well_formed(public: Path) -> None:
    pictures = [*public.glob("bild/**/*.svg"), *public.glob("en/bild/**/*.svg")]

    roots = [ElementTree.parse(path).getroot() for path in pictures]

    assert len(roots) > 10
    assert all(root.find("{http://www.w3.org/2000/svg}title") is not None for root in roots)
    assert not any("style" in element.attrib for root in roots for element in root.iter())


ATOM = "{http://www.w3.org/2005/Atom}"


def feeds_of(public: Path) -> Iterator[ElementTree.Element]:
    yield from (ElementTree.parse(path).getroot() for path in public.rglob("*.atom"))


def test_every_feed_is_valid_atom(public: Path) -> None:
    for feed in feeds_of(public):
        assert feed.tag == f"{ATOM}feed"
        for parent in (feed, *feed.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(parent.findall(f"{ATOM}{name}")) == 1
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", parent.findtext(f"{ATOM}updated") or "")
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids)


def test_the_feed_of_a_project_tells_its_turns(public: Path) -> None:
    titles = [
        entry.findtext(f"{ATOM}title") for entry in ElementTree.parse(public / "projekt/M-2.atom").iter(f"{ATOM}entry")
    ]

    assert "Offene Schulen: Ende: bisher Ende 2026, jetzt 30.04.2027" in titles


def test_same_edition_same_bytes(place: Path, public: Path) -> None:
    town, resources = town_of(place), read_resources()
    folder = Folder(output_of(place) / town.name)

    files = list(render_town(folder, town, resources))

    assert len({file.path for file in files}) == len(files)
    assert all((public / file.path).read_bytes() == file.content for file in files)


def test_the_statements_of_a_project_are_there_for_programs(public: Path) -> None:
    turtle = (public / "projekt/M-2.ttl").read_text("utf-8")

    assert "Offene Schulen" in turtle and "/projekt/M-2/period>" in turtle
    assert "M-1" not in turtle


def test_the_statements_are_the_same_in_turtle_n_triples_and_xml(public: Path) -> None:
    for name in ("projekt/M-2", "projekt/M-3", "handlungsfeld/1"):
        graphs = [Graph().parse(public / f"{name}.{suffix}") for suffix in ("ttl", "nt", "rdf")]

        assert len(graphs[0]) > 5
        assert all(set(graph) == set(graphs[0]) for graph in graphs)


def test_what_was_withdrawn_is_named_for_servers(place: Path, public: Path) -> None:
    told = json.loads((public.parent / "internal/withdrawn.json").read_bytes())
    nginx, apache = ((public.parent / f"internal/{name}.conf").read_text("utf-8") for name in ("nginx", "apache"))

    assert told == [
        {"iri": f"{BASE}projekt/M-3", "folder": "projekt/M-3", "withdrawn": "2025-07-01", "replaced_by": []}
    ]
    assert 'set $roadmap_tomb "projekt/M-3"' in nginx and "ROADMAP_TOMB:projekt/M-3" in apache
    assert not re.search("@[A-Z]+@", nginx + apache)


# What a cell may hold


HOSTILE = "<script>alert(1)</script> & \"quotes\" 'x' {{ 7*7 }}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = five_editions.make_town(tmp_path_factory.mktemp("hostile"))
    write_workbook(
        place / "roadmap.xlsx",
        [
            ("Kennung", "Titel", "Beschreibung", "Handlungsfelder", "Status", "Federführung", "Ersetzt durch"),
            ("2022-01", HOSTILE, HOSTILE, "Verwaltung", "laufend", HOSTILE, "a/b"),
            ("a/b", "Schrägstrich", "", "Verwaltung", "geplant", "", ""),
            ("2022 02", "Leerzeichen und Ümläut", "", "Verwaltung", "geplant", "", ""),
            ("index.html", "Wie eine Seite", "", "Verwaltung", "geplant", "", ""),
            ("2022-01.ttl", "Wie eine Datei", "", "Verwaltung", "geplant", "", ""),
        ],
    )
    publish(place, accept_loss=True)
    return show(place)


def test_what_is_typed_is_shown_and_never_run(hostile: Path) -> None:
    pages = pages_of(hostile)

    assert {path: page.inline for path, page in pages.items() if page.inline} == {}
    assert HOSTILE in " ".join(read_page(hostile / "projekt/2022-01/index.html").text)
    assert list(broken_links(hostile, pages)) == []


def test_no_key_leads_out_of_its_folder(hostile: Path) -> None:
    found = {path.relative_to(hostile / "projekt").parts[0] for path in (hostile / "projekt").rglob("*.html")}

    assert found == {"index.html", "2022-01", "a%2Fb", "2022 02", "index%2Ehtml", "2022-01.ttl"}


@pytest.mark.parametrize(
    ("segment", "name"),
    [("2022-02", "2022-02"), ("%2E%2E", "%2E%2E"), ("..", "%2E%2E"), (".htaccess", "%2Ehtaccess"), ("a%2Fb", "a%2Fb"),
     ("%C3%9C", "Ü"), ("100%25", "100%25"), ("a%00b", "a%00b")],
)  # fmt: skip
def test_a_folder_bears_the_text_unless_no_path_may(segment: str, name: str) -> None:
    assert folder_of(f"{BASE}projekt/{segment}", BASE) == f"projekt/{name}"


def test_a_very_long_key_has_a_short_folder() -> None:
    folders = {folder_of(f"{BASE}projekt/{'x' * 300}{end}", BASE) for end in "ab"}

    assert len(folders) == 2 and all(len(folder) < 100 for folder in folders)


# Towns as they are


@pytest.mark.parametrize("name", ["beispielstadt", "erkelenz"])
def test_the_sample_towns_have_sound_sites(name: str, tmp_path: Path) -> None:
    place = copy_town(tmp_path, name)
    publish(place)

    public = show(place)

    pages, base = pages_of(public), town_of(place).dataset.iris.base
    assert list(broken_links(public, pages)) == []
    assert list(unanswered(public, base)) == []
    assert max(weight_of(path, page) for path, page in pages.items() if not is_editor(path)) < HEAVIEST


def test_a_page_stays_light_with_many_projects(tmp_path: Path) -> None:
    place = five_editions.make_town(tmp_path)
    titles = [f"Ein Projekt mit einem {'sehr ' * (number % 60)}langen Titel, Nummer {number}" for number in range(110)]
    rows = [
        (f"P-{number}", title, "Verwaltung; Bildung", "laufend", f"Mitte {2024 + number % 8}", "Zentrale Dienste")
        for number, title in enumerate(titles)
    ]
    head = ("Kennung", "Titel", "Handlungsfelder", "Status", "Ende", "Federführung")
    write_workbook(place / "roadmap.xlsx", [head, *rows])
    publish(place)

    public = show(place)

    pages = pages_of(public)
    assert (public / "roadmap/seite-2/index.html").is_file() and (public / "zeitplan/seite-2/index.html").is_file()
    assert "Dazu kommen 30 weitere." in text_of(public / "stelle/zentrale-dienste/index.html")
    listed = {
        link for path in public.glob("roadmap/**/index.html") for link in pages[path].links if "/projekt/P-" in link
    }
    assert len({link.split("/projekt/")[1] for link in listed}) == 110
    assert max(weight_of(path, page) for path, page in pages.items() if not is_editor(path)) < HEAVIEST
    assert list(broken_links(public, pages)) == []


def test_the_matter_knows_every_edition(place: Path, public: Path) -> None:
    town = town_of(place)

    matter = read_matter(Folder(public.parent), town, read_resources())

    assert [edition.version for edition in matter.editions] == [*reversed(five_editions.DAYS)]
    assert matter.comparison and matter.comparison.before == "2025-07-15"


def test_what_is_erased_from_the_editions_leaves_the_pages(tmp_path: Path) -> None:
    place = five_editions.play_all(tmp_path)
    public, town, resources = show(place), town_of(place), read_resources()
    assert (public / "stelle/umweltamt/index.html").is_file()
    folder = Folder(public.parent)

    with folder.locked():
        wish = Wish(texts=("Umweltamt",))
        left = carry_out(plan(folder, town, resources, wish, now=five_editions.moment(4)))

    assert left == ()
    assert not (public / "stelle/umweltamt").exists()
    assert [path for path in public.rglob("*") if path.is_file() and b"mweltamt" in path.read_bytes()] == []
    assert "Sensoren im Stadtwald" in text_of(public / "projekt/M-3/index.html")
    assert list(broken_links(public, pages_of(public))) == []


def test_turned_off_the_pages_go_and_the_editions_stay(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    publish(place)
    public = show(place)
    settings = place / "dataset.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n[site]\nenabled = false\n", "utf-8")

    show(place)

    assert sorted(path.name for path in public.iterdir()) == ["current", "editions"]


def test_a_coat_of_arms_that_cannot_be_shown_stops_a_run_before_anything_is_published(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    (place / "wappen.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "utf-8")
    settings = place / "dataset.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[site]\nlogo = "wappen.svg"\n', "utf-8")

    with pytest.raises(ConfigError, match=r"wappen\.svg"):
        publish(place)

    assert not output_of(place).exists()


def test_a_town_sets_its_name_its_arms_its_accent_and_where_its_imprint_is(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    (place / "wappen.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', "utf-8")
    settings = place / "dataset.toml"
    more = """
[site]
name = { de = "Beispielstadt macht", en = "Beispielstadt acts" }
logo = "wappen.svg"
accent = "#9e0000"
feedback = "fragen@beispielstadt.example"
imprint_url = "https://beispielstadt.example/impressum"
privacy = { de = "Eigene Worte.", en = "Own words." }
"""
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    publish(place)

    public = show(place)

    assert town_of(place).unread == ()
    home = read_page(public / "index.html")
    assert "gestalt/wappen.svg" in home.loaded and "Beispielstadt macht" in " ".join(home.text)
    assert "#9e0000" in (public / "gestalt/stil.css").read_text("utf-8")
    assert "mailto:fragen@beispielstadt.example" in read_page(public / "mitmachen/index.html").links
    assert "https://beispielstadt.example/impressum" in read_page(public / "impressum/index.html").links
    assert "Eigene Worte." in text_of(public / "datenschutz/index.html")
    assert "Own words." in text_of(public / "en/datenschutz/index.html")


def test_indicators_have_a_page_that_says_how_far_each_is(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    publish(place)

    public = show(place)

    german, english = ((public / path / "kennzahlen/index.html").read_text("utf-8") for path in ("", "en"))
    assert "3 Kennzahlen, noch keine am Ziel." in german and "3 indicators, none at the target yet." in english
    assert "<strong>50 % des Wegs</strong>" in german and "weiter vom Ziel entfernt als am Anfang" in german
    assert 'aria-label="Ausgangswert 12 % (2023), letzter Wert 31 % (2025), Zielwert 50 % (2027)"' in german
    drawn = re.findall(r'<circle class="(\w+) dot" cx="([\d.]+)%"', german)
    assert drawn == [("done", "50"), ("done", "14"), ("slip", "2")]
    assert 'href="../kennzahl/BK-1/index.html"' in german and (public / "kennzahl/BK-1/index.html").is_file()
    assert 'aria-current="page">Kennzahlen' in german


def test_the_timeline_says_that_ends_have_passed_where_none_was_moved(tmp_path: Path) -> None:
    place = copy_town(tmp_path, "erkelenz")
    publish(place)

    public = show(place)

    assert "2 von 14 Projekten sind überfällig" in text_of(public / "zeitplan/index.html")
    assert "2 of 14 projects are overdue" in text_of(public / "en/zeitplan/index.html")
    assert "Kein Projekt endet später als zuerst versprochen" in text_of(public / "zeitplan/1/index.html")


def test_a_town_without_indicators_has_no_page_of_them(public: Path) -> None:
    assert not (public / "kennzahlen").exists()
    assert "Kennzahlen" not in (public / "index.html").read_text("utf-8")


# Asking


def test_the_questions_are_told_as_examples_of_sparql(public: Path) -> None:
    found = Graph().parse(public / "abfrage" / "abfragen.ttl")
    examples = [*found.subjects(RDF.type, SH.SPARQLSelectExecutable)]

    assert len(examples) == len(read_resources().questions)
    for example in examples:
        assert (example, RDF.type, SH.SPARQLExecutable) in found
        for predicate in (RDFS.label, RDFS.comment, URIRef("https://schema.org/keywords")):
            assert {getattr(text, "language", "") for text in found.objects(example, predicate)} == {"de", "en"}
        assert found.value(example, URIRef("https://schema.org/target")) is None  # nothing answers at a mere folder
        prefixes = found.value(example, SH.prefixes)
        declared = {str(found.value(each, SH.prefix)): found.value(each, SH.namespace)
                    for each in found.objects(prefixes, SH.declare)}  # fmt: skip
        query = str(found.value(example, SH.select))
        prepareQuery(query)
        for prefix, namespace in re.findall(r"^PREFIX ([\w-]+): <(.*)>$", query, re.MULTILINE):
            assert str(declared[prefix]) == namespace


def test_a_page_of_a_question_answers_it_for_the_day_of_the_edition(public: Path) -> None:
    text = text_of(public / "abfrage/status-on-day/index.html")

    assert "Gefragt ist nach Tag: 15.01.2026 ; Status: alle" in text.replace(" ;", ";").replace(";", " ;")
    assert (public / "abfrage/status-on-day/antwort.csv").read_text("utf-8").count("2026-01-15,M-") == 4
    assert '"2026-01-15"' in (public / "abfrage/status-on-day/abfrage.rq").read_text("utf-8")


def test_without_the_editor_the_pages_say_that_there_is_none(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sited, "read_bundle", dict)
    town = town_of(place)

    files = render_town(Folder(output_of(place) / town.name), town, read_resources())
    pages = {file.path: file.content.decode() for file in files if "abfrage/" in file.path}

    assert not [path for path in pages if "/editor/" in path]
    assert "gehört nicht zu dieser Fassung der Seiten" in pages["abfrage/index.html"]
    assert "Andere Werte lassen sich" in pages["abfrage/status-on-day/index.html"]
    assert "<form" not in pages["abfrage/status-on-day/index.html"]
    assert "M-4" in pages["abfrage/status-on-day/index.html"]
