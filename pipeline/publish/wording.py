"""What we tell the operator of any place on the network that does not do its part; portals have words of their own."""

from __future__ import annotations

from pipeline.model.report import Text
from pipeline.publish.failures import harmless
from pipeline.publish.session import Words


def superseded(location: str, theirs: str, ours: str) -> Text:
    """Somebody has published a newer edition, from elsewhere."""
    theirs = harmless(theirs, 100)
    return Text(
        f"{location}: Hier steht schon die Ausgabe {theirs}; die hiesige ({ours}) ist älter. Nichts wurde gesendet. "
        "Soll wirklich die ältere gelten, dann mit --force",
        f"{location}: edition {theirs} stands here already; the one here ({ours}) is older. Nothing was sent. "
        "If the older one is really meant to hold, then with --force",
    )


def cut(location: str) -> Text:
    """The line."""
    return Text(
        f"{location}: Die Verbindung kam nicht zustande oder riss ab.",
        f"{location}: there was no connection, or it was cut.",
    )


def of_http(location: str, full: Text) -> Words:
    """How what goes wrong on the way is told of a server; ``full`` where it has no room left."""

    def told(german: str, english: str) -> Text:
        return Text(f"{location}: {german}", f"{location}: {english}")

    return Words(
        cut=cut(location),
        untrusted=told(
            "Dem Zertifikat ist nicht zu trauen; nichts wurde gesendet",
            "the certificate is not to be trusted; nothing was sent",
        ),
        no_address=told("Hier ist kein Server zu erreichen", "no server can be reached here"),
        slow=told("Der Server antwortet zu langsam.", "the server answers too slowly."),
        endless=told("Die Antwort nimmt kein Ende", "the answer does not end"),
        full=full,
        told_error=lambda status: told(f"Der Server meldet {status}.", f"the server says {status}."),
        redirected=lambda _: told(
            "Der Server verweist an eine andere Adresse; tragen Sie die richtige ein",
            "the server points to another address; set the right one",
        ),
        too_much_at_once=lambda size_bytes: told(
            f"{size_bytes} Byte sind dem Server zu viel auf einmal",
            f"{size_bytes} bytes are too much at once for the server",
        ),
    )
