"""What we tell the operator when a portal does not do its part, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.model.report import Text
from pipeline.publish.ckan.failures import harmless


def told_error(status: int) -> Text:
    """A proxy or the portal itself is in trouble."""
    return Text(f"Das Portal antwortet mit Fehler {status}.", f"The portal answers with error {status}.")


def redirected(where: str) -> Text:
    """The address is not the portal's own."""
    where = harmless(where.partition("?")[0], 100)
    return Text(
        f"Das Portal leitet weiter (nach {where}). Tragen Sie seine endgültige Adresse ein.",
        f"The portal redirects (to {where}). Enter its final address.",
    )


def too_much_at_once(size_bytes: int) -> Text:
    """413 of a proxy, which sees the request alone."""
    size = in_megabytes(size_bytes)
    return Text(
        f"Das Portal nimmt nicht so viel auf einmal an: {size}. Bitten Sie den Betreiber, die Grenze anzuheben.",
        f"The portal does not take that much at once: {size}. Ask its operator to raise the limit.",
    )


def too_large(name: str, size_bytes: int) -> Text:
    """CKAN does not say which file it refuses: one that is larger than all others of the call, if any."""
    size = in_megabytes(size_bytes)
    return Text(
        f"Eine Datei ist dem Portal zu groß; die größte ist {name} mit {size}. "
        "Bitten Sie den Betreiber, ckan.max_resource_size anzuheben.",
        f"A file is too large for the portal; the largest is {name} with {size}. "
        "Ask its operator to raise ckan.max_resource_size.",
    )


def too_wordy(labels: Iterable[Text]) -> Text:
    """CKAN's search, or its reading of forms, would break off in the middle."""
    fields = tuple(labels)
    return Text(
        f"Zu lang für ein CKAN-Portal: {', '.join(label.de for label in fields)}. Kürzen Sie die Angaben.",
        f"Too long for a CKAN portal: {', '.join(label.en for label in fields)}. Shorten them.",
    )


def not_understood(action: str, status: int | None = None) -> Text:
    """An answer that CKAN would not give."""
    which = f" {status}" if status else ""
    return Text(
        f"Das Portal antwortet auf {action} mit einem Fehler{which}. Stimmt die Adresse?",
        f"The portal answers {action} with an error{which}. Is the address right?",
    )


def unknown_action(action: str) -> Text:
    """An extension is not there."""
    return Text(f"Das Portal kennt {action} nicht.", f"The portal does not know {action}.")


def unreadable(place: str, status: int) -> Text:
    """A file that the portal lists and does not give out."""
    place = harmless(place)
    return Text(f"{place} lässt sich nicht lesen ({status}).", f"{place} cannot be read ({status}).")


def superseded(name: str, theirs: str, ours: str) -> Text:
    """Somebody has published a newer edition, from elsewhere."""
    german, english = f"die Ausgabe {theirs}", f"edition {theirs}"
    if theirs == ours:
        german, english = f"eine Ausgabe {theirs}, die später gemacht wurde", f"an edition {theirs} that was made later"
    return Text(
        f"Im Portal steht unter „{name}“ schon {german}; die hiesige ({ours}) ist älter. Nichts wurde gesendet. "
        "Veröffentlichen Sie von dort, wo die neuere liegt; soll wirklich die ältere gelten, mit --force.",
        f"At the portal, “{name}” is already {english}; the one here ({ours}) is older. Nothing was sent. "
        "Publish from where the newer one lies; if the older one is really meant to hold, with --force.",
    )


def foreign(name: str) -> Text:
    """The name is taken."""
    return Text(
        f"Den Namen „{name}“ trägt im Portal schon ein anderer Datensatz. Er bleibt unberührt; "
        "wählen Sie in dataset.toml unter [destinations.ckan] einen anderen prefix.",
        f"Another dataset of the portal has the name “{name}”. It is left alone; "
        "choose another prefix in dataset.toml under [destinations.ckan].",
    )


def not_shown(files: Sequence[str]) -> Text:
    """Previews that do not show what was sent."""
    names = ", ".join(files)
    return Text(f"Vorschau ({names})", f"preview ({names})")


def left_standing(packages: Iterable[Mapping[str, object]]) -> Text:
    """Datasets of ours that the edition no longer has, and nobody asked to withdraw."""
    listed = ", ".join(harmless(str(package["name"])) for package in packages)
    return Text(
        f"Nicht mehr in der Ausgabe, aber noch im Portal: {listed}. Mit --withdraw ziehen Sie das zurück.",
        f"No longer in the edition, but still at the portal: {listed}. With --withdraw you withdraw it.",
    )


