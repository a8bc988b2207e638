"""Fifty queries that mean no good, or would come to none: what a store that is open to the world will be asked."""

from __future__ import annotations

from collections.abc import Mapping

ANYTHING = "?s ?p ?o"
_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_UPDATES = (
    "INSERT DATA { <urn:x> <urn:y> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:{port}/load>",
    "CLEAR ALL",
    "DROP GRAPH <urn:x>",
    "CREATE GRAPH <urn:x>",
    "COPY DEFAULT TO <urn:x>",
    "PREFIX select: <urn:x> # SELECT\nINSERT DATA {{ select:a select:b 1 }}".replace("{{", "{").replace("}}", "}"),
    "SELECT * { ?s ?p ?o } ; LOAD <http://127.0.0.1:{port}/after>",
)
_ELSEWHERE = (
    "SELECT * { SERVICE <http://127.0.0.1:{port}/plain> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE SILENT <http://127.0.0.1:{port}/subquery> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ?o . FILTER EXISTS { service <http://127.0.0.1:{port}/lower> { ?s ?p ?o } } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:{port}/escaped> { ?s ?p ?o } }",
    "SELECT * { \\U00000053\\u0045RVICE <http://127.0.0.1:{port}/twice> { ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1:{port}/variable> AS ?where) SERVICE ?where { ?s ?p ?o } }",
    'SELECT * { BIND("\\u0022 AS ?x) SERVICE <http://127.0.0.1:{port}/quote> { ?s ?p ?o } # ") }',
    "SELECT * { ?s ?p '#' . SERVICE#\n<http://127.0.0.1:{port}/comment> { ?s ?p ?o } }",
    "SELECT * FROM <http://127.0.0.1:{port}/from> { ?s ?p ?o }",
    "SELECT * FROM NAMED <http://127.0.0.1:{port}/named> { GRAPH ?g { ?s ?p ?o } }",
    "BASE <http://127.0.0.1:{port}/> SELECT * FROM <base> { ?s ?p ?o }",
    "PREFIX x: <http://127.0.0.1:{port}/> SELECT * FROM x:prefixed { ?s ?p ?o }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
)
_LONG = (
    f"SELECT * {{ {_CROSS} }} ORDER BY ?a ?d ?g",
    f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}",
    f"SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?d))) AS ?n) {{ {_CROSS} }}",
    f"SELECT ?a (COUNT(*) AS ?n) {{ {_CROSS} }} GROUP BY ?a ?d",
    f"ASK {{ {_CROSS} FILTER(?a = ?l && ?b = ?c && ?d = ?i && ?f = 7) }}",
    f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {_CROSS} FILTER(STRLEN(STR(?l)) > 100000) }}",
    "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:x>)* ?b . ?c (<urn:x>|!<urn:x>)* ?d }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^(!<urn:x>))* ?b . ?b (!<urn:x>|^(!<urn:x>))* ?c }",
    "SELECT * { ?a (((!<urn:x>)*)*)* ?b . ?b (((!<urn:x>)*)*)* ?a } ORDER BY ?b",
    "DESCRIBE ?a { ?a (!<urn:x>|^(!<urn:x>))+ ?b . ?c (!<urn:x>|^(!<urn:x>))+ ?d FILTER(?a = ?d) }",
    'SELECT * { ?s ?p ?o . ?a ?b ?c FILTER(REGEX(CONCAT(STR(?s), STR(?c)), "(a|aa)+(a|aa)+(a|aa)+$")) }',
    'SELECT * { ?s ?p ?o . ?a ?b ?c FILTER(REGEX(STR(?o), "^(([a-z])+.)+[A-Z]([a-z])+$")) } ORDER BY ?s',
    'SELECT * { ?s ?p ?o . ?a ?b ?c FILTER(REGEX(STR(?o), "(x{1,900}){1,9}")) }',
    'SELECT (COUNT(?x) AS ?n) { ?s ?p ?o . ?a ?b ?c BIND(REPLACE(STR(?s), ".", STR(?a)) AS ?x) }',
    "SELECT (COUNT(?h) AS ?n) { ?s ?p ?o . ?a ?b ?c BIND(SHA512(CONCAT(STR(?s), STR(?a))) AS ?h) }",
    "SELECT * { ?s ?p ?o MINUS { ?a ?b ?c . ?d ?e ?f } } ORDER BY ?s",
    "SELECT * { ?s ?p ?o . OPTIONAL { ?a ?b ?c . OPTIONAL { ?d ?e ?f FILTER(?f > ?c) } } } ORDER BY DESC(?s)",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . FILTER NOT EXISTS { ?a ?b ?c . ?d ?e ?f FILTER(?c = ?s && ?f = ?a) } }",
    "SELECT * { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?g1 ?h1 ?i1 } } ORDER BY ?g ?h",
    "SELECT (COUNT(*) AS ?n) { " + " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"] * 60) + " }",
)
_LARGE = (
    "SELECT * { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(300)))} }}" for n in range(6))
    + " } ORDER BY ?v0",
    "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); separator=' ') AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    'SELECT ?x { BIND("aaaaaaaaaaaaaaaa" AS ?a0) '
    + " ".join(f"BIND(CONCAT({', '.join([f'?a{n}'] * 16)}) AS ?a{n + 1})" for n in range(9))
    + " BIND(?a9 AS ?x) }",
    "SELECT DISTINCT ?x { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND(CONCAT(STR(?a), STR(?d), STR(?g)) AS ?x) }",
)
_ODD = (
    "SELECT * { " + "{ " * 6000 + ANYTHING + " }" * 6000 + " }",
    "SELECT (" + "(" * 5000 + "1" + ")" * 5000 + " AS ?x) {}",
    f"SELECT * {{ {ANYTHING} FILTER({'!' * 20000}true) }}",
)
HOSTILE: tuple[str, ...] = (*_UPDATES, *_ELSEWHERE, *_LONG, *_LARGE, *_ODD)
KINDS: Mapping[str, tuple[str, ...]] = {
    "updates": _UPDATES, "elsewhere": _ELSEWHERE, "long": _LONG, "large": _LARGE, "odd": _ODD,
}  # fmt: skip


def at_port(query: str, port: int) -> str:
    """The query, with the addresses in it those of a listener."""
    return query.replace("{port}", str(port))
