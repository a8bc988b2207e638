"""Rules for a web server of the town's own: what the site tells in, configurations for nginx and Apache out.

They do what ``roadmap serve`` does with things and documents. The folder is named by whoever includes them, so that
nothing has to be changed in a file that each run writes anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pipeline.model.formats import FORMATS
from pipeline.render.pages import page_source
from pipeline.render.site.addresses import as_link
from pipeline.render.site.matter import Matter
from pipeline.render.site.pen import File
from pipeline.render.site.strategy import DATA

NOBODY: Mapping[str, str] = MappingProxyType({})


class Odd(NamedTuple):
    """The path of an IRI that does not lead to its folder by files alone, and that folder."""

    path: str
    folder: str


def write_rules(matter: Matter, taken_out: Mapping[str, str] = NOBODY) -> Iterator[File]:
    """``nginx.conf`` and ``apache.conf``, and ``withdrawn.json``: what is gone, for other servers.

    ``taken_out`` are the folders of projects of which nothing is left to be said, with the day.
    """
    # The vocabulary's pages are the root of a site of their own: its IRIs come there by the redirects of w3id.org.
    at_root = not (matter.dataset.has_roadmap or matter.dataset.catalog.site)
    prefix = "/" if at_root else urlsplit(matter.site).path.rstrip("/") + "/"
    odd = list(odd_ones(matter))
    safe = [each for each in odd if _SAFE.fullmatch(each.folder)]
    gone = list(dict.fromkeys((*_withdrawn(matter), *taken_out)))
    for name, dialect in (("nginx.conf", _NGINX), ("apache.conf", _APACHE)):
        filled = {
            "TITLE": " ".join(matter.dataset.publisher.name.split()),
            "TOWN": matter.dataset.name,
            "PREFIX": unquote(prefix),
            "URL": prefix,
            "PATTERN": _pattern(prefix),
            "POLICY": POLICY,
            "ASKING": QUERY_POLICY,
            "SKIPPED": "".join(f"# Nicht erreichbar / not reached: {as_link(path)}\n" for path, folder in odd
                               if not _SAFE.fullmatch(folder))
                       + "".join(f"# Antwortet nicht mit 410 / not answered by 410: {as_link(folder)}\n"
                                 for folder in gone if not _SAFE.fullmatch(folder)),
            "ODD": "\n".join(dialect["odd"].format(asked=_asked(path), folder=_quoted(folder, dialect),
                             link=_quoted(as_link(folder), dialect)) for path, folder in safe),
            "GONE": "\n".join(dialect["gone"].format(pattern=_pattern(folder), link=_quoted(folder, dialect))
                              for folder in gone if _SAFE.fullmatch(folder)),
            "FORMS": "\n".join(dialect["form"].format(pattern=_first_of_all(kind), suffix=suffix)
                               for suffix, _, kind in DATA),
            "TYPES": "\n".join(dialect["type"].format(suffix=suffix, kind=kind) for suffix, kind in TYPES.items()),
            "TEXTS": " ".join(sorted({kind for kind in TYPES.values() if kind.startswith("text/")} - {"text/html"})),
            "CHARSETS": "\n".join(f"    AddCharset utf-8 .{suffix}" for suffix, kind in TYPES.items()
                                  if kind.startswith("text/")),
            "HEADERS": "\n".join(dialect["header"].format(name=name, value=value) for name, value in _HEADERS.items())
                       + dialect["more"],
            "ALTERNATES": ", ".join(dialect["alternate"].format(prefix=prefix, suffix=suffix, kind=kind)
                                    for suffix, _, kind in DATA),
        }  # fmt: skip
        yield File(name, _fill(page_source("pipeline.render.site", name), filled).encode())
    yield File("withdrawn.json", _as_json(matter, taken_out))


def odd_ones(matter: Matter) -> Iterator[Odd]:
    """What a server must be told of, for no file can be called by it: keys with ``/``, ``%``, a leading dot."""
    for term in matter.named:
        path, folder = term[1:-1].removeprefix(matter.base).strip("/"), matter.folder(term[1:-1])
        if unquote(path) != folder:
            yield Odd(path, folder)


def _withdrawn(matter: Matter) -> Iterator[str]:
    yield from (matter.project_folder(project) for project in matter.progress.projects if project.withdrawn)


def _as_json(matter: Matter, taken_out: Mapping[str, str]) -> bytes:
    """Each withdrawn project with the day, its folder and what came instead; of what was taken out not the IRI."""
    told = [
        {
            "iri": matter.term(project)[1:-1],
            "folder": matter.project_folder(project),
            "withdrawn": project.withdrawn.isoformat(),
            "replaced_by": [term[1:-1] for term in matter.index.objects(matter.term(project), "dcterms:isReplacedBy")],
        }
        for project in matter.progress.projects
        if project.withdrawn
    ]
    told += [{"folder": folder, "withdrawn": day, "replaced_by": []} for folder, day in taken_out.items()]
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _fill(template: str, filled: Mapping[str, str]) -> str:
    return re.sub("@([A-Z]+)@", lambda match: filled[match[1]], template)


def _pattern(text: str) -> str:
    """A text as a pattern that matches nothing else, fit for a line of a configuration."""
    return "".join(c if c.isalnum() or c in "/_" or ord(c) > 127 else f"\\x{ord(c):02x}" for c in text)


def _asked(path: str) -> str:
    """The same for a path as it was sent, whose percent signs have digits in either case."""
    return re.sub(
        r"\\x25([0-9A-Fa-f])([0-9A-Fa-f])",
        lambda match: "%" + "".join(f"[{digit.lower()}{digit.upper()}]" if digit.isalpha() else digit
                                    for digit in match.groups()),
        _pattern(path),
    )  # fmt: skip


def _quoted(text: str, dialect: Mapping[str, str]) -> str:
    return text.replace("%", dialect["percent"])


def _first_of_all(media_type: str) -> str:
    """A pattern for an ``Accept`` in which a media type stands before all others that we have."""
    others = "|".join(re.escape(kind) for kind in ("text/html", *(kind for _, _, kind in DATA)) if kind != media_type)
    return f"^(?:(?!{others}).)*{re.escape(media_type)}"


TYPES: Mapping[str, str] = {
    **{each.suffix: each.media_type for each in FORMATS.values() if "." not in each.suffix},
    "atom": "application/atom+xml", "css": "text/css", "js": "text/javascript", "mjs": "text/javascript",
    "png": "image/png", "jpg": "image/jpeg", "rq": "application/sparql-query", "svg": "image/svg+xml",
    "txt": "text/plain", "wasm": "application/wasm", "xml": "application/xml", "ico": "image/x-icon",
    "woff2": "font/woff2",
}  # fmt: skip
"""Media types by the last ending of a name, which is all that servers look at."""
POLICY = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
QUERY_POLICY = f"{POLICY}; script-src 'self' 'wasm-unsafe-eval'"
"""Of the pages on which a reader asks: a store in the browser is WebAssembly."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Location, ETag",
    "Cache-Control": "no-cache",
    "Vary": "Accept, Accept-Language",
}
_SAFE = re.compile(r"[\w\-./%~+ ]+")
"""Folders that both configurations can name; of the others a comment tells."""
_NGINX = {
    "odd": '    if ($roadmap_raw ~ "^{asked}$") {{ set $roadmap_folder "{folder}"; set $roadmap_link "{link}"; }}',
    "gone": '    if ($roadmap_folder ~ "^(?:en/)?{pattern}(?:/.*|\\.(?:ttl|jsonld|nt|rdf))?$") '
            '{{ set $roadmap_tomb "{link}"; }}',
    "form": '    if ($http_accept ~* "{pattern}") {{ set $roadmap_form {suffix}; }}',
    "type": "        {kind} {suffix};",
    "header": '    add_header {name} "{value}" always;',
    "more": "\n    add_header Content-Security-Policy $roadmap_policy always;"
            "\n    add_header Link $roadmap_link_header always;",
    "alternate": '<{prefix}$roadmap_stem_link.{suffix}>; rel="alternate"; type="{kind}"',
    "percent": "%",
}  # fmt: skip
_APACHE = {
    "odd": 'RewriteCond %{{ENV:ROADMAP_LINK}} "^{asked}$"\n'
           'RewriteRule ^ - "[E=ROADMAP_FOLDER:{folder},E=ROADMAP_LINK:{link}]"',
    "gone": 'RewriteCond %{{ENV:ROADMAP_FOLDER}} "^(?:en/)?{pattern}(?:/.*|\\.(?:ttl|jsonld|nt|rdf))?$"\n'
            'RewriteRule ^ - "[E=ROADMAP_TOMB:{link}]"',
    "form": 'RewriteCond %{{HTTP:Accept}} "{pattern}" [NC]\nRewriteRule ^ - [E=ROADMAP_FORM:{suffix}]',
    "type": "    AddType {kind} .{suffix}",
    "header": '    Header always set {name} "{value}"',
    "more": "",
    "alternate": '<{prefix}%{{ROADMAP_STEM}}e.{suffix}>; rel=\\"alternate\\"; type=\\"{kind}\\"',
    "percent": "\\%",
}  # fmt: skip
