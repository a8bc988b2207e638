"""What lies in a town's folder and is not read, to the findings that say so, with names as they may be shown."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.report import Text, ValidationResult, fill, in_digits
from pipeline.model.rules import RuleBook
from pipeline.model.unread import Unread
from pipeline.model.workbook import CellRef
from pipeline.validate.names import shown_files
from pipeline.validate.privacy import Privacy

_MOST_NAMES = 5
_AND_MORE = Text("{} und {} weitere", "{} and {} more")


def told_of_unread(unread: Sequence[Unread], privacy: Privacy, rules: RuleBook) -> list[ValidationResult]:
    """A finding for each, and one for all that nobody takes for a table."""
    shown = shown_files(dict.fromkeys(name for each in unread for name in (each.name, each.like) if name), privacy)
    single = (each for each in unread if each.rule != _OTHERS)
    told = [_tell(each, shown[each.name], shown.get(each.like, ""), rules) for each in single]
    others = [shown[each.name] for each in unread if each.rule == _OTHERS]
    return [*told, *([fill(rules[_OTHERS], CellRef(_SETTINGS), names=_listed(others))] if others else [])]


def _tell(unread: Unread, name: str, like: str, rules: RuleBook) -> ValidationResult:
    reason = Text(unread.reason.de.format(like), unread.reason.en.format(like))
    return fill(rules[unread.rule], CellRef(name), read=like, reason=reason)


def _listed(names: Sequence[str]) -> Text:
    first, more = ", ".join(names[:_MOST_NAMES]), in_digits(len(names) - _MOST_NAMES)
    if len(names) <= _MOST_NAMES:
        return Text(first, first)
    return Text(_AND_MORE.de.format(first, more.de), _AND_MORE.en.format(first, more.en))


_OTHERS = "files-unread"
_SETTINGS = "dataset.toml"
