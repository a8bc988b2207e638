"""A ``dataset.toml`` with one thing wrong in it is refused with the key of that, or it is a finding at the settings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.model.errors import ConfigError
from pipeline.town.config import parse_dataset
from tests.sheets import SETTINGS, STRATEGY
from tests.towns import copy_town, publish

TOML = SETTINGS + STRATEGY
NAME, BASE = 'name = "musterstadt"\n', "https://example.org/id/musterstadt/"
PUBLISHER, CONTACT = '{ name = "Musterstadt" }', 'email = "digital@example.org"'
FIRST_FIELD = '{ notation = "1", label = "Dienstleistung", definition = "Dienste."'


def _with(line: str) -> str:
    """The smallest file with one setting more."""
    return f"{line}\n{TOML}"


def _with_columns(line: str) -> str:
    return f"{TOML}[columns]\n{line}\n"


def _changed(old: str, new: str) -> str:
    """The smallest file with one setting changed."""
    assert old in TOML, old
    return TOML.replace(old, new, 1)


def _site(address: str) -> str:
    return _with(f'catalog = {{ site = "{address}" }}')


def _fetched(*others: dict[str, object], **said: object) -> str:
    """The smallest file with workbooks that are fetched."""
    usual = {"name": "a.xlsx", "url": "https://a.example/"}
    wholes = ({**usual, **table} for table in others or [said])
    tables = (", ".join(f"{key} = {json.dumps(value)}" for key, value in whole.items()) for whole in wholes)
    return _with(f"sources = [{', '.join(f'{{ {table} }}' for table in tables)}]")


WRONG = {
    # the town
    "name": [
        *(
            _changed(NAME, f"name = {value}\n")
            for value in ("5", '""', '"muster stadt"', '"müster"', '".muster"', '".."')
        ),
        *(_changed("musterstadt", name) for name in ("con", "LPT1", "a" * 81, "-a", "a/b", "a.b")),
    ],
    "title": [
        _changed('"Roadmap"', value) for value in ('""', '" "', '{ de = "x", fr = "y" }', '{ de = "x", en = "" }')
    ],
    "description": [_changed('"Projekte der Musterstadt."', value) for value in ('""', "[]")],
    "license": [
        _changed('"http://dcat-ap.de/def/licenses/dl-zero-de/2.0"', value)
        for value in ('""', '"cc-by"', "4", '"https://a/<b>/"')
    ],
    "language": [_with(f"language = {value}") for value in ('"DE"', '"fr"', '""', '["de"]')],
    "attribution": [_with("attribution = []"), _with('attribution = { de = "x" }')],
    "notice": [_with("notice = 1")],
    "themes": [_with('themes = "GOVE"'), _with('themes = ["GOVE", "GOVE"]'), _with('themes = [""]')],
    "keywords": [_with(f"keywords = {value}") for value in ('"a"', '[""]', '["a", "a"]', "[1]")],
    "workbooks": [
        _with(f"workbooks = {value}")
        for value in (
            *('"*.xlsx"', "[]", '[""]', '["a.xlsx", "a.xlsx"]', '["/etc/*"]', '["../a.xlsx"]', '["a/../../b.xlsx"]'),
            *(
                "['C:\\a.xlsx']",
                "['C:a.xlsx']",
                "['a\\b.xlsx']",
                '["."]',
                '["**.xlsx"]',
                "['\\\\server\\a.xlsx']",
                '["a/"]',
            ),
        )
    ],
    # who
    "publisher": [_changed(PUBLISHER, value) for value in ('"Musterstadt"', "{}", '{ name = "M", nme = "M" }')],
    "publisher.name": [_changed(PUBLISHER, value) for value in ('{ name = "" }', "{ name = 1 }")],
    "publisher.homepage": [
        _changed(PUBLISHER, f'{{ name = "M", homepage = "{address}" }}')
        for address in (
            "www.m.example",
            "javascript:alert(1)",
            "https://.",
            "ftp://m.example",
            "https://a:b@m.example/",
        )
    ],
    "publisher.wikidata": [
        _changed(PUBLISHER, f'{{ name = "M", wikidata = "{number}" }}')
        for number in ("64", "Q", "Q0", "P31", "q64", "Berlin", "https://de.wikipedia.org/wiki/Berlin")
    ],
    "publisher.gnd": [
        _changed(PUBLISHER, f'{{ name = "M", gnd = "{number}" }}')
        for number in ("4005728-9", "40057288", "118540239", "4005728", "x", "https://d-nb.info/4005728-8", "5036103-x")
    ],
    "publisher.iri": [_changed(PUBLISHER, '{ name = "M", iri = "m" }')],
    "contact": [_changed(f", {CONTACT}", "")],
    "contact.name": [_changed('"Team Digital"', '""')],
    "contact.email": [
        _changed("digital@example.org", value)
        for value in (
            "",
            "digital",
            "mailto:digital@example.org",
            "digital@example",
            "digital@example..org",
            "@a.example",
        )
    ],
    "contact.url": [_changed(CONTACT, f'{CONTACT}, url = "{address}"') for address in ("tel:1", "mailto:a@b.example")],
    # IRIs
    "iris": [_changed(f'{{ base = "{BASE}" }}', "{}"), _changed(f'{BASE}"', f'{BASE}", projekt = "x/"')],
    "iris.base": [
        _changed(BASE, base)
        for base in (
            *("https://example.org/id", "ftp://example.org/id/", "https:///id/", "https://a/<b>/", "https://-/"),
            *("https://..../", "https://example.org:99999/", "https://bücher.example/", "https://a.example/?x/", "id/"),
        )
    ],
    "iris.project": [
        _changed(f'{BASE}"', f'{BASE}", project = "{path}"') for path in ("", "/projekt/", "../x/", "<p>/")
    ],
    "iris.thesis": [_changed(f'{BASE}"', f'{BASE}", thesis = "projekt/"')],
    "iris.field": [_changed(f'{BASE}"', f'{BASE}", field = "projekt/feld/"')],
    "iris.roadmap": [_changed(f'{BASE}"', f'{BASE}", roadmap = "projekt/1"')],
    # the strategy
    "strategy": [
        *(SETTINGS, f"{SETTINGS}[strategy]\n", TOML.replace("[strategy]", '[strategy]\nfile = "strategy.ttl"')),
        f'{SETTINGS}[strategy]\nfile = "strategy.ttl"\ntitle = "Strategie"\n',
    ],
    "strategy.file": [
        f"{SETTINGS}[strategy]\nfile = '{path}'\n"
        for path in (
            "../../secret.txt",
            "/etc/passwd",
            "C:\\x.ttl",
            "C:x.ttl",
            "a\\..\\x.ttl",
            "x/../../y.ttl",
            "..",
            ".",
        )
    ],
    "strategy.title": [TOML.replace("[strategy]", "[strategy]\ntitle = 1")],
    "strategy.issued": [
        TOML.replace("[strategy]", f"[strategy]\nissued = {value}")
        for value in ("2023-01-01", '"Mai 2023"', '"2023-02-30"')
    ],
    "strategy.theses.1": [TOML.replace('theses = [\n    { notation = "1", ', "theses = [\n    { ")],
    "strategy.fields": [_changed('notation = "12"', 'notation = "3"')],
    "strategy.fields.1": [_changed(FIRST_FIELD, FIRST_FIELD.replace("label", "labl"))],
    "strategy.fields.1.notation": [_changed(FIRST_FIELD, FIRST_FIELD.replace('"1"', value)) for value in ('""', "1")],
    "strategy.fields.1.label": [_changed('"Dienstleistung"', '""')],
    "strategy.fields.1.names": [_changed('["E-Government"]', '[""]'), _changed('["E-Government"]', '["E", "E"]')],
    # where
    "geography.name": [_with("geography = { name = 7 }"), _with('geography = { name = { fr = "Ville" } }')],
    "geography.ags": [_with(f'geography = {{ ags = "{key}" }}') for key in ("5370004", "99370004", "0537000x")],
    "geography.ars": [
        _with('geography = { ars = "05370004" }'),
        _with('geography = { ags = "05370004", ars = "010010000000" }'),
    ],
    "geography.centroid": [
        *(
            _with(f"geography = {{ centroid = {value} }}")
            for value in ("[6.3]", "[6.3, 151.0]", "[51.0, 6.3]", "[nan, 51]")
        ),
        _with("geography = { centroid = [7.5, 51.0], bbox = [6.19, 51.0, 6.46, 51.14] }"),
    ],
    "geography.bbox": [
        _with(f"geography = {{ bbox = {value} }}")
        for value in (
            "[6.46, 51.0, 6.19, 51.14]",
            "[6.19, 51.14, 6.46, 51.0]",
            "[51.0, 6.19, 51.14, 6.46]",
            "[1, 2, 3]",
        )
    ],
    "catalog": [_with('catalog = { frequenz = "ANNUAL" }')],
    "catalog.contributor_id": [
        _with(f'catalog = {{ contributor_id = "{code}" }}') for code in ("open NRW", "ftp://a.example")
    ],
    "catalog.datasets": [
        _with(f"catalog = {{ datasets = {value} }}") for value in ("[]", '["plan"]', '["roadmap", "roadmap"]')
    ],
    "catalog.site": [
        _site(a) for a in ("https://a.example", "https://a.example/?x/", "ftp://a.example/", "/srv/", "https://a/<b>/")
    ],
    "site": [_with('site = { akzent = "#2044aa" }')],
    "site.enabled": [_with('site = { enabled = "nein" }')],
    "site.name": [_with("site = { name = 1 }")],
    "site.logo": [_with(f'site = {{ logo = "{name}" }}') for name in ("../wappen.svg", "bilder/wappen.svg", ".wappen")],
    "site.accent": [_with(f'site = {{ accent = "{color}" }}') for color in ("rot", "#fff", "#ffcc00")],
    "site.feedback": [_with('site = { feedback = "kein Postfach" }')],
    "site.accessibility": [_with('site = { accessibility = "https://a.example" }')],
    "site.imprint_url": [_with(f'site = {{ imprint_url = "{bad}" }}') for bad in ("a.example", "javascript:alert(1)")],
    "site.imprint": [_with("site = { imprint = [] }")],
    "site.privacy_url": [_with('site = { privacy_url = "a.example" }')],
    "site.privacy": [_with("site = { privacy = 1 }")],
    "catalog.sparql": [_with('catalog = { sparql = "a.example" }')],
    "destinations": [_with("destinations = { socrata = {} }")],
    "destinations.ckan": [_with('destinations = { ckan = { token = "geheim" } }')],
    "destinations.ckan.url": [
        _with(f'destinations = {{ ckan = {{ url = "{url}" }} }}')
        for url in ("portal", "https://u:p@p.example/", "https://p.example/?q=1", "https://p.example/#x")
    ],
    "destinations.ckan.organization": [_with('destinations = { ckan = { organization = "Stadt Muster" } }')],
    "destinations.ckan.prefix": [
        _with(f'destinations = {{ ckan = {{ prefix = "{name}" }} }}') for name in ("Stadt", "a b", "ä")
    ],
    "destinations.folder": [_with('destinations = { folder = { pfad = "/srv" } }')],
    "destinations.folder.path": [_with("destinations = { folder = { path = 1 } }")],
    "destinations.sftp": [_with('destinations = { sftp = { password = "geheim" } }')],
    "destinations.sftp.port": [_with('destinations = { sftp = { port = "22" } }')],
    **{
        f"destinations.sftp.{name}": [_with(f"destinations = {{ sftp = {{ {name} = 1 }} }}")]
        for name in ("host", "path", "user", "known_hosts", "key")
    },
    "destinations.webdav": [_with('destinations = { webdav = { password = "geheim" } }')],
    "destinations.webdav.url": [
        _with(f'destinations = {{ webdav = {{ url = "{url}" }} }}')
        for url in ("dav", "https://u:p@dav.example/", "https://dav.example/?q=1")
    ],
    "destinations.sparql": [_with('destinations = { sparql = { password = "geheim" } }')],
    **{
        f"destinations.sparql.{name}": [
            _with(f'destinations = {{ sparql = {{ {name} = "{url}" }} }}') for url in ("dav", "https://u:p@s.example/")
        ]
        for name in ("query", "update", "graph_store")
    },
    "destinations.sparql.current": [_with("destinations = { sparql = { current = 1 } }")],
    # how sheets are read
    "columns": [
        *(_with_columns(line) for line in ('budgett = "K"', 'key_from = ["titel"]', 'required = ["x"]')),
        *(_with_columns(line) for line in ('ignore = ["Nr."]\nid = "Nr."', 'start = "Datum"\nend = "Datum"')),
        f"columns = 1\n{TOML}",
    ],
    "indicators": [_with(f"indicators = {value}") for value in ('"x"', "{ colums = {} }")],
    "indicators.columns": [
        _with(f"indicators = {{ columns = {{ {line} }} }}") for line in ('valu = "Höhe"', 'value = "X", date = "x"')
    ],
    "indicators.columns.value": [
        _with(f"indicators = {{ columns = {{ value = {value} }} }}") for value in ('""', "5", '[" "]')
    ],
    "indicators.ignore": [_with('indicators = { ignore = "x" }')],
    "indicators.decimal": [_with(f"indicators = {{ decimal = {value} }}") for value in ('";"', "1")],
    "columns.ignore": [_with_columns(f"ignore = {value}") for value in ('"x"', '[""]', '["x", "x"]')],
    "columns.key_from": [_with_columns(f"key_from = {value}") for value in ('["id"]', '["title", "title"]')],
    "columns.required": [_with_columns('required = ["id", "id"]')],
    "columns.id": [_with_columns("id = []"), _with_columns('id = [""]')],
    "columns.id.titles": [_with_columns("id = 1")],
    "columns.budget": [_with_columns(f"budget = {value}") for value in ('{ title = "K" }', '{ order = "dmy" }')],
    "columns.budget.currency": [_with_columns('budget = { currency = "EURO" }')],
    "columns.budget.factor": [
        _with_columns(f"budget = {{ factor = {value} }}") for value in ("0", "-1", "nan", "inf", '"T"')
    ],
    "columns.budget.decimal": [_with_columns('budget = { decimal = ";" }')],
    "columns.budget.sign": [_with_columns('budget = { sign = "x" }')],
    "columns.start": [_with_columns('start = { currency = "EUR" }')],
    "columns.start.order": [_with_columns('start = { order = "ymd" }')],
    "columns.start.first_year": [
        _with_columns(f"start = {{ first_year = {value} }}") for value in ("60", "99999", "19.6")
    ],
    "columns.lead.split_at": [_with_columns(f"lead = {{ split_at = {value} }}") for value in ('[""]', '["a"]')],
    "columns.title": [_with_columns('title = { split_at = [","] }')],
    # the rest
    "organizations": [_with('organizations = { extern = ["a"] }')],
    "organizations.inside": [
        _with('organizations = { inside = "a" }'),
        _with('organizations = { inside = ["a", "a"] }'),
    ],
    "organizations.outside": [_with('organizations = { outside = [""] }')],
    "severities": [_with('severities = "Warnung"')],
    "severities.move-unexplained": [
        _with(f"severities = {{ move-unexplained = {word} }}") for word in ('"warning"', '""', "1", '["Warnung"]')
    ],
    "oparl": [_with('oparl = { address = "https://ratsinfo.example/" }')],
    "oparl.url": [_with(f'oparl = {{ url = "{url}" }}') for url in ("ratsinfo.example", "ftp://ratsinfo.example/")],
    "expectations": [_with("expectations = { thesis = 3 }")],
    "expectations.theses": [_with("expectations = { theses = -1 }"), _with("expectations = { theses = true }")],
    "expectations.fields": [_with("expectations = { fields = 1.5 }"), _with("expectations = { fields = -1 }")],
    "expectations.max_lost_rows": [
        _with(f"expectations = {{ max_lost_rows = {value} }}") for value in ("20", '"20%"', "nan")
    ],
    "privacy.role_mailboxes": [_with('privacy = { role_mailboxes = ["mailto:a@b.example"] }')],
    "privacy.allowed": [_with(f"privacy = {{ allowed = {value} }}") for value in ('[""]', '["a", "a"]', '"a"')],
    "limits.max_cells": [_with(f"limits = {{ max_cells = {value} }}") for value in ("0", '"5"', "-1", "1.5")],
    "limits.max_memory_bytes": [
        _with(f"limits = {{ max_memory_bytes = {value} }}") for value in ("1", "99999999999999999999")
    ],
    "limits.max_expansion": [_with("limits = { max_expansion = 0 }")],
    "limits.max_expanded_bytes": [_with("limits = { max_expanded_bytes = 0 }")],
    "text.encoding": [_with(f'text = {{ encoding = "{name}" }}') for name in ("utf-8", "hex", "cp125", "rot13")],
    "text.delimiter": [_with(f'text = {{ delimiter = "{sign}" }}') for sign in (";;", "a", " ", "\\n")],
    "schedule.time_zone": [
        _with(f'schedule = {{ time_zone = "{zone}" }}') for zone in ("Berlin", "", "Europe/", "CET+1")
    ],
    "schedule.publish": [
        _with(f'schedule = {{ publish = "{words}" }}')
        for words in ("daily", "0 6 * *", "60 6 * * *", "0 24 * * *", "0 6 30 2 *", "0 6 * * 8", "0 6 * * mo")
    ],
    "schedule.quiet": [
        _with(f'schedule = {{ quiet = ["{day}"] }}') for day in ("24.12.", "02-30", "2026-02-29", "samstag", "")
    ],
    "inbox.path": [_with(f'inbox = {{ path = "{path}" }}') for path in ("inbox", "/srv/../etc", "C:\\\\inbox")],
    "sources": [_with('sources = "https://cloud.example/"'), _with("sources = [1]")],
    "sources.1.name": [_fetched(name=name) for name in ("", "a/b.xlsx", ".a.xlsx", "a:b")],
    "sources.1.url": [
        _fetched(url=url) for url in ("http://a.example/", "ftp://a.example/", "https://u:p@a.example/", "")
    ],
    "sources.1.every_minutes": [_fetched(every_minutes=0), _fetched(every_minutes="60")],
    "sources.2.name": [_fetched({}, {"name": name}) for name in ("A.xlsx", "a.ods", "A.csv")],
    "notices.to": [
        _with('notices = { to = ["amt"] }\nmail = { host = "mail.example", sender = "a@b.example" }'),
        _with('notices = { to = ["amt@stadt.example"] }'),
    ],
    "notices.internal": [_with(f'notices = {{ internal = ["{name}"] }}') for name in ("@stadt.example", "stadt", "")],
    "notices.webhook": [_with(f'notices = {{ webhook = "{url}" }}') for url in ("http://a.example/", "a")],
    "mail": [_with('mail = { host = "mail.example" }'), _with('mail = { sender = "a@b.example" }')],
    "mail.host": [_with('mail = { host = "mail.example/x", sender = "a@b.example" }')],
    "mail.port": [_with(f"mail = {{ port = {port} }}") for port in ("0", "65536", '"587"')],
    "mail.sender": [_with('mail = { host = "mail.example", sender = "amt" }')],
    "mail.encryption": [
        _with(f'mail = {{ host = "mail.example", sender = "a@b.example", encryption = "{word}" }}')
        for word in ("ssl", "none", "")
    ],
    "reminders.units": [_with('reminders = { units = ["a"] }')],
    "reminders.units.Amt": [_with(f'reminders = {{ units = {{ Amt = "{box}" }} }}') for box in ("", "amt", "a@b")],
    "reminders.after_days": [_with(f"reminders = {{ after_days = {days} }}") for days in ("0", "1.5")],
    "reminders.again_after_days": [_with("reminders = { again_after_days = -1 }")],
    "reminders.when": [_with('reminders = { when = "monday" }'), _with('reminders = { when = "" }')],
    "reminders.publish": [_with('reminders = { publish = "later" }'), _with("reminders = { publish = true }")],
    "retention.drops": [_with("retention = { drops = 0 }")],
    "retention.days": [_with("retention = { days = 0 }")],
    "withdrawn": [_with('withdrawn = { "" = { since = 2026-01-01, reason = "x" } }'), _with("withdrawn = []")],
    "withdrawn.K": [_with("withdrawn = { K = { since = 2026-01-01 } }"), _with('withdrawn = { K = { reason = "x" } }')],
    "withdrawn.K.since": [
        _with(f'withdrawn = {{ K = {{ since = {day}, reason = "x" }} }}')
        for day in ('"2026-01-01"', "2026-01-01T00:00:00")
    ],
    "withdrawn.K.reason": [
        _with(f"withdrawn = {{ K = {{ since = 2026-01-01, reason = {value} }} }}") for value in ('""', "1")
    ],
}
CASES = [(key, toml) for key, files in WRONG.items() for toml in files]


@pytest.mark.parametrize(("key", "toml"), CASES, ids=[f"{key}-{number}" for number, (key, _) in enumerate(CASES)])
def test_one_wrong_setting_is_refused_with_its_key(key: str, toml: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_dataset(toml, "dataset.toml")

    told = caught.value.message
    assert f"[{key}]" in told.en or f'"{key}" is missing' in told.en, told.en
    assert f"[{key}]" in told.de or f"„{key}“ fehlt" in told.de, told.de


@pytest.mark.parametrize("key", ["name", "title", "description", "license", "publisher", "contact", "iris", "strategy"])
def test_what_every_town_needs_is_missed_by_its_name(key: str) -> None:
    lines = [line for line in SETTINGS.splitlines() if not line.startswith(f"{key} =")]
    toml = "\n".join([*lines, "" if key == "strategy" else STRATEGY])

    with pytest.raises(ConfigError, match=f'"{key}" is missing'):
        parse_dataset(toml, "dataset.toml")


def test_every_key_of_the_documentation_is_wrong_here_once() -> None:
    page = (Path(__file__).parents[1] / "docs" / "dataset.md").read_text("utf-8")
    keys = set()
    for section in page.split("\n## ")[1:]:
        if section.startswith("The columns"):
            continue
        table = re.match(r"`\[(.+?)\]`", section)
        keys |= {f"{table[1]}.{key}" if table else key for key in re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)}
    given = {re.sub(r"^columns\.(id|budget|start|lead|title)\b", "columns.<column>", key) for key in (*WRONG, *FOUND)}
    given = {re.sub(r"^withdrawn\.K", "withdrawn.<key>", key) for key in given}
    given = {re.sub(r"^sources\.1", "[sources]", key) for key in given}
    given |= {key.rpartition(".")[0] for key in given}

    assert {key for key in keys if key not in given and not key.startswith(_LIKE_OTHERS)} == set()


# Entries of lists that are judged by number, and what is as the paths and texts above.
_LIKE_OTHERS = ("iris.", "strategy.", "[[strategy", "[strategy")


FOUND = {
    "theme": ("themes = ", 'themes = ["GOVX"]'),
    "license": ("license = ", 'license = "https://town.example/license"'),
    "catalog.frequency": ("frequency = ", '[catalog]\nfrequency = "SOMETIMES"'),
    "geography.level": ("level = ", '[geography]\nlevel = "village"'),
}


@pytest.mark.parametrize("key", FOUND)
def test_one_wrong_code_is_a_finding_at_the_settings(tmp_path: Path, key: str) -> None:
    place = copy_town(tmp_path)
    settings, (begin, line) = place / "dataset.toml", FOUND[key]
    table = line.partition("\n")[0] if "." in key else ""
    lines = [each for each in settings.read_text("utf-8").splitlines() if not each.startswith(begin) and each != table]
    settings.write_text("\n".join([*lines, line] if table else [line, *lines]), "utf-8")

    results = publish(place).prepared.report.results

    assert any(key.rpartition(".")[2] in f"{each.column} {each.rule.id}" for each in results), results
