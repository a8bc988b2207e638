"""How a town's sheets are to be read: which column holds what, under which titles, and how its cells are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.model.amount import AmountStyle, settled_marks, title_unit
from pipeline.model.columns import COLUMNS, REQUIRED_COLUMNS
from pipeline.model.report import Text


@dataclass(frozen=True, slots=True)
class ColumnOptions:
    """How a column is found and read: its titles in the sheets, and what its cells alone do not tell.

    For amounts the currency, the unit (``factor``), the decimal mark, and what a currency sign in a cell of a column
    with a unit means (``plain`` or ``unit``); for dates the order of day and month (``dmy`` or ``mdy``), and the first
    of the hundred years that two digits stand for. What is empty is read from the title and the cells. ``split_at``
    are the signs at which a cell of names is cut besides the semicolon.
    """

    titles: tuple[str, ...] = ()
    currency: str = ""
    factor: Decimal | None = None
    decimal: str = ""
    sign: str = ""
    order: str = ""
    first_year: int | None = None
    split_at: tuple[str, ...] = ()

    def amount_style(self, title: str) -> AmountStyle:
        """How the amounts under a title are written, as far as the settings and the title say."""
        said = title_unit(title)
        factor = self.factor if self.factor is not None else said.factor
        return AmountStyle(
            currency=self.currency or said.currency or "EUR",
            factor=Decimal(1) if factor is None else factor,
            marks=settled_marks(self.decimal),
            is_settled=bool(self.decimal),
            sign=self.sign,
        )


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Titles to columns. ``ignore`` names columns left out on purpose, ``key_from`` those that make up a key where
    no column holds one, ``required`` those a table must have.
    """

    options: Mapping[str, ColumnOptions] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    key_from: tuple[str, ...] = ()
    required: tuple[str, ...] = REQUIRED_COLUMNS

    def of(self, name: str) -> ColumnOptions:
        """The options of a column, mapped or not."""
        return self.options.get(name, _NO_OPTIONS)

    def amount_style(self, name: str) -> AmountStyle:
        """How amounts are written under the first title of a column, as we write them ourselves."""
        return self.of(name).amount_style(self.titles(name)[0])

    def titles(self, name: str) -> tuple[str, ...]:
        """What the column may be called: as mapped, else its titles in a template."""
        return self.of(name).titles or tuple(COLUMNS[name].title)

    def title(self, name: str) -> Text:
        """What the column is called when it is missed: as mapped in both languages, else as in a template of each."""
        mapped = self.of(name).titles
        return Text(mapped[0], mapped[0]) if mapped else COLUMNS[name].title


_NO_OPTIONS = ColumnOptions()


@dataclass(frozen=True, slots=True)
class IndicatorOptions:
    """How the sheet of indicators is found and read: further titles of its columns, titles of columns that are left out
    on purpose, and the decimal mark of numbers that are typed as text.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    decimal: str = ""
