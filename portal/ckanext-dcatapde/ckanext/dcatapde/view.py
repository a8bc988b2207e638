"""A dataset as CKAN stores it in, the same as a visitor is to read it out: in the language of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.dcatapde.prepare import load_json, prepare_checksum
from ckanext.dcatapde.translations import DATASET_TEXTS, DISTRIBUTION_TEXTS, KEYWORDS
from ckanext.dcatapde.vocabularies import primary_language

Dict = dict[str, Any]

NAMES = "dcatapde_names"
TRANSLATED_KEYWORDS = "dcatapde_keywords"


def show_in(dataset_dict: Dict, language: str, portal_language: str) -> Dict:
    """Put the texts of a language in the place of the portal's, where there are any; nothing of it is ever stored."""
    language = primary_language(language)
    shown = {**dataset_dict, **texts_in(dataset_dict, DATASET_TEXTS, language)}
    shown["resources"] = [
        {**resource, **texts_in(resource, DISTRIBUTION_TEXTS, language), **prepare_checksum(resource)}
        for resource in dataset_dict.get("resources") or []
    ]
    if isinstance(series := dataset_dict.get("series"), list):
        shown["series"] = series_in(series, language, portal_language)
    if keywords := texts_in(dataset_dict, [KEYWORDS], language):
        shown[TRANSLATED_KEYWORDS] = new_words(keywords[KEYWORDS], dataset_dict.get("tags") or [])
    names = names_of(shown)
    for part in (shown, *shown["resources"]):
        part[NAMES] = names
    return shown


def texts_in(data_dict: Mapping[str, Any], names: Iterable[str], language: str) -> dict[str, str]:
    """The texts of the fields that a translation has."""
    entries = data_dict.get("translations")
    entries = load_json(entries) if isinstance(entries, str) else entries
    found: dict[str, str] = {}
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and primary_language(entry.get("language") or "") == language:
            found |= {name: text for name in names if isinstance(text := entry.get(name), str) and text.strip()}
    return found


def series_in(entries: Iterable[Mapping[str, Any]], language: str, portal_language: str) -> list[Mapping[str, Any]]:
    """One entry for each series: that in the page's language, else that in the portal's, else the first."""
    chosen: dict[Any, Mapping[str, Any]] = {}
    for number, entry in enumerate(entries):
        key = entry.get("uri") or number  # without an IRI each is a series of its own
        own = primary_language(entry.get("language") or portal_language)
        before = chosen.get(key)
        if before is None or own == language or (own == portal_language and not _is_in(before, language)):
            chosen[key] = entry
    return [{name: text for name, text in entry.items() if name != "language"} for entry in chosen.values()]


def new_words(keywords: str, tags: Iterable[Mapping[str, Any]]) -> list[str]:
    """The keywords that are not among the tags anyway."""
    known = {str(tag.get("name")).casefold() for tag in tags}
    return [word.strip() for word in keywords.split(",") if word.strip() and word.strip().casefold() not in known]


def _is_in(entry: Mapping[str, Any], language: str) -> bool:
    return primary_language(entry.get("language") or "") == language


def names_of(dataset_dict: Mapping[str, Any]) -> dict[str, Dict]:
    """What the dataset itself calls things by their IRIs: its places, and its files with their pages."""
    names: dict[str, Dict] = {}
    for place in dataset_dict.get("spatial_coverage") or []:
        if isinstance(place, dict) and place.get("uri") and place.get("text"):
            names[place["uri"]] = {"words": place["text"]}
    for resource in dataset_dict["resources"]:
        if resource.get("uri") and resource.get("name"):
            names[resource["uri"]] = {"words": resource["name"], "resource": resource.get("id")}
    return names
