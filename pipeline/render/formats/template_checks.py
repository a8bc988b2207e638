"""What the form of the template checks while it is filled in: prompts, drop-down lists, formulas and colors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model.amount import AmountStyle
from pipeline.model.columns import Column, Kind
from pipeline.model.report import Language, Text
from pipeline.model.vocabulary import Concept
from pipeline.model.workbook import column_letter


class Choice(NamedTuple):
    """A concept, the word by which it is chosen, and what it means."""

    concept: Concept
    word: str
    meaning: Text


class Asked(NamedTuple):
    """A column of the form: its title there, whether it must be filled in, and what there is to choose from."""

    column: Column
    amounts: AmountStyle
    title: str
    required: bool
    choices: tuple[Choice, ...]

    @property
    def hint(self) -> Text:
        """What belongs into the column, in the town's own currency and unit."""
        hint, amounts = self.column.hint, self.amounts
        if self.column.kind is Kind.AMOUNT and (amounts.currency != "EUR" or amounts.factor != 1):
            unit = amounts.currency if amounts.factor == 1 else f"{amounts.factor:f} {amounts.currency}"
            hint = Text(f"Als Zahl, in Einheiten von {unit}.", f"As a number, in units of {unit}.")
        return Text(f"Pflichtangabe. {hint.de}", f"Required. {hint.en}") if self.required else hint


class Form(NamedTuple):
    """The columns of the form from A on, and the first and the last row that are prepared for projects.

    ``has_keys`` tells that column A alone holds the keys; a town may make them of several columns.
    """

    asked: tuple[Asked, ...]
    first_row: int
    last_row: int
    has_keys: bool

    @property
    def letters(self) -> list[str]:
        """The letter of each column."""
        return [column_letter(number) for number in range(1, len(self.asked) + 1)]

    def prepared(self, letter: str) -> str:
        """The range of a column's prepared cells, the same seen from every cell."""
        return f"${letter}${self.first_row}:${letter}${self.last_row}"


class _Check(NamedTuple):
    """What a cell is held to: the kind of check and its formula, the words for what fails it, and how strict it is.

    In ``formula``, ``{cell}`` is the cell and ``{keys}`` are all prepared cells of the column of keys; ``{longest}`` is
    how many characters its column allows.
    """

    type: Literal["custom", "decimal", "list", "textLength"]
    formula: str
    fault: Text
    strictness: Literal["stop", "warning"] = "stop"
    operator: Literal["greaterThanOrEqual", "lessThanOrEqual"] | None = None


def add_checks(sheet: Worksheet, form: Form, ranges: Mapping[str, str], language: Language) -> None:
    """Tell what belongs into a column when one of its cells is entered, and check what was typed.

    ``ranges`` are the cells that hold the choices, by code list.
    """
    rows, keys = (form.first_row, form.last_row), form.prepared("A") if form.has_keys else ""
    for letter, asked in zip(form.letters, form.asked, strict=True):
        check_column(sheet, letter, asked, rows, ranges, language, keys=keys)


def check_column(
    sheet: Worksheet,
    letter: str,
    asked: Asked,
    rows: tuple[int, int],
    ranges: Mapping[str, str],
    language: Language,
    *,
    keys: str = "",
) -> None:
    """The same for one column, from the first to the last of ``rows``. ``keys`` are the cells that hold the keys."""
    validation = _prompt(asked, language)
    check = _check_of(asked)
    if check and (keys or asked.column.kind not in _ABOUT_KEYS):
        formula = check.formula.format(cell=f"{letter}{rows[0]}", keys=keys, longest=asked.column.longest)
        _hold_to(validation, check, ranges.get(asked.column.scheme, formula), asked, language)
    validation.add(f"{letter}{rows[0]}:{letter}{rows[1]}")
    sheet.add_data_validation(validation)


def _check_of(asked: Asked) -> _Check | None:
    column = asked.column
    if column.scheme and not asked.choices:
        return None
    return _LENGTH if column.kind is Kind.TEXT and column.longest else _CHECKS.get(column.kind)


def _prompt(asked: Asked, language: Language) -> DataValidation:
    validation = DataValidation(allow_blank=True, showInputMessage=True)
    validation.promptTitle = asked.title[:_LONGEST_TITLE]
    validation.prompt = asked.hint.in_(language)[:_LONGEST_TEXT]
    return validation


def _hold_to(validation: DataValidation, check: _Check, formula: str, asked: Asked, language: Language) -> None:
    validation.type, validation.operator, validation.formula1 = check.type, check.operator, formula
    validation.errorTitle, validation.errorStyle = asked.title[:_LONGEST_TITLE], check.strictness
    validation.error = check.fault.in_(language).format(longest=asked.column.longest)[:_LONGEST_TEXT]
    # Two fields in one cell stand in no list: there the list suggests, and the pipeline checks.
    validation.showErrorMessage = asked.column.kind is not Kind.CONCEPTS


# What Excel allows; a longer text makes it call the file damaged.
_LONGEST_TITLE, _LONGEST_TEXT = 32, 255

