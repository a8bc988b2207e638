"""What comes with the package: the vocabulary, its code lists, the JSON-LD context, the rules and the questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.model.dataset import Dataset
from pipeline.model.graph import Index, Triple, literal_text, parse_turtle
from pipeline.model.question import CodeLists, Question, parse_question
from pipeline.model.report import Rule
from pipeline.model.rules import RuleBook, build_rules, raised
from pipeline.model.vocabulary import DEF
from pipeline.town.severities import severities_of


@dataclass(frozen=True, slots=True)
class Resources:
    """The vocabulary's own triples, those of its code lists, the rules, and the context that JSON-LD is written in.

    ``rules`` are those for a roadmap, ``catalog_rules`` those for the catalog that describes an edition, ``quality``
    the triples of the metrics by which a portal rates such a catalog, ``harvest_rules`` the rules for the place where
    it is published, ``questions`` what an edition can be asked, by name.
    """

    vocabulary: tuple[Triple, ...]
    code_lists: tuple[Triple, ...]
    rules: RuleBook
    catalog_rules: RuleBook
    quality: tuple[Triple, ...]
    context: Mapping[str, Any]
    harvest_rules: RuleBook
    questions: Mapping[str, Question]

    @property
    def all_rules(self) -> Mapping[str, Rule]:
        """Every rule by its id."""
        return {**self.catalog_rules.rules, **self.rules.rules}

    def rules_for(self, dataset: Dataset) -> RuleBook:
        """The rules for a roadmap, each as grave as the town takes it."""
        return raised(self.rules, severities_of(dataset))

    def catalog_rules_for(self, dataset: Dataset) -> RuleBook:
        """The same for its catalog."""
        return raised(self.catalog_rules, severities_of(dataset))


_CATALOG_RULES = "dcat-ap-de.ttl"
_HARVEST_RULES = "harvest.ttl"
_SCHEME = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
_QUALITY = "quality/data-europa-eu.ttl"


@lru_cache(maxsize=1)
def read_resources() -> Resources:
    """Read them from beside the package, where a wheel puts them, or from the top of the repository."""
    ontology, shapes = find_resource("ontology"), find_resource("shapes")
    code_lists = [path for path in sorted(ontology.glob("*.ttl")) if path.name != "ds.ttl"]
    roadmap_rules = [path for path in sorted(shapes.glob("*.ttl")) if path.name not in (_CATALOG_RULES, _HARVEST_RULES)]
    concepts = tuple(triple for path in code_lists for triple in _read(path))
    return Resources(
        vocabulary=_read(ontology / "ds.ttl"),
        code_lists=concepts,
        rules=build_rules(triple for path in roadmap_rules for triple in _read(path)),
        catalog_rules=build_rules(_read(shapes / _CATALOG_RULES)),
        quality=_read(shapes / _QUALITY),
        context=json.loads((ontology / "context.jsonld").read_text("utf-8")),
        harvest_rules=build_rules(_read(shapes / _HARVEST_RULES)),
        questions=_read_questions(ontology / "questions", concepts),
    )


def _read_questions(folder: Path, concepts: Iterable[Triple]) -> Mapping[str, Question]:
    lists = _code_lists(Index(concepts))
    return {
        path.stem: parse_question(path.stem, path.read_text("utf-8"), lists) for path in sorted(folder.glob("*.rq"))
    }


def _code_lists(concepts: Index) -> CodeLists:
    """The concepts of each list, in its own order."""
    return {
        literal_text(scheme).removeprefix(DEF).strip("/"): {
            concepts.text(term, "skos:notation"): concepts.in_both(term, "skos:prefLabel")
            for term in concepts.objects(scheme, "skos:hasTopConcept")
        }
        for scheme in concepts.subjects("rdf:type", f"<{_SCHEME}>")
    }


def find_resource(name: str) -> Path:
    """Where a folder of them lies: ``ontology`` or ``shapes``."""
    package = Path(__file__).parents[1]
    return package / name if (package / name).is_dir() else package.parent / name


def _read(path: Path) -> tuple[Triple, ...]:
    """The triples of a file, its blank nodes told apart from those of other files."""
    prefix = f"_:{path.stem.replace('-', '')}"
    triples = parse_turtle(path.read_text("utf-8"), str(path))
    return tuple(Triple(*(f"{prefix}{term[2:]}" if term.startswith("_:") else term for term in t)) for t in triples)
