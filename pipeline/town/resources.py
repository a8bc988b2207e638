"""What comes with the package: the vocabulary, its code lists, the JSON-LD context and the rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.model.dataset import Dataset
from pipeline.model.graph import Triple, parse_turtle
from pipeline.model.report import Rule
from pipeline.model.rules import RuleBook, build_rules, raised
from pipeline.town.severities import severities_of


@dataclass(frozen=True, slots=True)
class Resources:
    """The vocabulary's own triples, those of its code lists, the rules, and the context that JSON-LD is written in.

    ``rules`` are those for a roadmap, ``catalog_rules`` those for the catalog that describes an edition, ``quality``
    the triples of the metrics by which a portal rates such a catalog, ``harvest_rules`` those for the place where it is
    published.
    """

    vocabulary: tuple[Triple, ...]
    code_lists: tuple[Triple, ...]
    rules: RuleBook
    catalog_rules: RuleBook
    quality: tuple[Triple, ...]
    context: Mapping[str, Any]
    harvest_rules: RuleBook

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
_QUALITY = "quality/data-europa-eu.ttl"


@lru_cache(maxsize=1)
def read_resources() -> Resources:
    """Read them from beside the package, where a wheel puts them, or from the top of the repository."""
    ontology, shapes = _folder("ontology"), _folder("shapes")
    code_lists = [path for path in sorted(ontology.glob("*.ttl")) if path.name != "ds.ttl"]
    roadmap_rules = [path for path in sorted(shapes.glob("*.ttl")) if path.name not in (_CATALOG_RULES, _HARVEST_RULES)]
    return Resources(
        vocabulary=_read(ontology / "ds.ttl"),
        code_lists=tuple(triple for path in code_lists for triple in _read(path)),
        rules=build_rules(triple for path in roadmap_rules for triple in _read(path)),
        catalog_rules=build_rules(_read(shapes / _CATALOG_RULES)),
        quality=_read(shapes / _QUALITY),
        context=json.loads((ontology / "context.jsonld").read_text("utf-8")),
        harvest_rules=build_rules(_read(shapes / _HARVEST_RULES)),
    )


def _folder(name: str) -> Path:
    package = Path(__file__).parents[1]
    return package / name if (package / name).is_dir() else package.parent / name


def _read(path: Path) -> tuple[Triple, ...]:
    """The triples of a file, its blank nodes told apart from those of other files."""
    prefix = f"_:{path.stem.replace('-', '')}"
    triples = parse_turtle(path.read_text("utf-8"), str(path))
    return tuple(Triple(*(f"{prefix}{term[2:]}" if term.startswith("_:") else term for term in t)) for t in triples)
