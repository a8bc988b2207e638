"""What a notice is made of: its words, in which of several sentences the first holds for which all is known."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.report import NOTHING, Text

_NOTICED = Text("Was dabei auffiel:", "What was noticed:")
_MOVED = Text("Was sich geändert hat:", "What changed:")
_COMMAND = Text("Wer das Programm betreut, nimmt dazu diesen Befehl:", "Whoever runs the program uses this command:")


@dataclass(frozen=True, slots=True)
class Form:
    """The words of one kind of notice.

    ``calm`` is said where there is nothing to do, ``after`` behind the steps, ``detail`` before what went wrong or
    why, ``found`` above the findings, ``command`` above what an operator types, ``moved`` above what changed.
    """

    subject: tuple[Text, ...]
    opening: tuple[Text, ...]
    steps: tuple[tuple[Text, ...], ...] = ()
    calm: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    detail: Text = NOTHING
    found: Text = _NOTICED
    command: Text = _COMMAND
    moved: Text = _MOVED


NOTHING_TO_DO = Text("Sie müssen nichts tun.", "There is nothing you need to do.")
STAYS = Text(
    "Bis dahin bleibt veröffentlicht, was bisher veröffentlicht ist.",
    "Until then, what has been published so far stays published.",
)
