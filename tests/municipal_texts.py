"""Short municipal texts in many languages, to be written down in every encoding that has their letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

TEXTS: Mapping[str, tuple[str, ...]] = {
    "de": (
        "Straßenbäume am Marktplatz pflanzen",
        "Bürgerportal für Gewerbe und Vereine",
        "Sanierung der Grundschule: Kosten 1.200 €",
        "Fläche 500 m² – Erweiterung",
        "Übersicht der Maßnahmen",
        "Straßenbau",
        "Das „Digitale Rathaus“ für alle",
        "§ 5 der Satzung",
        "Öffentliches WLAN",
        "Kläranlage, 2. Bauabschnitt",
        "Zuschüsse für Vereine (bis 2.500 €)",
    ),
    "en": (
        "The town’s plan for cycling",
        "Library – opening hours and services",
        "Budget of £12,131.50 for new lamps",
        "Café in the park",
        "Residents’ parking permits",
        "A new “one stop shop” for citizens",
    ),
    "fr": (
        "Rénovation de l’école élémentaire",
        "Création d’une médiathèque à côté de la mairie",
        "Forêt communale et pistes cyclables",
        "Façade de l’hôtel de ville",
        "Éclairage public",
    ),
    "sv": ("Växthus för skolan", "Åtgärder för gång- och cykelvägar", "Öppna data i kommunen", "Återvinning"),
    "da": ("Sønderborg og Åbenrå", "Grøn omstilling i kommunen", "Børn og unge", "Borgerservice på nettet"),
    "no": ("Trøndelag fylkeskommune", "Kjøp av elbusser til Tromsø", "Vær og vann på Østlandet"),
    "pl": ("Ścieżki rowerowe i chodniki", "Budowa żłobka przy ulicy Łąkowej", "Usługi dla mieszkańców"),
    "cs": ("Rekonstrukce základní školy", "Veřejné osvětlení města Plzeň", "Žádost o příspěvek"),
    "es": ("Renovación del alumbrado público", "Construcción de la piscina para los niños", "Año de inicio"),
    "nl": ("Coördinatie van de wijken", "Reünie en cafés in het centrum", "Financiële ondersteuning"),
    "tr": ("Belediye için açık veri", "Çocuk parkı ve yeşil alanlar", "Şehir içi ulaşım"),
    "it": ("Città intelligente e mobilità", "Riqualificazione della piazza perché è utile"),
    "fi": ("Päiväkodin rakentaminen Töölöön", "Kävelykatu keskustaan"),
}

_WESTERN = ("cp1252", "cp850", "mac_roman", "iso8859-15", "cp437")
_CENTRAL = ("cp1250", "iso8859-2", "cp852")
_OF_LANGUAGE = {"pl": _CENTRAL, "cs": _CENTRAL, "tr": ("cp1254",), "de": (*_WESTERN, *_CENTRAL)}


class Written(NamedTuple):
    """A small table, and the bytes it was saved as."""

    language: str
    encoding: str
    text: str
    content: bytes


def written_texts() -> Iterator[Written]:
    """Each text by itself, and all of a language together, in the encodings of its part of Europe."""
    for language, lines in TEXTS.items():
        for chosen in (*((line,) for line in lines), lines):
            rows = "".join(f"{number};{line};2024\n" for number, line in enumerate(chosen, 1))
            yield from _written(language, f"Nr.;Titel;Status\n{rows}")


def _written(language: str, text: str) -> Iterator[Written]:
    for encoding in _OF_LANGUAGE.get(language, _WESTERN):
        try:
            yield Written(language, encoding, text, text.encode(encoding))
        except UnicodeEncodeError:
            continue  # this encoding has not all of the letters