def still_loading(count: int) -> Text:
    """The portal's loader has tables before it."""
    if count == 1:
        return Text(
            "Das Portal lädt noch eine Tabelle in seine Vorschau; der nächste Lauf sieht nach.",
            "The portal is still loading a table into its preview; the next run has a look.",
        )
    return Text(
        f"Das Portal lädt noch {count} Tabellen in seine Vorschau; der nächste Lauf sieht nach.",
        f"The portal is still loading {count} tables into its previews; the next run has a look.",
    )


def moved(name: str, organization: str = "") -> Text:
    """Somebody put our dataset where the token may not write."""
    where = harmless(organization, 100)
    german, english = (f" „{where}“", f" “{where}”") if where else ("", "")
    return Text(
        f"Der Datensatz „{name}“ liegt jetzt in einer anderen Organisation{german}, in der das Token nicht schreiben "
        "darf. Bitten Sie den Betreiber, ihn zurückzulegen oder dem Konto dort die Rolle Redakteur zu geben.",
        f"The dataset “{name}” now lies in another organization{english}, where the token may not write. "
        "Ask the portal's operator to move it back, or to make the account an editor there.",
    )


def changed_on_the_way(name: str) -> Text:
    """What was read back is not what was sent."""
    return Text(
        f"{name} kommt vom Portal anders zurück, als die Datei gesendet wurde.",
        f"{name} comes back from the portal other than it was sent.",
    )


def no_organization(named: str, ours: Sequence[str]) -> Text:
    """The token may not publish there, or nobody said where."""
    names = harmless(", ".join(ours))
    if not ours:
        return Text(
            "Das Portal lehnt das Token ab: Es ist abgelaufen, widerrufen oder darf in keiner Organisation "
            "veröffentlichen.",
            "The portal refuses the token: it has expired or was revoked, or may publish in no organization.",
        )
    if not named:
        return Text(
            f"Das Token darf in mehreren Organisationen veröffentlichen ({names}); nennen Sie eine.",
            f"The token may publish in several organizations ({names}); name one.",
        )
    return Text(
        f"Das Token darf in der Organisation „{named}“ nicht veröffentlichen, nur in: {names}.",
        f"The token may not publish in the organization “{named}”, only in: {names}.",
    )


def in_megabytes(size_bytes: int) -> str:
    """A size as people say it, in steps of 100 kB."""
    return f"{size_bytes / 1_000_000:.1f} MB"


def unrecognizable(lacking: Iterable[Text]) -> Text:
    """The portal's schema has no field for what tells our own from what is others'."""
    fields = tuple(lacking)
    return Text(
        f"Im Schema des Portals fehlt: {', '.join(field.de for field in fields)}. Daran erkennen wir, was von uns ist; "
        "bitten Sie den Betreiber, es zu ergänzen. Nichts wurde gesendet.",
        f"The portal's schema lacks: {', '.join(field.en for field in fields)}. By it we know what is ours; "
        "ask its operator to add it. Nothing was sent.",
    )


IDENTIFIER = Text("identifier (Datensatz)", "identifier (dataset)")
FILE_IRI = Text("uri (Datei)", "uri (file)")
PREVIEW = Text("Vorschau", "preview")
SEARCH = Text("Suche", "search")
METADATA = Text("alle Angaben zu einem Datensatz zusammen", "all that is said about a dataset")
NO_CATALOG = Text(
    "Diese Ausgabe hat keinen Katalog; machen Sie mit roadmap run eine neue.",
    "This edition has no catalog; make a new one with roadmap run.",
)
DENIED = Text(
    "Das Portal lehnt das Token ab: Es ist abgelaufen, widerrufen oder darf das nicht.",
    "The portal refuses the token: it has expired, was revoked or may not do this.",
)
NOT_FOUND = Text("Das Portal kennt das nicht.", "The portal does not know this.")
STALE = Text("Jemand hat den Datensatz inzwischen geändert.", "Somebody changed the dataset in the meantime.")
NO_ANSWER = Text(
    "Das Portal antwortet mit einer Seite statt mit Daten.", "The portal answers with a page, not with data."
)
CUT = Text(
    "Die Verbindung zum Portal kam nicht zustande oder riss ab.",
    "There was no connection to the portal, or it was cut.",
)
UNTRUSTED = Text(
    "Dem Zertifikat des Portals ist nicht zu trauen; nichts wurde gesendet.",
    "The portal's certificate is not to be trusted; nothing was sent.",
)
NO_ADDRESS = Text("Unter dieser Adresse ist kein Portal zu erreichen.", "No portal can be reached at this address.")
SLOW = Text("Das Portal antwortet zu langsam.", "The portal answers too slowly.")
ENDLESS = Text("Die Antwort des Portals nimmt kein Ende.", "The answer of the portal does not end.")
FULL = Text("Das Portal hat keinen Platz mehr.", "The portal has no room left.")