# SUMPRODUCT counts what is equal; COUNTIF would take 2026-01 for a date, and 01 for 1.
_HOW_OFTEN = "SUMPRODUCT(--({keys}={cell}))"
_DAY_OF_THE_CALENDAR = (
    "IFERROR(AND(--MID({cell},4,2)<=12,"
    "DAY(DATE(RIGHT({cell},4),MID({cell},4,2),LEFT({cell},2)))=--LEFT({cell},2)),FALSE)"
)
_LENGTH = _Check(
    "textLength",
    "{longest}",
    Text(
        "Das sind mehr als {longest} Zeichen. Das Übrige gehört in die Beschreibung.",
        "That is more than {longest} characters. The rest belongs in the description.",
    ),
    "warning",
    "lessThanOrEqual",
)
_CHECKS: Mapping[Kind, _Check] = {
    Kind.KEY: _Check(
        "custom",
        f"AND({_HOW_OFTEN}=1,LEN({{cell}})<={{longest}})",
        Text(
            "Diese Kennung steht schon in der Tabelle, oder sie hat mehr als {longest} Zeichen. "
            "Vergeben Sie eine neue.",
            "This identifier already stands in the table, or it has more than {longest} characters. Give a new one.",
        ),
    ),
    Kind.CONCEPT: _Check("list", "", Text("Bitte wählen Sie aus der Liste.", "Please choose from the list.")),
    Kind.CONCEPTS: _Check("list", "", Text("", "")),
    Kind.PERIOD: _Check(
        "custom",
        f'OR(N({{cell}})>=1900,IF(MID({{cell}},3,1)&MID({{cell}},6,1)="..",{_DAY_OF_THE_CALENDAR},'
        'OR(ISNUMBER(SEARCH("19",{cell})),ISNUMBER(SEARCH("20",{cell})))))',
        Text(
            "Das ist kein Datum mit vierstelligem Jahr. Richtig wäre zum Beispiel 05.06.2026, 06/2026, 2026 oder "
            "Mitte 2026. Ist der Zeitpunkt offen, lassen Sie die Zelle leer.",
            "This is no date with a year of four digits. Right would be, for instance, 05.06.2026, 06/2026, 2026 or "
            "mid-2026. If the date is open, leave the cell empty.",
        ),
        "warning",
    ),
    Kind.AMOUNT: _Check(
        "decimal",
        "0",
        Text(
            "Bitte tragen Sie nur eine Zahl ein, ohne Worte und nicht unter 0.",
            "Please enter a number only, without words and not below 0.",
        ),
        operator="greaterThanOrEqual",
    ),
    Kind.LINK: _Check(
        "custom",
        'OR(LEFT({cell},8)="https://",LEFT({cell},7)="http://")',
        Text(
            "Bitte kopieren Sie die ganze Adresse aus der Adresszeile des Browsers. Sie beginnt mit https://.",
            "Please copy the whole address from the browser's address bar. It begins with https://.",
        ),
    ),
    Kind.EMAIL: _Check(
        "custom",
        'AND(ISNUMBER(FIND("@",{cell})),ISERROR(FIND(" ",{cell})))',
        Text("Bitte tragen Sie eine E-Mail-Adresse ein.", "Please enter an e-mail address."),
    ),
    Kind.REFERENCE: _Check(
        "custom",
        f"{_HOW_OFTEN}>0",
        Text("Diese Kennung steht nicht in der Tabelle.", "This identifier does not stand in the table."),
        "warning",
    ),
}
_ABOUT_KEYS = (Kind.KEY, Kind.REFERENCE)


def add_marks(sheet: Worksheet, form: Form) -> None:
    """Color keys that stand there twice, and in each row that was begun the cells that it lacks, and the row itself."""
    first, last = form.first_row, form.last_row
    columns = zip(form.letters, form.asked, strict=True)
    required = [letter for letter, asked in columns if asked.required]
    begun = f"COUNTA($A{first}:${form.letters[-1]}{first})>0"
    if form.has_keys:
        how_often = _HOW_OFTEN.format(keys=form.prepared("A"), cell=f"$A{first}")
        sheet.conditional_formatting.add(f"A{first}:A{last}", _rule(f'AND($A{first}<>"",{how_often}>1)', _TWICE))
    for letter in required:
        lacking = f'AND({begun},${letter}{first}="")'
        sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", _rule(lacking, _LACKING))
    any_lacking = ",".join(f'${letter}{first}=""' for letter in required)
    rows = f"A{first}:{form.letters[-1]}{last}"
    sheet.conditional_formatting.add(rows, _rule(f"AND({begun},OR({any_lacking}))", _UNFINISHED))


def _rule(formula: str, look: DifferentialStyle) -> Rule:
    return Rule(type="expression", formula=[formula], dxf=look, stopIfTrue=True)


def _ground(color: str, *, bold: bool = False) -> DifferentialStyle:
    return DifferentialStyle(Font(bold=bold), fill=PatternFill("solid", bgColor=color))


_TWICE, _LACKING, _UNFINISHED = _ground("FFF4A7A0", bold=True), _ground("FFF9C27B"), _ground("FFFFF6D6")
