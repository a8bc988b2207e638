"""The description of a table (CSVW) in, what the columns are called in the portal's data dictionary out."""

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.dcatapde.prepare import load_json

Info = dict[str, Any]

TITLE, NOTES = "label", "notes"


def described_by(resource: Mapping[str, Any], dataset_dict: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The file of the dataset that describes the table: the one to which the table conforms."""
    wanted = resource.get("conforms_to") or []
    wanted = load_json(wanted) or [wanted] if isinstance(wanted, str) else wanted
    others = (other for other in dataset_dict.get("resources") or [] if other.get("id") != resource.get("id"))
    return next((other for other in others if other.get("uri") and other["uri"] in wanted), None)


def infos_of(metadata: Any, table: str, portal_language: str) -> dict[str, Info]:
    """For each column of the table called ``table``, its title and its description in all their languages."""
    tables = metadata.get("tables", [metadata]) if isinstance(metadata, dict) else []
    found = next((each for each in tables if isinstance(each, dict) and _last(each.get("url")) == _last(table)), {})
    columns = (found.get("tableSchema") or {}).get("columns") or []
    return {
        column["name"]: info
        for column in columns
        if isinstance(column, dict) and column.get("name") and not column.get("virtual")
        if (info := _info(column, portal_language))
    }


def _last(address: Any) -> str:
    return str(address or "").rstrip("/").rpartition("/")[2]


def _info(column: Mapping[str, Any], portal_language: str) -> Info:
    titles = column.get("titles") or {}
    titles = titles if isinstance(titles, dict) else {portal_language: titles}
    texts = {TITLE: titles, NOTES: _by_language(column.get("dc:description"), portal_language)}
    info: Info = {}
    for name, told in texts.items():
        by_language = {tag: _first(text) for tag, text in told.items() if tag != "und" and _first(text)}
        if by_language:
            info[name] = by_language.get(portal_language) or next(iter(by_language.values()))
            info[f"{name}_translated"] = by_language
    return info


def _by_language(description: Any, portal_language: str) -> dict[str, str]:
    entries = description if isinstance(description, list) else [description] if description else []
    entries = [entry if isinstance(entry, dict) else {"@value": entry} for entry in entries]
    return {entry.get("@language") or portal_language: str(entry.get("@value") or "") for entry in entries}


def _first(text: Any) -> str:
    return str(text[0] if isinstance(text, list) and text else text or "")


def with_infos(fields: Iterable[Mapping[str, Any]], infos: Mapping[str, Info]) -> list[Info] | None:
    """The fields of the DataStore with what is said of them; what somebody wrote there by hand stays.

    Nothing where nothing is new.
    """
    before = [field for field in fields if field["id"] != "_id"]
    after = [_with_info(field, infos.get(field["id"], {})) for field in before]
    changed = [field.get("info") or {} for field in before] != [field["info"] for field in after]
    return after if changed else None


def _with_info(field: Mapping[str, Any], info: Info) -> Info:
    own = dict(field.get("info") or {})
    for name in (TITLE, NOTES):
        is_ours = own.get(name) in (*(own.get(f"{name}_translated") or {}).values(), "", None)
        if name in info and is_ours:
            own |= {key: info[key] for key in (name, f"{name}_translated")}
    return {"id": field["id"], "type": field["type"], "info": own}


def in_language(fields: Iterable[Mapping[str, Any]], language: str) -> list[Info]:
    """The fields with their titles and descriptions in a language, where there are such."""
    return [{**field, "info": _info_in(field.get("info") or {}, language)} for field in fields]


def _info_in(info: Mapping[str, Any], language: str) -> Info:
    texts = {name: (info.get(f"{name}_translated") or {}) for name in (TITLE, NOTES)}
    # A title that somebody wrote by hand is a translation of none of these.
    own = {name: told[language] for name, told in texts.items() if language in told and info.get(name) in told.values()}
    return {**info, **own}
