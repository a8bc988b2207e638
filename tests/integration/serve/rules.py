"""A published folder to rules for nginx and Apache: things lead to documents, what was taken back is gone.

The town's own rules are those in ``internal/``; these say in few lines what such rules must do, and prove that the
files need nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag

from pipeline.render.site.addresses import as_link, folder_of
from tests.integration.serve.servers import TYPES_BY_SUFFIX
from tests.link_check import iris_in, is_below

_FORMS = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples",
          "rdf": "application/rdf+xml"}  # fmt: skip


def odd_folders(public: Path, base: str) -> dict[str, str]:
    """The paths of IRIs that do not lead to their folder by files alone, each with that folder."""
    paths = {urldefrag(iri).url.removeprefix(base) for iri in iris_in(public, base)}
    folders = {path: folder_of(base + path, base) for path in sorted(paths)}
    return {path: folder for path, folder in folders.items() if unquote(path).strip("/") != folder}


def gone_paths(public: Path, base: str, withdrawn: Iterable[str]) -> list[str]:
    """The paths of what was taken back, and of the documents that told of it."""
    things = [urldefrag(iri).url for iri in iris_in(public, base)]
    below = sorted({iri.removeprefix(base) for iri in things if is_below(iri, withdrawn)})
    ends = ("", "/", "/index.html", *(f".{suffix}" for suffix in _FORMS))
    pages = [f"{language}{path}" for path in below for language in ("", "en/")]
    return [*dict.fromkeys(f"{path}{end}" for path in pages for end in ends)]


def nginx_rules(public: Path, base: str, withdrawn: Iterable[str], port: int) -> str:
    """What stands in ``http { … }``."""
    odd = odd_folders(public, base)
    gone = "\n".join(f'        "~^{_pattern("/" + path)}$" 1;' for path in gone_paths(public, base, withdrawn))
    folders = "\n".join(f'        "~^{_pattern("/" + path)}$" "/{folder}";' for path, folder in odd.items())
    links = "\n".join(f'        "~^{_pattern("/" + path)}$" "/{as_link(folder)}";' for path, folder in odd.items())
    wanted = "\n".join(f'        "~*^\\s*{_pattern(media_type)}" {suffix};' for suffix, media_type in _FORMS.items())
    types = "\n".join(f"            {kind} {suffix};" for suffix, kind in TYPES_BY_SUFFIX.items())
    alternates = ", ".join(
        f'<$link.{suffix}>; rel=\\"alternate\\"; type=\\"{kind}\\"' for suffix, kind in _FORMS.items()
    )
    return f"""
    map $request_uri $raw {{ default ""; "~^(?<path>[^?]*)" $path; }}
    map $raw $gone {{ default "";
{gone}
    }}
    map $raw $folder {{ default $uri;
{folders}
    }}
    map $raw $link {{ default $raw;
{links}
    }}
    map $http_accept $wanted {{ default html;
{wanted}
    }}
    map $http_accept_language $wanted_language {{ default ""; "~*^\\s*en" /en; }}
    server {{
        listen 127.0.0.1:{port};
        root {public};
        absolute_redirect off;
        types {{
{types}
        }}
        location ~ ^/(editions|current)/.*\\.csv-metadata\\.json$ {{ types {{ }} default_type application/csvm+json; }}
        error_page 410 /404.html;
        location = /404.html {{ }}
        location / {{
            set $form $wanted;
            set $language $wanted_language;
            set $target "";
            if ($gone) {{ return 410; }}
            if (!-f "$document_root$folder.$form") {{ set $form html; }}
            if (!-f "$document_root$language$folder/index.html") {{ set $language ""; }}
            if (-f "$document_root$language$folder/index.html") {{ set $target "$language$link/index.html"; }}
            if ($form != html) {{ set $target "$link.$form"; }}
            if ($raw ~ "/$") {{ set $target ""; }}
            if (-f $request_filename) {{ set $target ""; }}
            add_header Vary "Accept, Accept-Language" always;
            add_header Link "{alternates}" always;
            if ($target) {{ return 303 $target; }}
            index index.html;
        }}
    }}"""


def apache_rules(public: Path, base: str, withdrawn: Iterable[str]) -> str:
    """What stands in the configuration of a host."""
    odd = odd_folders(public, base)
    gone = "\n".join(
        f"SetEnvIf Request_URI ^{_pattern('/' + unquote(path))}$ GONE" for path in gone_paths(public, base, withdrawn)
    )
    folders = "\n".join(_odd_in_apache(path, folder) for path, folder in odd.items())
    types = "\n".join(f"AddType {kind} .{suffix}" for suffix, kind in TYPES_BY_SUFFIX.items())
    wanted = "\n".join(
        f"RewriteCond %{{HTTP:Accept}} ^\\s*{_pattern(kind)} [NC]\nRewriteRule ^ - [E=FORM:{suffix}]"
        for suffix, kind in _FORMS.items()
    )
    alternates = ", ".join(
        f'<%{{LINK}}e.{suffix}>; rel=\\"alternate\\"; type=\\"{kind}\\"' for suffix, kind in _FORMS.items()
    )
    return f"""
