"""The whole, cold: ``roadmap check`` beside morph-kgc followed by pyshacl, on the same rows, in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmark.rows import SAMPLE, write_rows

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("morph-kgc", "pyshacl", "setuptools<81")
_PREDICATES = {
    "Projekt": ("dcterms:title", "xsd:string"),
    "Kurzbeschreibung": ("dcterms:description", "xsd:string"),
    "Handlungsfelder": ("ds:fieldOfAction", "xsd:string"),
    "Thesen": ("ds:thesis", "xsd:string"),
    "Status": ("ds:status", "xsd:string"),
    "Beginn": ("dcat:startDate", "xsd:string"),
    "Ende": ("dcat:endDate", "xsd:string"),
    "Federführung": ("ds:lead", "xsd:string"),
    "Beteiligte": ("ds:partner", "xsd:string"),
    "Externe Beteiligung": ("ds:participation", "xsd:string"),
    "Kosten (€)": ("schema:value", "xsd:decimal"),
    "Quelle": ("foaf:page", "xsd:string"),
    "Stand": ("dcterms:modified", "xsd:string"),
}


def compare_cold(folder: Path, *, rows: int = 50, rounds: int = 5) -> dict[str, float]:
    """Median seconds of both, and the median of the ratios of neighbouring runs."""
    path = write_rows(folder / "cold.csv", rows)
    rival = _environment(folder)
    mapping = _mapping(folder, path)
    shapes = str(REPOSITORY / "shapes" / "roadmap.ttl")
    ours = [sys.executable, "-m", "pipeline", "check", str(path), "--dataset", str(SAMPLE / "dataset.toml")]
    theirs = [
        [str(rival / "python"), "-m", "morph_kgc", str(mapping)],
        [str(rival / "pyshacl"), "-s", shapes, "-f", "human", str(folder / "rival.nt")],
    ]
    times: list[tuple[float, float]] = []
    for _ in range(rounds + 1):
        times.append((_seconds([ours]), _seconds(theirs)))
    times = times[1:]
    own, other = (statistics.median(side) for side in zip(*times, strict=True))
    return {
        "roadmap_check_s": own,
        "morph_kgc_and_pyshacl_s": other,
        "ratio": statistics.median(a / b for a, b in times),
    }


def map_rows(folder: Path, rows: int) -> float:
    """Rows a second that morph-kgc maps to N-Triples, its start included."""
    path = write_rows(folder / "map.csv", rows)
    return rows / _seconds([[str(_environment(folder) / "python"), "-m", "morph_kgc", str(_mapping(folder, path))]])


def _environment(folder: Path) -> Path:
    """The rivals' own environment, made once."""
    home = folder / "rivals"
    if not (home / "bin" / "pyshacl").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(home / "bin" / "pip"), "install", "--quiet", *PACKAGES], check=True)
    return home / "bin"


def _mapping(folder: Path, data: Path) -> Path:
    """morph-kgc's configuration and an RML mapping of the same columns."""
    comma = folder / f"{data.stem}.rival.csv"
    _with_commas(data, comma)
    maps = "".join(
        f"    rr:predicateObjectMap [ rr:predicate {predicate} ; "
        f'rr:objectMap [ rml:reference "{column}" ; rr:datatype {datatype} ] ] ;\n'
        for column, (predicate, datatype) in _PREDICATES.items()
    )
    (folder / "rival.rml.ttl").write_text(_RML.format(data=comma, maps=maps), "utf-8")
    configuration = folder / "rival.ini"
    configuration.write_text(
        f"[CONFIGURATION]\noutput_file: {folder / 'rival.nt'}\noutput_format: N-TRIPLES\nnumber_of_processes: 1\n"
        f"logging_level: ERROR\n[DataSource1]\nmappings: {folder / 'rival.rml.ttl'}\n",
        "utf-8",
    )
    return configuration


def _with_commas(source: Path, target: Path) -> None:
    import csv

    with source.open(encoding="utf-8", newline="") as rows, target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(csv.reader(rows, delimiter=";"))


def _seconds(commands: list[list[str]]) -> float:
    start = time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=REPOSITORY, check=False, capture_output=True)
    return time.perf_counter() - start


_RML = """
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix schema: <https://schema.org/> .
@prefix ds: <https://w3id.org/digitalstrategie/def/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<#projects> a rr:TriplesMap ;
    rml:logicalSource [ rml:source "{data}" ; rml:referenceFormulation ql:CSV ] ;
{maps}    rr:subjectMap [ rr:template "https://w3id.org/digitalstrategie/id/rival/{{Nr.}}" ; rr:class ds:Project ] .
"""
