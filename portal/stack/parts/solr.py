"""Solr: the search index, in a Java process of its own."""

from stack import http
from stack.install import SOLR
from stack.layout import Layout
from stack.ports import LOOPBACK
from stack.process import Part


def url(port: int) -> str:
    """The core that CKAN searches in."""
    return f"http://{LOOPBACK}:{port}/solr/ckan"


def describe(layout: Layout, port: int) -> Part:
    """The server, with as much memory as a bench needs."""
    return Part(
        name="solr",
        command=(
            *("java", "-Xmx512m", "-Dsolr.log.level=WARN", "-cp", f"{layout.solr_jars}/*"),
            *(str(SOLR / "Solr.java"), str(layout.solr_home), str(port)),
        ),
        ready=lambda: http.answers(f"{url(port)}/select?q=*:*&rows=0"),
        ready_within_s=120,
    )