DocumentRoot {public}
AllowEncodedSlashes NoDecode
MergeSlashes Off
DirectorySlash Off
DirectoryIndex index.html
<Directory {public}>
    Options FollowSymLinks
    Require all granted
</Directory>
{types}
<FilesMatch "\\.csv-metadata\\.json$">
    ForceType application/csvm+json
</FilesMatch>
ErrorDocument 410 /404.html
{gone}
RewriteEngine On
RewriteCond %{{ENV:REDIRECT_STATUS}} ^$
RewriteCond %{{ENV:GONE}} .
RewriteRule ^ - [R=410,L]
RewriteCond %{{REQUEST_URI}} /$ [OR]
RewriteCond %{{DOCUMENT_ROOT}}%{{REQUEST_URI}} -f
RewriteRule ^ - [L]
RewriteCond %{{THE_REQUEST}} "^[A-Z]+ ([^ ?]*)"
RewriteRule ^ - [E=LINK:%1,E=FOLDER:%{{REQUEST_URI}},E=FORM:html,E=TOLD:]
{folders}
{wanted}
RewriteCond {public}%{{ENV:FOLDER}}.%{{ENV:FORM}} !-f
RewriteRule ^ - [E=FORM:html]
RewriteCond %{{HTTP:Accept-Language}} ^\\s*en [NC]
RewriteCond {public}/en%{{ENV:FOLDER}}/index.html -f
RewriteRule ^ - [E=TOLD:/en]
RewriteCond %{{ENV:FORM}} !html
RewriteRule ^ %{{ENV:LINK}}.%{{ENV:FORM}} [R=303,NE,L]
RewriteCond {public}%{{ENV:FOLDER}}/index.html -f
RewriteRule ^ %{{ENV:TOLD}}%{{ENV:LINK}}/index.html [R=303,NE,L]
Header always set Vary "Accept, Accept-Language"
Header always set Link "{alternates}" env=LINK
"""


def _pattern(text: str) -> str:
    """A text as a pattern of its own, fit for a line of a configuration."""
    return "".join(
        letter if letter.isalnum() else f"\\x{ord(letter):02x}" if ord(letter) < 128 else letter for letter in text
    )


def _odd_in_apache(path: str, folder: str) -> str:
    asked, on_disk, link = _pattern(f"/{path}"), _escaped(f"/{folder}"), _escaped(f"/{as_link(folder)}")
    return f'RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {asked}[ ?]"\nRewriteRule ^ - "[E=LINK:{link},E=FOLDER:{on_disk}]"'


def _escaped(text: str) -> str:
    return text.replace("%", "\\%")


def accepted(public: Path) -> Mapping[str, str]:
    """The forms that lie beside pages, by their media types."""
    return {kind: suffix for suffix, kind in _FORMS.items() if any(public.glob(f"*.{suffix}"))}
