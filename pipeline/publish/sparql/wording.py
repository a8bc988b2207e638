"""What we tell the operator when a store of graphs does not do its part, and what to do about it."""

from __future__ import annotations

from pipeline.model.report import Text
from pipeline.publish.failures import harmless
from pipeline.publish.session import Words


def no_store(address: str) -> Text:
    """Something answers, but not as SPARQL has it."""
    return Text(
        f"{address}: antwortet nicht, wie SPARQL es vorsieht; prüfen Sie die Adresse",
        f"{address}: does not answer as SPARQL has it; check the address",
    )


def denied(address: str) -> Text:
    """A wrong name, password or token, or one that may not write."""
    return Text(
        f"{address}: kein Zugriff; prüfen Sie Name und Passwort oder Token, und ob das Konto schreiben darf",
        f"{address}: no access; check the name and the password or token, and whether the account may write",
    )


def refused(address: str, status: int, said: str) -> Text:
    """Whatever else a store may say."""
    return Text(f"{address}: abgelehnt ({status}: {said})", f"{address}: refused ({status}: {said})")


def superseded(location: str, theirs: str, ours: str) -> Text:
    """Somebody has published a newer edition, from elsewhere."""
    theirs = harmless(theirs, 100)
    return Text(
        f"{location}: Hier steht schon die Ausgabe {theirs}; die hiesige ({ours}) ist älter. Nichts wurde gesendet. "
        "Soll wirklich die ältere gelten, dann mit --force",
        f"{location}: edition {theirs} stands here already; the one here ({ours}) is older. Nothing was sent. "
        "If the older one is really meant to hold, then with --force",
    )


def words(address: str) -> Words:
    """How what goes wrong on the way is told."""
    return Words(
        cut=Text(
            f"{address}: Die Verbindung kam nicht zustande oder riss ab.",
            f"{address}: there was no connection, or it was cut.",
        ),
        untrusted=Text(
            f"{address}: Dem Zertifikat ist nicht zu trauen; nichts wurde gesendet.",
            f"{address}: the certificate is not to be trusted; nothing was sent.",
        ),
        no_address=Text(f"{address}: Diese Adresse gibt es nicht.", f"{address}: there is no such address."),
        slow=Text(f"{address}: Die Antwort dauerte zu lange.", f"{address}: the answer took too long."),
        endless=Text(f"{address}: Die Antwort war zu groß.", f"{address}: the answer was too large."),
        full=Text(f"{address}: Es ist kein Platz mehr.", f"{address}: there is no room left."),
        told_error=lambda status: Text(
            f"{address}: Der Server meldet einen Fehler ({status}).",
            f"{address}: the server tells of a fault ({status}).",
        ),
        redirected=lambda where: Text(
            f"{address}: verweist auf {harmless(where, 200)}. Tragen Sie diese Adresse ein, wenn sie gemeint ist",
            f"{address}: sends us on to {harmless(where, 200)}. Enter that address if it is meant",
        ),
        too_much_at_once=lambda size: Text(
            f"{address}: nimmt {size} Byte auf einmal nicht an; lassen Sie die Grenze erhöhen",
            f"{address}: does not take {size} bytes at once; have the limit raised",
        ),
    )
