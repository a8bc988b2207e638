"""What of the settings for indicators is of the right kind and cannot be meant: options in, mistakes with keys out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.column_mapping import IndicatorOptions
from pipeline.model.indicator import INDICATOR_COLUMNS
from pipeline.model.report import Text
from pipeline.model.vocabulary import fold_title
from pipeline.town.mistakes_in_columns import Mistake, expected
from pipeline.town.typed_table import unknown


def mistakes_in_indicators(options: IndicatorOptions) -> Iterator[Mistake]:
    """All mistakes in how the sheet of indicators is found and read."""
    owners = dict.fromkeys(map(fold_title, options.ignore), "ignore")
    for name, titles in options.columns.items():
        if name not in INDICATOR_COLUMNS:
            yield "indicators.columns", unknown("column", name, INDICATOR_COLUMNS)
        for title in titles:
            if not title.strip():
                yield f"indicators.columns.{name}", Text("eine Überschrift ist leer", "a title is empty")
            if (owner := owners.setdefault(fold_title(title), name)) != name:
                yield "indicators.columns", _twice(title, owner, name)
    if options.decimal not in ("", ",", "."):
        yield "indicators.decimal", expected(", oder .", ", or .", options.decimal)


def _twice(title: str, owner: str, name: str) -> Text:
    return Text(
        f"die Überschrift „{title}“ steht unter „{owner}“ und unter „{name}“",
        f'the title "{title}" stands under both "{owner}" and "{name}"',
    )
