"""The sheets beside the form of the template: the guide, which a clerk reads first, and the lists to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.columns import Kind
from pipeline.model.dataset import Dataset
from pipeline.model.indicator import INDICATOR_COLUMNS
from pipeline.model.report import Language, Text
from pipeline.render.formats import style
from pipeline.render.formats.template_checks import Asked
from pipeline.render.formats.template_indicators import indicator_title


class _Line(NamedTuple):
    """A row of the guide: a text across the sheet, or up to three cells; and how the first and the others look."""

    cells: tuple[str, ...]
    first: style.Look
    others: style.Look = style.TEXT


def write_lists(sheet: Worksheet, asked: Sequence[Asked], language: Language) -> Mapping[str, str]:
    """Write the lists one below another in a single column, which is no table to anyone; tell the range of each."""
    ranges: dict[str, str] = {}
    style.put_title(sheet, _LISTS.in_(language))
    row = 2
    for each in asked:
        if each.choices and each.column.scheme not in ranges:
            style.put(sheet, row + 1, 1, each.title, style.SECTION)
            for at, choice in enumerate(each.choices, start=row + 2):
                style.put(sheet, at, 1, choice.word, style.TEXT.with_format(style.AS_TEXT))
            last = row + 1 + len(each.choices)
            ranges[each.column.scheme] = f"'{sheet.title}'!$A${row + 2}:$A${last}"
            row = last + 1
    style.set_widths(sheet, (60,))
    style.set_up_page(sheet, "A4 portrait")
    return ranges


def write_guide(sheet: Worksheet, asked: Sequence[Asked], dataset: Dataset, language: Language) -> None:
    """Write how to fill in the form, from the first step to whom to ask."""
    for row, line in enumerate(_lines(asked, dataset, language), start=1):
        if len(line.cells) == 1:
            style.link(style.put_across(sheet, row, line.cells[0], _WIDTHS, line.first), line.cells[0])
        else:
            for at, text in enumerate(line.cells, start=1):
                style.put(sheet, row, at, text, line.first if at == 1 else line.others)
            style.set_height(sheet, row, zip(line.cells, _WIDTHS, strict=False))
        if line.first in (style.TITLE, style.SECTION):
            sheet.row_dimensions[row].height = 34
    style.set_widths(sheet, _WIDTHS)
    style.set_up_page(sheet, "A4 portrait")


_WIDTHS = (30, 76, 34)


def _lines(asked: Sequence[Asked], dataset: Dataset, language: Language) -> Iterator[_Line]:
    words = _WORDS[language]
    yield _Line((words["title"],), style.TITLE)
    yield _Line((words["intro"],), style.PROSE)
    yield _Line((words["steps"],), style.SECTION)
    for number, (name, step) in enumerate(_STEPS[language], start=1):
        yield _Line((f"{number}. {name}", step), style.STRONG)
    yield _Line((words["columns"],), style.SECTION)
    yield _Line((words["column"], words["how"], words["example"]), style.HEADER, style.HEADER)
    for each in asked:
        yield _Line((each.title, each.hint.in_(language), example_of(each, dataset, language)), style.STRONG)
    for each in asked:
        yield from _chosen(each, words, language)
    yield from _indicators(words, dataset, language)
    yield _Line((words["after"],), style.SECTION)
    yield from (_Line((text,), style.PROSE) for text in _AFTERWARDS[language])
    yield _Line((words["ask"],), style.SECTION)
    yield _Line((f"{dataset.contact.name}, {dataset.contact.email}",), style.PROSE)
    if dataset.contact.url:
        yield _Line((dataset.contact.url,), style.PROSE_LINK)


def _chosen(asked: Asked, words: Mapping[str, str], language: Language) -> Iterator[_Line]:
    """What there is to choose in a column, and what it means."""
    if asked.choices:
        yield _Line((words["choice"].format(title=asked.title),), style.SECTION)
    for choice in asked.choices:
        label, meaning = choice.concept.label.in_(language), choice.meaning.in_(language)
        if asked.column.kind is Kind.CONCEPTS:
            yield _Line((f"{choice.concept.notation}  {label}", meaning), style.STRONG)
        else:
            yield _Line((choice.word, meaning if choice.word == label else f"{label}: {meaning}"), style.STRONG)


def _indicators(words: Mapping[str, str], dataset: Dataset, language: Language) -> Iterator[_Line]:
    """How to fill in the sheet of goals and indicators."""
    yield _Line((words["indicators"],), style.SECTION)
    yield _Line((words["measured"],), style.PROSE)
    yield _Line((words["column"], words["how"], words["example"]), style.HEADER, style.HEADER)
    for column in INDICATOR_COLUMNS.values():
        title = indicator_title(column.name, dataset, language)
        yield _Line((title, column.hint.in_(language), column.example.in_(language)), style.STRONG)


def example_of(asked: Asked, dataset: Dataset, language: Language) -> str:
    """What a cell of the column may look like, in the town's own words."""
    words = [choice.word for choice in asked.choices]
    match asked.column.kind:
        case Kind.CONCEPTS if words:
            several = [choice.concept.notation for choice in asked.choices] if asked.column.name == "thesis" else words
            return "; ".join(dict.fromkeys((several[0], several[-1])))
        case Kind.CONCEPT if words:
            return words[min(1, len(words) - 1)]
        case Kind.AMOUNT:
            return _amount(asked.amounts.factor, language)
        case Kind.EMAIL:
            return dataset.contact.email
    return asked.column.example.in_(language)


