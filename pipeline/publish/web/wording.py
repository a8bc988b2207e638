"""What we tell the operator when a place for files does not do its part, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.model.report import Text
from pipeline.publish.failures import harmless

_SHOWN = 3


def changed_meanwhile(path: Path) -> Text:
    """A file of the house is not as its digest says."""
    return Text(
        f"{path}: ist nicht, wie die Datei geschrieben wurde; stellen Sie sie aus einer Sicherung her. "
        "Nichts wurde gezeigt",
        f"{path}: is not as it was written; restore it from a backup. Nothing was shown",
    )


def unreadable(path: Path, reason: Text) -> Text:
    """A file of the house."""
    return Text(f"{path}: lässt sich nicht lesen ({reason.de})", f"{path}: cannot be read ({reason.en})")


def half_written(path: Path) -> Text:
    """Pages of two editions beside one another."""
    return Text(
        f"{path}: Die Bürgerseiten sind nicht, wie sie geschrieben wurden; schreiben Sie sie mit roadmap site neu, "
        "dann veröffentlichen Sie. Nichts wurde gesendet",
        f"{path}: the pages for citizens are not as they were written; write them anew with roadmap site, "
        "then publish. Nothing was sent",
    )


def in_the_way(location: str, paths: Sequence[str]) -> Text:
    """Files that are not ours, or were changed by somebody since."""
    named = _listed(paths)
    return Text(
        f"{location}: Hier liegt, was nicht von diesem Programm ist oder seither geändert wurde: {named}. Es bleibt "
        "unberührt, und nichts wurde gezeigt; nehmen Sie es weg, dann veröffentlichen Sie noch einmal",
        f"{location}: here is what is not by this program, or was changed since: {named}. It is left alone, and "
        "nothing was shown; take it away, then publish again",
    )


def of_another_town(location: str, theirs: str) -> Text:
    """Two towns in one folder."""
    theirs = harmless(theirs, 100)
    return Text(
        f"{location}: Hier liegen die Seiten von „{theirs}“; wählen Sie einen anderen Ordner",
        f'{location}: here are the pages of "{theirs}"; choose another folder',
    )


def damaged_on_the_way(location: str, paths: Sequence[str]) -> Text:
    """What was read back is not what was sent."""
    named = _listed(paths)
    return Text(
        f"{location}: Anders angekommen als gesendet: {named}. Gezeigt wurde nichts davon; versuchen Sie es neu",
        f"{location}: arrived other than it was sent: {named}. None of it was shown; try again",
    )


def rebuilt(location: str, count: int) -> Text:
    """The ledger at the destination is lost or damaged."""
    return Text(
        f"{location}: Das Verzeichnis dessen, was von uns ist, fehlt oder ist beschädigt. Es wird aus dem, was da ist, "
        f"neu gemacht: {count} Dateien gelesen und erkannt",
        f"{location}: the ledger of what is ours is missing or damaged. It is made anew of what is there: "
        f"{count} files read and known",
    )


def goes_on(location: str) -> Text:
    """A run was cut off."""
    return Text(
        f"{location}: Ein Lauf blieb hier unvollendet; was ihm fehlt, wird nachgeholt",
        f"{location}: a run was left unfinished here; what it lacks is made up for",
    )


def left_out(paths: Sequence[str]) -> Text:
    """What lies in ``public/`` and is not carried."""
    named = _listed(paths)
    return Text(
        f"Nicht mit veröffentlicht, weil es ein Verweis ist oder zu keiner Ausgabe gehört: {named}",
        f"Not published, for it is a link or belongs to no edition: {named}",
    )


def locked(at: datetime | None, stale_after: timedelta) -> Text:
    """Another run is at work, or was until it was cut off."""
    minutes = round(stale_after.total_seconds() / 60)
    since = at.strftime("%Y-%m-%d %H:%M %Z") if at else ""
    german, english = (f", zuletzt um {since}", f", last at {since}") if since else ("", "")
    return Text(
        f"Am Ziel arbeitet schon ein anderer Lauf{german}. Ist er abgebrochen, geht es {minutes} Minuten danach weiter",
        f"Another run is at work at the destination{english}. If it was cut off, things go on {minutes} minutes later",
    )


def lacking(location: str) -> Text:
    """The folder itself is not there."""
    return Text(
        f"{location}: Diesen Ordner gibt es nicht; legen Sie ihn an, oder hängen Sie das Laufwerk ein",
        f"{location}: there is no such folder; make it, or mount the drive",
    )


def denied(location: str, path: str) -> Text:
    """The rights of the account do not go that far."""
    where, path = location, harmless(path, 200) or "/"
    return Text(
        f"{where}: kein Zugriff auf {path}; geben Sie dem Konto das Recht, hier zu schreiben",
        f"{where}: no access to {path}; give the account the right to write here",
    )


def full(location: str) -> Text:
    """No room is left."""
    return Text(
        f"{location}: kein Platz mehr, oder das Kontingent ist ausgeschöpft. Was zu sehen war, ist es noch; "
        "schaffen Sie Platz, und veröffentlichen Sie noch einmal",
        f"{location}: no room left, or the quota is used up. What was to be seen still is; make room, publish again",
    )


def missing(location: str, path: str) -> Text:
    """A file or a folder that should be there."""
    path = harmless(path, 200)
    return Text(f"{location}: {path} ist nicht da", f"{location}: {path} is not there")


def occupied(location: str, path: str) -> Text:
    """A file or a folder that should not be there."""
    path = harmless(path, 200)
    return Text(f"{location}: {path} ist schon da oder nicht leer", f"{location}: {path} is there, or is not empty")


def refused(location: str, path: str, reason: Text) -> Text:
    """Whatever else a place may say."""
    path = harmless(path, 200)
    return Text(
        f"{location}: {path}: vom Ziel abgelehnt ({reason.de})", f"{location}: {path}: refused there ({reason.en})"
    )


def refused_by_server(location: str, path: str, said: str) -> Text:
    """SFTP has one word for a full disk and all else that has no name of its own."""
    said = harmless(said, 100)
    return refused(
        location, path, Text(f"{said}; vielleicht ist kein Platz mehr", f"{said}; perhaps there is no room left")
    )


def unknown_key(location: str, known_hosts: Path) -> Text:
    """A server that nobody has vouched for."""
    return Text(
        f"{location}: Der Schlüssel dieses Servers steht nicht in {known_hosts}; nichts wurde gesendet. Lassen Sie ihn "
        "sich vom Betreiber nennen, und tragen Sie ihn ein",
        f"{location}: the key of this server is not in {known_hosts}; nothing was sent. Ask its operator for it, "
        "and write it there",
    )


def other_key(location: str) -> Text:
    """Another server in the place of the one that is known."""
    return Text(
        f"{location}: Der Server weist sich mit einem anderen Schlüssel aus als dem bekannten; nichts wurde gesendet. "
        "Fragen Sie den Betreiber, ob er den Schlüssel gewechselt hat",
        f"{location}: the server shows another key than the one that is known; nothing was sent. "
        "Ask its operator whether the key was changed",
    )


def not_let_in(location: str) -> Text:
    """Who we are opens nothing."""
    return Text(
        f"{location}: Der Server lässt uns nicht ein; prüfen Sie Konto, Schlüssel, Passwort oder Token",
        f"{location}: the server does not let us in; check account, key, password or token",
    )


def no_key_file(location: str, path: str) -> Text:
    """The file with our key."""
    path = harmless(path, 200)
    return Text(f"{location}: {path} lässt sich nicht lesen", f"{location}: {path} cannot be read")


def no_webdav(location: str) -> Text:
    """A server that answers, and with something else."""
    return Text(f"{location}: antwortet nicht wie WebDAV", f"{location}: does not answer as WebDAV does")


def _listed(paths: Sequence[str]) -> str:
    named = ", ".join(harmless(path, 120) for path in paths[:_SHOWN])
    return f"{named} (+ {len(paths) - _SHOWN})" if len(paths) > _SHOWN else named


LOCK_LOST = Text(
    "Ein anderer Lauf hielt diesen für abgebrochen und hat am Ziel übernommen; was hier fehlt, macht er",
    "Another run took this one for cut off and has taken over at the destination; it does what is lacking",
)
