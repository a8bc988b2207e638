"""What is put into pages of the site as they are served: where queries are answered, and where links lead from."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pipeline.model.site import ENGLISH
from pipeline.serve.resolve import is_file
from pipeline.serve.site import Site

QUERIES = "abfrage"
_HEAD = b"<head>"


def is_query_page(path: str) -> bool:
    """Whether a file is a page on which a reader asks questions."""
    return path.endswith(".html") and path.removeprefix(f"{ENGLISH}/").startswith(f"{QUERIES}/")


def dress(page: bytes, site: Site) -> bytes:
    """A page that asks questions, with the address that answers them."""
    return page.replace(_HEAD, _HEAD + f'\n<meta name="sparql" content="{escape(site.sparql)}">'.encode(), 1)


def not_found_page(site: Site, raw: str) -> bytes | None:
    """The town's page for an address that leads nowhere, with links that lead from that address as from any other."""
    names = [f"{ENGLISH}/404.html", "404.html"] if raw.startswith(f"{ENGLISH}/") else ["404.html"]
    name = next((each for each in names if is_file(site.public, each)), None)
    if name is None:
        return None
    page = (site.public / name).read_bytes().replace(site.index().base.encode(), site.root.encode())
    folder = site.at(f"{ENGLISH}/" if name.startswith(ENGLISH) else "")
    return page.replace(_HEAD, _HEAD + f'\n<base href="{escape(folder)}">'.encode(), 1)


def start_page(towns: Iterable[tuple[str, Site]]) -> bytes:
    """The towns that are served here: what each calls its roadmap, and where it is."""
    items = "\n".join(
        f'<li><a href="{escape(site.root)}">{escape(title)}</a> (<a href="{escape(site.sparql)}">SPARQL</a>)</li>'
        for title, site in towns
    )
    return _START.format(items=items).encode()


_START = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Digitalstrategien</title>
</head>
<body>
<main>
<h1>Digitalstrategien <span lang="en">(digital strategies)</span></h1>
<ul>
{items}
</ul>
</main>
</body>
</html>
"""