def _amount(factor: Decimal, language: Language) -> str:
    """Twenty-five thousand, in the units of the column."""
    if factor == 1:
        return Text("25.000", "25000").in_(language)
    number = f"{(25_000 / factor).normalize():f}"
    return number if language == "en" else number.replace(".", ",")


_LISTS = Text("Woraus die Zellen der Roadmap wählen", "What the cells of the roadmap choose from")
_WORDS: Mapping[Language, Mapping[str, str]] = {
    "de": {
        "title": "So füllen Sie die Roadmap aus",
        "intro": "Was Sie auf dem Blatt „Roadmap“ eintragen, wird geprüft und danach veröffentlicht, für jede und "
        "jeden lesbar. Schreiben Sie deshalb keine Namen von Personen, keine Telefonnummern und keine "
        "persönlichen E-Mail-Adressen hinein, und auch keine internen Notizen.",
        "steps": "In fünf Schritten",
        "columns": "Was in welche Spalte gehört",
        "column": "Überschrift",
        "how": "So füllen Sie sie aus",
        "example": "So sieht es aus",
        "choice": "Zur Auswahl unter „{title}“",
        "indicators": "Ziele und Kennzahlen",
        "measured": "Wer mag, hält auf dem Blatt „Kennzahlen“ fest, woran sich ablesen lässt, ob die Strategie wirkt. "
        "Jeder gemessene Wert hat eine Zeile; Ziel, Ausgangswert und Zielwert stehen in der ersten Zeile der Kennzahl. "
        "Auch je Jahr eine Spalte ist möglich: 2024, 2025, Ziel 2030. Löschen Sie keine früheren Werte.",
        "after": "Was nach dem Speichern geschieht",
        "ask": "Bei Fragen hilft",
    },
    "en": {
        "title": "How to fill in the roadmap",
        "intro": "What you enter on the sheet “Roadmap” is checked and then published, for everybody to read. So "
        "write no names of persons, no telephone numbers and no personal e-mail addresses, and no internal notes "
        "either.",
        "steps": "In five steps",
        "columns": "What belongs into which column",
        "column": "Header",
        "how": "How to fill it in",
        "example": "What it looks like",
        "choice": "To choose from under “{title}”",
        "indicators": "Goals and indicators",
        "measured": "If you like, keep on the sheet “Indicators” what tells whether the strategy works. Each value "
        "measured has a row; goal, baseline and target stand in the first row of the indicator. A column for each "
        "year will do, too: 2024, 2025, Target 2030. Do not delete earlier values.",
        "after": "What happens after saving",
        "ask": "Whom to ask",
    },
}
_STEPS: Mapping[Language, Sequence[tuple[str, str]]] = {
    "de": (
        (
            "Zeile suchen",
            "Jedes Projekt hat genau eine Zeile auf dem Blatt „Roadmap“. Ein neues kommt in die nächste freie.",
        ),
        (
            "Kennung vergeben",
            "Unter seiner Kennung wird das Projekt auf Dauer zu finden sein. Ändern Sie keine und verwenden Sie "
            "keine noch einmal, auch wenn das Projekt beendet ist.",
        ),
        (
            "Eintragen, was feststeht",
            "Wo es eine Liste gibt, wählen Sie daraus. Was Sie nicht wissen, lassen Sie leer. Erfinden Sie keinen "
            "Tag: 2026 oder Mitte 2026 ist richtig, solange mehr nicht feststeht.",
        ),
        (
            "Auf die Farben achten",
            "In einer gelben Zeile fehlt noch eine Pflichtangabe, und zwar in der orangen Zelle. Eine rote Kennung "
            "mit fetter Schrift steht doppelt.",
        ),
        (
            "Speichern und ablegen",
            "Heben Sie Filter auf und blenden Sie alles ein: Was ausgeblendet ist, wird nicht veröffentlicht. "
            "Speichern Sie als Excel-Arbeitsmappe (.xlsx) und legen Sie die Datei in den vereinbarten "
            "Eingangsordner.",
        ),
    ),
    "en": (
        (
            "Find the row",
            "Each project has exactly one row on the sheet “Roadmap”. A new one goes into the next free row.",
        ),
        (
            "Give it an identifier",
            "Under its identifier the project will be found for good. Change none and use none again, even when the "
            "project is over.",
        ),
        (
            "Enter what is certain",
            "Where there is a list, choose from it. Leave empty what you do not know. Make up no day: 2026 or "
            "mid-2026 is right as long as no more is known.",
        ),
        (
            "Mind the colors",
            "A yellow row still lacks something that is required, in its orange cell. A red identifier in bold "
            "stands there twice.",
        ),
        (
            "Save and hand in",
            "Remove filters and show everything: what is hidden is not published. Save as an Excel workbook "
            "(.xlsx) and put the file into the inbox agreed upon.",
        ),
    ),
}
_AFTERWARDS: Mapping[Language, Sequence[str]] = {
    "de": (
        "Die Datei wird gelesen, ohne sie zu verändern, und jede Zelle wird geprüft.",
        "Ist etwas unklar, erhalten Sie eine Kopie Ihrer Datei: Die betroffenen Zellen sind darin eingefärbt und "
        "tragen eine Notiz, die sagt, was dort steht und was richtig wäre. Solange ein Fehler darin ist, bleibt "
        "veröffentlicht, was zuletzt veröffentlicht war. Warnungen und Hinweise halten nichts auf.",
        "Ist alles in Ordnung, erscheint eine neue Ausgabe der Roadmap als offene Daten. "
        "Die früheren Ausgaben bleiben abrufbar.",
        "Löschen Sie kein Projekt, das endet: Geben Sie ihm den Status, der das sagt. Es bleibt mit ihm sichtbar.",
    ),
    "en": (
        "The file is read without changing it, and every cell is checked.",
        "If something is unclear, you get a copy of your file: in it, the cells concerned are coloured and carry a "
        "comment that says what stands there and what would be right. As long as there is an error, what was "
        "published last stays published. Warnings and notes hold nothing back.",
        "If all is well, a new edition of the roadmap comes out as open data. Earlier editions stay available.",
        "Do not delete a project that ends: give it the status that says so. With it, the project stays visible.",
    ),
}
