"""What staff are told: a mail that they understand, and no more than who gets it may know."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.model.comparison import Comparison, ThingChange
from pipeline.model.notice import (
    KINDS,
    Counts,
    InHouse,
    Moved,
    NoticeFacts,
    as_json,
    causes_of,
    changes_of,
    counts_of,
    from_json,
    is_internal,
    payload_of,
    titles_of,
)
from pipeline.model.report import FileAccount, Language, LeftOut, SheetAccount, Text, ValidationReport
from pipeline.model.routine import Notices
from pipeline.render.mails.notice import write_notice
from tests.golden_cases import case_names, prepare_case
from tests.notice_cases import CASES, MAILS, SECRET, TITLES, as_text, found, in_file

REJECTED = CASES["rejected"].facts
JARGON = re.compile(
    r"\b(SHACL|RDF|DCAT|Hash|SHA|IRI|URI|JSON|Verdict|violation|Snapshot|Exception|Traceback|None|null|stale)\b",
    re.IGNORECASE,
)
NASTY = {
    "line break": "roadmap\r\nBcc: alle@stadt.example\r\n\r\nx.xlsx",
    "turned around": "roadmap\u202excod.xlsx",
    "long": "Fortschreibung der Roadmap Digitale Agenda Beispielstadt, Stand nach der Sitzung des Ausschusses.xlsx",
    "without blanks": "x" * 250 + ".xlsx",
    "braces": "roadmap {0} {kind}.xlsx",
    "separator": "roadmap\u2028\u2029\x85.xlsx",
}


@pytest.mark.parametrize("name", CASES)
def test_a_notice_reads_as_it_is_written_down(name: str) -> None:
    assert as_text(CASES[name].mail()) == (MAILS / f"{name}.txt").read_text("utf-8")


def test_each_notice_that_is_written_down_has_its_case() -> None:
    assert {path.stem for path in MAILS.iterdir()} == set(CASES)
    assert {case.facts.kind for case in CASES.values()} == set(KINDS)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_something_of_the_barest_facts(kind: str, language: Language) -> None:
    bare = NoticeFacts(
        "stadt", Text("Roadmap", "Roadmap"), datetime(2026, 1, 1, tzinfo=UTC), kind, "Amt", "amt@stadt.example"
    )

    subject, text, _ = write_notice(kind, bare, language)

    assert subject
    assert not re.search(r"[„“]\s*[“”]|\(\s*\)|\{|: ?[.;]|None", subject + text)
    assert text.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize("name", CASES)
def test_a_notice_has_no_word_that_only_we_know(name: str) -> None:
    subject, text, _ = CASES[name].mail()

    assert not JARGON.findall(subject + text.replace("erreichbar", ""))


@pytest.mark.parametrize("name", CASES)
def test_lines_fit_into_any_mail_program(name: str) -> None:
    long = [line for line in CASES[name].mail().text.splitlines() if len(line) > 72]

    assert [line for line in long if " " in line.strip()] == []


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("kind", KINDS)
def test_no_name_of_a_file_breaks_a_subject(kind: str, name: str) -> None:
    facts = replace(REJECTED, kind=kind, file=NASTY[name], like=NASTY[name], version="2026-11-22")

    subject, text, _ = write_notice(kind, facts, "de")

    assert len(subject) <= 78
    assert subject.isprintable()
    assert not re.search(r"^Bcc:", text, re.MULTILINE)
    assert not re.search("[\u2028\u2029\x85\r\u202e]", text)


def test_a_name_that_is_cut_keeps_its_end() -> None:
    subject = write_notice("rejected", replace(REJECTED, file=NASTY["long"]), "de").subject

    assert subject.startswith("Nicht angenommen: Fortschreibung")
    assert subject.endswith("es.xlsx (5 Fehler)")


@pytest.mark.parametrize("name", CASES)
def test_who_is_outside_hears_no_title_and_of_no_attachment(name: str) -> None:
    facts, language = CASES[name].facts, CASES[name].language

    subject, text, _ = write_notice(facts.kind, facts, language)

    assert not [title for title in TITLES.values() if title.in_(language) in subject + text]
    assert "geprueft" not in text


@pytest.mark.parametrize("name", CASES)
def test_facts_come_back_from_json_as_they_were(name: str) -> None:
    facts = CASES[name].facts

    assert from_json(json.loads(json.dumps(as_json(facts)))) == facts


@pytest.mark.parametrize("name", CASES)
def test_what_is_kept_and_what_a_webhook_gets_has_no_text_of_a_cell(name: str) -> None:
    facts = CASES[name].facts

    said = json.dumps(payload_of(facts, write_notice(facts.kind, facts, "de"), "id-1"), ensure_ascii=False)

    assert SECRET not in said
    assert not [title for title in TITLES.values() if title.de in said]


@pytest.mark.parametrize("case", [name for name in case_names() if name.startswith(("personal-", "key-", "status-"))])
def test_of_a_real_report_no_value_is_told(case: str, tmp_path: Path) -> None:
    report = prepare_case(case, tmp_path).report

    said = json.dumps([cause._asdict() for cause in causes_of(report)], ensure_ascii=False)

    values = [result.value for result in report.results if len(result.value) > 8 and "•••" not in result.value]
    assert not [value for value in values if value in said]


def test_causes_name_rule_remedy_and_cells_together() -> None:
    (cause,) = causes_of(ValidationReport(found("end-twice", "F4", "F9", "F10", "F11")))

    assert (cause.rule, cause.number, cause.place.sheet) == ("end-twice", 4, "Roadmap")
    assert cause.place.file == "roadmap.xlsx"
    assert cause.place.cells == ("F4", "F9–F11")
    assert cause.remedy.de == "Schreiben Sie in jede der beiden Zellen nur ein Datum."


@pytest.mark.parametrize(
    ("account", "told"),
    [
        (SheetAccount("Roadmap", 9, 9, ()), "Roadmap"),
        (SheetAccount("Roadmap", 9, 8, (LeftOut(4, "hidden"),)), "Roadmap"),
        (SheetAccount("Roadmap", 1, 0, (LeftOut(1, "hidden-sheet"),)), ""),
        (SheetAccount("Roadmap", 0, 0, ()), ""),
    ],
)
def test_a_cause_does_not_name_a_sheet_that_is_hidden(account: SheetAccount, told: str) -> None:
    files = (FileAccount("roadmap.xlsx", "0" * 64, 1, (account,)),)

    (cause,) = causes_of(ValidationReport(found("end-twice", "F4"), files))

    assert (cause.place.file, cause.place.sheet) == ("roadmap.xlsx", told)


@pytest.mark.parametrize(
    ("column", "told"), [("Titel", "Titel"), ("Erika Musterfrau", "…"), ("Kennung der Frau Muster", "…")]
)
def test_a_remedy_names_a_column_of_the_template_and_no_other(column: str, told: str) -> None:
    (result,) = found("column-missing", "1")

    (cause,) = causes_of(ValidationReport((replace(result, column=column),)))

    assert cause.remedy.de == f"Fügen Sie die Spalte „{told}“ ein, wie sie in der Vorlage steht."


def test_changes_are_counted_and_projects_named_by_their_keys() -> None:
    things = (
        ThingChange("iri:1", Text("Glasfaser", "Fibre"), "added", key="SK-01"),
        ThingChange("iri:2", Text("Sensoren", "Sensors"), "changed", key="KW-01"),
        ThingChange("iri:3", Text("Die Strategie", "The strategy"), "changed"),
    )
    comparison = Comparison("2026-11-20", "2026-11-22", things, (), ())

    assert changes_of(comparison) == (Moved("added", 1, ("SK-01",)), Moved("changed", 2, ("KW-01",)))
    assert titles_of(comparison) == {"SK-01": Text("Glasfaser", "Fibre"), "KW-01": Text("Sensoren", "Sensors")}


def test_counts_are_those_of_the_report(tmp_path: Path) -> None:
    report = prepare_case("title-missing", tmp_path).report

    assert counts_of(report, 3) == Counts(3, 1, 0, 0)


@pytest.mark.parametrize(
    ("mailbox", "is_inside"),
    [
        ("amt@stadt.example", True),
        ("amt@STADT.example", True),
        ("amt@it.stadt.example", False),
        ("amt@stadt.example.evil.example", False),
        ("stadt.example@evil.example", False),
        ("amt@nicht-stadt.example", False),
    ],
)
def test_the_house_is_the_domains_that_are_named(mailbox: str, is_inside: bool) -> None:
    assert is_internal(mailbox, Notices(internal=("Stadt.example",))) is is_inside


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Berlin", "Montag, 23. November 2026, um 6.00 Uhr"),
        ("UTC", "Montag, 23. November 2026, um 5.00 Uhr"),
        ("America/New_York", "Montag, 23. November 2026, um 0.00 Uhr"),
        ("Pacific/Honolulu", "Sonntag, 22. November 2026, um 19.00 Uhr"),
    ],
)
def test_the_moment_is_that_of_the_towns_clock(zone: str, told: str) -> None:
    facts = replace(CASES["accepted"].facts, time_zone=zone)

    assert told in " ".join(write_notice("accepted", facts, "de").text.split())


def test_one_finding_is_told_in_the_singular() -> None:
    facts = replace(REJECTED, counts=Counts(1, 1, 1, 1))

    text = write_notice("rejected", facts, "en").text

    assert "1 error." in text
    assert "1 note." in text


def test_a_table_of_text_is_mended_in_itself_and_not_in_its_checked_copy() -> None:
    facts = replace(REJECTED, file="plan.csv", folder="", causes=in_file(REJECTED.causes, "plan.csv"))

    text = write_notice("rejected", facts, "de", InHouse({}, ("plan.csv.geprueft.xlsx",))).text

    assert "Beheben Sie die Fehler in „plan.csv“." in text
    assert "unter dem Namen „plan.csv“" not in " ".join(text.split())


def test_errors_that_stand_in_another_file_are_not_looked_for_in_this_one() -> None:
    facts = replace(REJECTED, file="kosten.xlsx", folder="")

    text = " ".join(write_notice("rejected", facts, "de", InHouse({}, ("kosten.geprueft.xlsx",))).text.split())

    assert "Die Fehler stehen nicht in „kosten.xlsx“, sondern hier: roadmap.xlsx." in text
    assert "Wo: Datei „roadmap.xlsx“, Blatt „Roadmap“, B9" in text
    assert "Beheben Sie die Fehler in „kosten.xlsx“" not in text


def test_a_file_whose_name_is_masked_in_the_report_is_no_other_file() -> None:
    place = REJECTED.causes[0].place._replace(file="Roadmap •••.xlsx")
    facts = replace(REJECTED, file="Roadmap Muster.xlsx", causes=(REJECTED.causes[0]._replace(place=place),))

    assert "stehen nicht in" not in write_notice("rejected", facts, "de").text


def test_many_causes_are_told_in_short() -> None:
    facts = replace(REJECTED, causes=REJECTED.causes[:1] * 24)

    text = write_notice("rejected", facts, "de").text

    assert "14 weitere Ursachen stehen im Prüfbericht." in text


def test_every_fact_is_in_json() -> None:
    assert list(as_json(REJECTED)) == [field.name for field in fields(NoticeFacts)]


def test_the_page_of_notices_names_every_kind_and_every_key() -> None:
    page = (Path(__file__).parents[1] / "docs" / "notices.md").read_text("utf-8")
    told = set(
        re.findall(r"`(\w+)`", " ".join(line.split(" | ")[0] for line in page.splitlines() if line[:3] == "| `"))
    )
    example = json.loads(re.findall(r"```json\n(.*?)```", page, re.DOTALL)[0])
    payload = payload_of(REJECTED, write_notice("rejected", REJECTED, "de"), "id")

    assert told == set(KINDS) | set(payload)
    assert list(example) == list(payload)
    assert from_json({key: example[key] for key in as_json(REJECTED)}).kind == "rejected"
