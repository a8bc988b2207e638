"""Frames of editions: the same columns of the same types, whatever an edition says; keys that join; nothing untold."""

from __future__ import annotations

import doctest
import json
from collections.abc import Iterator, Mapping
from contextlib import chdir
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline.loaded
from pipeline.loaded import Loaded, load, read_as_of
from pipeline.loaded.dtypes import as_values, inexact, type_of
from pipeline.loaded.frames import Framed, build_frames, parse_columns
from pipeline.loaded.schema import build_schema, language_of
from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.publish.folder import Folder
from pipeline.render.formats.layout import Column
from tests.five_editions import DAYS, NAME, STATUSES, make_town, play
from tests.layout_one import bring_back
from tests.towns import copy_town, output_of, publish

TITLE = Text("Titel", "Title")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of both towns and of the five editions."""
    folder = tmp_path_factory.mktemp("towns")
    for town in ("beispielstadt", "erkelenz"):
        publish(copy_town(folder, town))
    place = make_town(folder)
    for number in range(len(DAYS)):
        play(place, number)
    return output_of(place)


@pytest.fixture(scope="module")
def editions(output: Path) -> list[Loaded]:
    """All of them, loaded."""
    towns = [load(town, output=output) for town in ("beispielstadt", "erkelenz")]
    return [*towns, *(load(NAME, day, output=output) for day in DAYS)]


@pytest.fixture(scope="module")
def files(output: Path) -> Mapping[str, bytes]:
    """The files of the third of the five editions."""
    edition = Folder(output / NAME).read_edition(DAYS[2])
    assert edition
    return {file.name: file.content for file in edition.distributions}


def _framed(files: Mapping[str, bytes]) -> Framed:
    described = parse_columns(files)
    told = {"town": "any", "base": "https://any.example/", "license": ""}
    return build_frames(files, described, build_schema(told, language_of(described.values())))


def _types(frames: Mapping[str, pd.DataFrame]) -> dict[str, list[tuple[str, object]]]:
    return {
        name: [(str(frame.index.name), frame.index.dtype), *frame.dtypes.items()]  # type: ignore[list-item]
        for name, frame in frames.items()
    }


# The same in every edition ###########################################################################################


def test_every_edition_of_every_town_has_the_same_columns_of_the_same_types(editions: list[Loaded]) -> None:
    nothing = _types(_framed({}).frames)

    assert [name for each in editions for name in nothing if _types(each.tables)[name] != nothing[name]] == []
    assert {tuple(each.tables) for each in editions} == {tuple(nothing)}


def test_a_table_without_rows_is_an_empty_frame(editions: list[Loaded]) -> None:
    changes = editions[0].tables["plan-changes"]

    assert changes.empty
    assert changes["before_amount"].dtype == "float64"
    assert changes["after_day"].dtype == "datetime64[us]"
    assert changes["aspect"].cat.categories.tolist() == ["start", "end", "planned", "funding", "own-share"]
    assert changes.index.name == "project"


def test_editions_below_each_other_keep_their_types(editions: list[Loaded]) -> None:
    for name, types in _types(editions[0].tables).items():
        both = pd.concat([editions[0].tables[name], editions[1].tables[name], editions[-1].tables[name]])

        assert _types({name: both})[name] == types


def test_every_datatype_of_a_table_has_a_type() -> None:
    schema = build_schema({"town": "any", "base": "https://any.example/", "license": ""}, "de")
    columns = [column for table in schema.tables.values() for column in (*table.keys, *table.columns)]

    assert {column.datatype for column in columns if type_of(column) != column.datatype} == set()


def test_a_town_that_writes_in_english_has_its_german_beside(files: Mapping[str, bytes]) -> None:
    english = {"projects": {"title": Column("title", TITLE, language="en")}}
    further = {"further": {"text_en": Column("text_en", TITLE, language="en")}}

    assert (language_of(english.values()), language_of(further.values()), language_of([])) == ("en", "de", "de")
    told = {"town": "any", "base": "https://any.example/", "license": ""}
    frames = build_frames({}, {}, build_schema(told, "en")).frames
    assert {"title", "title_de"} <= {*frames["projects"].columns}


def test_an_edition_of_an_older_layout_has_them_too(tmp_path: Path) -> None:
    place = copy_town(tmp_path)
    publish(place)
    folder = output_of(place) / "beispielstadt"
    bring_back(folder)
    with Folder(folder).locked():
        pass

    assert _types(load("beispielstadt", output=output_of(place)).tables) == _types(_framed({}).frames)


# Older and newer editions ############################################################################################


def _change(files: Mapping[str, bytes], name: str, change: str, to: str) -> dict[str, bytes]:
    content = files[name].decode()
    assert change in content
    return {**files, name: content.replace(change, to).encode()}


def _described(files: Mapping[str, bytes], table: str, columns: list[dict[str, object]]) -> dict[str, bytes]:
    """The files with another description of the columns of a table."""
    name = "projects.csv-metadata.json"
    told = json.loads(files[name])
    tables = [one for one in told["tables"] if one["url"] != table]
    if columns:
        tables.append({"url": table, "tableSchema": {"aboutUrl": "{key}", "columns": columns}})
    return {**files, name: json.dumps(told | {"tables": tables}).encode()}


def _told(name: str, datatype: str = "string", **more: object) -> dict[str, object]:
    return {"name": name, "titles": {"de": name, "en": name}, "datatype": datatype, **more}


def test_what_an_older_edition_lacks_is_empty(files: Mapping[str, bytes]) -> None:
    older = _described({**files, "budgets.csv": b"project,amount\nM-1,20\n"}, "budgets.csv",
                       [_told("project"), _told("amount", "decimal")])  # fmt: skip
    del older["plan-changes.csv"]

    framed = _framed(_described(older, "plan-changes.csv", []))

    assert framed.told == ()
    assert _types(framed.frames) == _types(_framed(files).frames)
    assert framed.frames["budgets"]["kind"].isna().all()


def test_what_a_newer_edition_has_more_is_told_and_there(files: Mapping[str, bytes]) -> None:
    newer = {**files, "projects.csv": b"key,title,mood,size\nM-1,Rat,gut,7\nM-2,Tat,,\n"}
    newer = _described(newer, "projects.csv", [_told("key"), _told("title"), _told("mood"), _told("size", "integer")])

    framed = _framed(newer)

    assert [words.partition(";")[0] for words in framed.told] == [
        "projects: a column that this program does not know, mood",
        "projects: a column that this program does not know, size",
    ]
    assert framed.frames["projects"]["mood"].tolist()[0] == "gut"
    assert framed.frames["projects"]["size"].dtype == "Int64"


def test_a_table_of_a_newer_edition_is_told_and_there(files: Mapping[str, bytes]) -> None:
    newer = _described({**files, "moods.csv": b"project,since_date\nM-1,2300-01-01\n"}, "moods.csv",
                       [_told("project", required=True), _told("since_date", "date")])  # fmt: skip

    framed = _framed(newer)

    assert [words.partition(";")[0] for words in framed.told] == ["moods: a table that this program does not know"]
    assert framed.frames["moods"].loc["M-1", "since_date"] == pd.Timestamp("2300-01-01")


@pytest.mark.parametrize("table", ["budgets", "periods", "period-words"])
def test_a_table_with_another_key_is_another_table(files: Mapping[str, bytes], table: str) -> None:
    other = _described({**files, f"{table}.csv": b"year,amount\n2024,5\n"}, f"{table}.csv",
                       [_told("year"), _told("amount", "decimal")])  # fmt: skip

    framed = _framed(other)

    assert [words.partition(";")[0] for words in framed.told] == [f"{table}: a table that this program does not know"]
    assert framed.frames[table].loc["2024", "amount"] == 5


def test_a_code_that_a_list_does_not_have_is_told_and_there(files: Mapping[str, bytes]) -> None:
    framed = _framed(_change(files, "projects.csv", "cancelled", "vanished"))

    assert framed.told == ("projects: status has a code that its list does not have, vanished",)
    assert framed.frames["projects"].loc["M-3", "status"] == "vanished"


def test_a_column_that_is_described_otherwise_is_as_it_says_itself_and_told(files: Mapping[str, bytes]) -> None:
    older = _described({**files, "budgets.csv": b"project,amount\nM-1,viel\n"}, "budgets.csv",
                       [_told("project"), _told("amount")])  # fmt: skip

    framed = _framed(older)

    assert [words.partition(",")[0] for words in framed.told] == [
        "budgets: amount is described otherwise in this edition than today"
    ]
    assert framed.frames["budgets"]["amount"].tolist() == ["viel"]


def test_what_is_told_is_a_warning_of_load(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.loaded, "build_frames", lambda *_: Framed({}, ("moods: a table",)))

    with pytest.warns(UserWarning, match=f"{NAME}, edition {DAYS[-1]}: moods: a table") as warned:
        load(NAME, output=output)

    assert warned[0].filename == __file__


# Types ###############################################################################################################


def _values(datatype: str, *texts: str | None, kind: str = "", separator: str = "") -> pd.Series:
    column = Column("x", TITLE, datatype=datatype, kind=kind, separator=separator)
    return as_values(column, pd.Series(texts, dtype="str"), {"status": ("planned", "running", "cancelled")})


@pytest.mark.parametrize("text", ["1600-02-29", "2300-12-31", "9999-12-31", "1677-09-20"])
def test_no_year_is_beyond_a_day(text: str) -> None:
    days = _values("date", text, None)

    assert days.dtype == "datetime64[us]"
    assert str(days[0].date()) == text
    assert days[1] is pd.NaT


@pytest.mark.parametrize("text", ["1600-02", "2300-12", "2024-05"])
def test_a_month_is_a_period(text: str) -> None:
    months = _values("gYearMonth", text, None)

    assert str(months.dtype) == "period[M]"
    assert str(months[0]) == text
    assert months[1] is pd.NaT


def test_a_year_is_a_whole_number_even_where_one_is_missing() -> None:
    assert _values("gYear", "2024", None).equals(pd.Series([2024, None], dtype="Int64"))
    assert _values("integer", None, "-3").equals(pd.Series([None, -3], dtype="Int64"))


def test_yes_and_no_are_a_boolean_even_where_one_is_missing() -> None:
    assert _values("boolean", "true", "false", None).equals(pd.Series([True, False, None], dtype="boolean"))


@pytest.mark.parametrize("texts", [("20000",), ("0.10", "17250.5"), (None, "95000"), (None,), ()])
def test_money_is_always_the_same_type(texts: tuple[str | None, ...]) -> None:
    assert _values("decimal", *texts).dtype == "float64"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_an_amount_in_cents_is_had_as_it_was_typed(amount: Decimal) -> None:
    (value,) = _values("decimal", f"{amount:f}")

    assert Decimal(str(value)) == amount


def test_a_number_with_more_digits_than_a_float_is_told() -> None:
    column, exact = Column("amount", TITLE, datatype="decimal"), "12345678901234.50"
    cells = pd.Series([exact, "0.12345678901234567", "90071992547409931", None], dtype="str")

    assert [*inexact(column, cells)] == ["0.12345678901234567", "90071992547409931"]


def test_text_that_looks_like_something_else_stays_text() -> None:
    texts = ["NA", "null", "007", "1e5", "True", "2024-01-01"]

    assert _values("", *texts).tolist() == texts


@pytest.mark.parametrize("text", ["Zeile 1\nZeile 2", 'ein "Zitat", ein Komma', "#1", " davor", "a\rb", "NaN", '"'])
def test_a_cell_is_read_as_it_was_written(files: Mapping[str, bytes], text: str) -> None:
    quoted = text.replace('"', '""')
    rows = f'key,title\nM-1,"{quoted}"\nM-2,\n'.encode()

    projects = _framed(_described({**files, "projects.csv": rows}, "projects.csv", [_told("key"), _told("title")]))

    assert projects.frames["projects"]["title"].tolist() == [text, np.nan]


def test_several_values_in_a_cell_are_a_list_and_none_an_empty_one() -> None:
    assert _values("", "1;3", None, "V", separator=";").tolist() == [["1", "3"], [], ["V"]]


def test_a_code_is_a_category_of_the_whole_list_which_is_no_scale(editions: list[Loaded]) -> None:
    status = editions[0].projects["status"].dtype

    assert isinstance(status, pd.CategoricalDtype)
    assert [*status.categories] == ["planned", "running", "paused", "completed", "in-operation", "cancelled"]
    assert not status.ordered
    assert {str(each.tables["status-changes"]["from"].dtype == status) for each in editions} == {"True"}


def test_single_statements_have_their_object_in_one_column(files: Mapping[str, bytes]) -> None:
    name = "strategy.csv-metadata.json"
    columns = [_told("subject"), _told("predicate"), _told("object", valueUrl="{+object}"), _told("text_de", lang="de"),
               {**_told("x"), "datatype": {"@id": "https://x.example/odd", "base": "string"}}]  # fmt: skip
    told = {"tables": [{"url": "further.csv", "tableSchema": {"aboutUrl": "{+subject}", "columns": columns}}]}
    rows = b"subject,predicate,object,text_de,x\ns:1,p:1,o:1,,\ns:1,p:2,,Wort,\ns:2,p:1,,,17\n"

    found = _framed({**files, name: json.dumps(told).encode(), "further.csv": rows}).frames["further"]

    assert found.fillna("").reset_index().to_numpy().tolist() == [
        ["s:1", "p:1", "o:1", "iri", ""],
        ["s:1", "p:2", "Wort", "string", "de"],
        ["s:2", "p:1", "17", "https://x.example/odd", ""],
    ]
    assert {*map(str, found.dtypes)} == {"str"}


# Dates of any precision ##############################################################################################

SPANS = {
    "day": ("since_date", "2024-02-29", "2024-02-29", "2024-02-29"),
    "month": ("since_month", "2024-02", "2024-02-01", "2024-02-29"),
    "year": ("since_year", "1600", "1600-01-01", "1600-12-31"),
    "words": ("since_text", "im Mai", None, None),
}


@pytest.mark.parametrize("precision", SPANS)
def test_a_date_has_its_days_beside_its_precision(files: Mapping[str, bytes], precision: str) -> None:
    column, text, first, last = SPANS[precision]
    rows = f"project,change,{column}\nM-1,running,{text}\nM-2,running,\n".encode()
    datatype = {"day": "date", "month": "gYearMonth", "year": "gYear"}.get(precision, "string")
    told = _described({**files, "status-changes.csv": rows}, "status-changes.csv",
                      [_told("project"), _told("change"), _told(column, datatype)])  # fmt: skip

    changes = _framed(told).frames["status-changes"]

    assert changes["since_precision"].astype(object).tolist() == [precision, np.nan]
    for name, day in (("since_first_day", first), ("since_last_day", last)):
        assert changes[name].tolist() == [pd.Timestamp(day) if day else pd.NaT, pd.NaT]


def test_a_period_in_words_says_so_and_has_the_days_of_the_words(editions: list[Loaded]) -> None:
    periods = editions[0].tables["periods"]

    assert periods["start_precision"].tolist() == ["day", "words", "words", "month", "words"]
    assert str(periods.loc["KW-01", "start_last_day"]) == "2025-06-30 00:00:00"
    assert str(periods.loc["BA-02", "end_first_day"]) == "2027-09-01 00:00:00"
    assert str(periods.loc["KW-02", "end_last_day"]) == "2025-10-31 00:00:00"


# Keys ################################################################################################################


def _of_projects(edition: Loaded) -> Iterator[str]:
    return (name for name, frame in edition.tables.items() if frame.index.name == "project" and name != "projects")


def test_every_table_of_a_project_joins_and_no_project_is_lost(editions: list[Loaded]) -> None:
    for edition in editions:
        for name in _of_projects(edition):
            rows = edition.tables[name].index.value_counts().reindex(edition.projects.index, fill_value=1)

            joined = edition.projects[["title"]].join(edition.tables[name])

            assert joined.index.value_counts().to_dict() == rows.to_dict(), name
            assert joined["title"].notna().all(), name


def test_what_a_table_names_by_its_key_is_found_there(editions: list[Loaded]) -> None:
    for edition in editions:
        for table, column, other in (
            ("project-fields", "field", "fields"),
            ("project-theses", "thesis", "theses"),
            ("project-leads", "organization", "organizations"),
            ("project-partners", "organization", "organizations"),
        ):
            assert not edition.tables[other].empty
            assert edition.tables[table][column].isin(edition.tables[other].index).all(), table


def test_a_key_that_would_find_nothing_is_told(files: Mapping[str, bytes]) -> None:
    framed = _framed(_change(files, "project-fields.csv", "M-2,2", "M-2,bereich/2"))

    assert framed.told == ("project-fields: field names what fields does not have, bereich/2",)


# History #############################################################################################################


def test_the_history_says_of_any_day_what_was_said(editions: list[Loaded], output: Path) -> None:
    history = editions[-1].history

    for day in (*DAYS, "2024-12-31"):
        said = history[(history["said_from"] <= day) & ~(history["said_until"] <= day)]
        assert sorted(said["subject"]) == sorted(
            triple.subject[1:-1] for triple in read_as_of(NAME, day, output=output)
        )


def test_the_history_tells_the_status_of_a_project(editions: list[Loaded]) -> None:
    history = editions[-1].history
    status = history[(history["predicate"] == "ds:status") & (history["project"] == "M-1")]

    assert status["object"].str.rpartition("/")[2].tolist() == [change[1] for change in STATUSES["M-1"]]
    assert status["said_until"].isna().tolist() == [False, False, False, False, True]


def test_what_the_strategy_says_is_of_no_project(editions: list[Loaded]) -> None:
    history = editions[-1].history

    assert set(history["project"].dropna()) == set(editions[-1].projects.index)
    assert history[history["predicate"] == "skos:definition"]["project"].isna().all()
    assert {*history[history["predicate"] == "skos:definition"]["language"]} == {"de", "en"}


def test_an_edition_without_a_history_has_an_empty_one(editions: list[Loaded]) -> None:
    nothing = Loaded(editions[-1].edition, editions[-1].tables, {})

    assert nothing.history.empty
    assert nothing.history.dtypes.equals(editions[-1].history.dtypes)


# Days ################################################################################################################


@pytest.mark.parametrize(
    "day", ["2024-12-31", date(2024, 12, 31), datetime(2024, 12, 31, 18, 0), pd.Timestamp("2024-12-31"), "20241231"]
)
def test_a_day_is_a_date_however_it_is_given(output: Path, day: str | date) -> None:
    assert load(NAME, as_of=day, output=output).edition["version"] == "2024-07-15"
    assert read_as_of(NAME, day, output=output) == read_as_of(NAME, "2024-12-31", output=output)


@pytest.mark.parametrize("day", ["31.12.2024", "2024-6-30", "2024", "heute", "2024-02-30"])
def test_what_is_no_day_is_refused_and_not_compared(output: Path, day: str) -> None:
    with pytest.raises(ConfigError, match="is no day such as 2025-06-30"):
        load(NAME, as_of=day, output=output)
    with pytest.raises(ConfigError, match="is no day such as 2025-06-30"):
        read_as_of(NAME, day, output=output)


def test_an_edition_is_asked_for_by_its_version_or_by_a_day(output: Path) -> None:
    with pytest.raises(ConfigError, match="either the edition 2024-01-15 or that of 2025-12-31, not both"):
        load(NAME, DAYS[0], as_of="2025-12-31", output=output)


# Elsewhere ###########################################################################################################


def test_the_examples_in_the_docstrings_are_true(output: Path) -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)

    with chdir(output.parent):
        found = [*map(runner.run, doctest.DocTestFinder().find(pipeline.loaded))]

    assert sum(result.failed for result in found) == 0
    assert sum(result.attempted for result in found) >= 7


def test_a_frame_comes_back_from_parquet_as_it_was(editions: list[Loaded], tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    # Without a row Parquet has no place for the list of codes.
    for name, frame in ((name, frame) for name, frame in editions[-1].tables.items() if len(frame)):
        frame.to_parquet(tmp_path / "frame.parquet")

        lists = [column for column in frame if frame[column].dtype == object]  # these come back as arrays
        back = pd.read_parquet(tmp_path / "frame.parquet")
        pd.testing.assert_frame_equal(back.drop(columns=lists), frame.drop(columns=lists), obj=name)


def test_the_graph_holds_roadmap_strategy_and_vocabulary(editions: list[Loaded], files: Mapping[str, bytes]) -> None:
    subjects = {str(subject) for subject in editions[-1].graph.subjects()}

    base = "https://w3id.org/digitalstrategie/"
    assert {
        f"{base}id/musterstadt/projekt/M-1",
        f"{base}id/musterstadt/handlungsfeld/1",
        f"{base}def/Project",
    } <= subjects
    assert len(editions[-1].graph) > len(files["roadmap.nt"].splitlines())
