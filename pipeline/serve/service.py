"""What can be asked at an address, as SPARQL 1.1 Service Description, in the form that a client asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response

from pipeline.model.graph import Triple, curie, literal, reading_order
from pipeline.model.report import Text
from pipeline.model.vocabulary import PREFIXES
from pipeline.render.formats.jsonld import json_ld_writer
from pipeline.render.formats.rdf import render_n_triples, render_rdf_xml, render_turtle
from pipeline.serve.accept import choose_language, choose_type
from pipeline.serve.pages import QUERIES
from pipeline.serve.replies import LANGUAGES, refuse, reply, see_other
from pipeline.serve.resolve import is_file
from pipeline.serve.site import Site

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_PREFIXES = {**PREFIXES, "sd": _SD, "formats": _FORMATS}
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
            "N-Triples", "JSON-LD", "RDF_XML")  # fmt: skip
_WRITERS: Mapping[str, Callable[[Sequence[Triple]], bytes]] = {
    "text/turtle": lambda triples: render_turtle(triples, _PREFIXES),
    "application/ld+json": json_ld_writer({"@context": dict(_PREFIXES)}),
    "application/n-triples": render_n_triples,
    "application/rdf+xml": lambda triples: render_rdf_xml(triples, _PREFIXES),
}


def describe_service(request: Request, site: Site) -> Response:
    """The description for programs; people are led to the page on which they ask."""
    language = choose_language(request.headers.get("accept-language", ""), LANGUAGES)
    pages = [f"{way}{QUERIES}/editor/index.html" for way in (("en/", "") if language == "en" else ("",))]
    page = next((each for each in pages if is_file(site.public, each)), None)
    offered = (*_WRITERS, *(("text/html",) if page else ()))
    chosen = choose_type(request.headers.get("accept", ""), offered)
    if chosen is None:
        there = ", ".join(offered)
        return refuse(request, 406, Text(f"Es gibt: {there}", f"There is: {there}"), headers=_VARY)
    if page and chosen == "text/html":
        return see_other(site.at(page), headers=_VARY)
    return reply(request, _WRITERS[chosen](_describe(_address(request, site), site)), chosen, headers=_VARY)


_VARY = {"Vary": "Accept, Accept-Language"}


def _address(request: Request, site: Site) -> str:
    """The address as the client knows it; as the town's IRIs have it where it told none."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        return f"{site.index().base}sparql"
    return f"{request.url.scheme}://{host}{site.sparql}"


_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")


def _describe(address: str, site: Site) -> list[Triple]:
    service, data, graph = (f"<{address}{part}>" for part in ("", "#dataset", "#default-graph"))
    index = site.index()
    triples = [
        Triple(service, curie("rdf:type"), f"<{_SD}Service>"),
        Triple(service, f"<{_SD}endpoint>", service),
        Triple(service, f"<{_SD}supportedLanguage>", f"<{_SD}SPARQL11Query>"),
        Triple(service, f"<{_SD}defaultDataset>", data),
        Triple(data, curie("rdf:type"), f"<{_SD}Dataset>"),
        Triple(data, curie("dcterms:title"), literal(index.title.de, language="de")),
        Triple(data, curie("dcterms:title"), literal(index.title.en, language="en")),
        Triple(data, f"<{_SD}defaultGraph>", graph),
        Triple(graph, curie("rdf:type"), f"<{_SD}Graph>"),
        *(Triple(service, f"<{_SD}resultFormat>", f"<{_FORMATS}{name}>") for name in _RESULTS),
    ]
    if index.license:
        triples.append(Triple(data, curie("dcterms:license"), f"<{index.license}>"))
    return sorted(triples, key=reading_order)
