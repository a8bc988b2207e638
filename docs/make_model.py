"""The ontology to the picture of the model, ``docs/model.svg``: run ``python docs/make_model.py``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from rdflib import RDFS, Graph, URIRef

DOCS = Path(__file__).parent
DS = "https://w3id.org/digitalstrategie/def/"
_WIDTH, _BOX, _HIGH, _ROW = 1330, 210, 54, 84
_LEFT, _MIDDLE, _RIGHT, _OUTER = 20, 395, 755, 1100
"""Where each of the four columns begins."""


@dataclass(frozen=True, slots=True)
class Box:
    """A class in the picture: where its box begins, and how high it is; ``label`` where no term of ours gives one."""

    term: str
    x: int
    y: int
    high: int = _HIGH
    label: str = ""

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle."""
        return self.x + _BOX / 2, self.y + self.high / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """Properties that lead from one class to another, along a straight line."""

    terms: tuple[str, ...]
    start: str
    end: str


def _row(number: int) -> int:
    return 30 + number * _ROW


_PROJECT_FROM, _PROJECT_ROWS = 2, 5
BOXES = (
    Box("skos:ConceptScheme", _LEFT, _row(0), label="vision, fields of action"),
    Box("ds:Strategy", _MIDDLE, _row(0)),
    Box("ds:Decision", _RIGHT, _row(0)),
    Box("ds:Roadmap", _MIDDLE, _row(1)),
    Box("ds:Horizon", _RIGHT, _row(1)),
    Box("ds:Project", _MIDDLE, _row(_PROJECT_FROM), _ROW * (_PROJECT_ROWS - 1) + _HIGH),
    Box("ds:Thesis", _LEFT, _row(2)),
    Box("ds:FieldOfAction", _LEFT, _row(3)),
    Box("org:Organization", _LEFT, _row(4), label="organization"),
    Box("ds:ParticipationOffer", _LEFT, _row(5)),
    Box("ds:Participation", _LEFT, _row(6)),
    Box("ds:Status", _RIGHT, _row(2)),
    Box("ds:StatusChange", _RIGHT, _row(3)),
    Box("ds:PlanChange", _RIGHT, _row(4)),
    Box("schema:MonetaryAmount", _RIGHT, _row(5), label="amount of money"),
    Box("dcterms:PeriodOfTime", _RIGHT, _row(6), label="period of time"),
    Box("ds:Goal", _OUTER, _row(0)),
    Box("ds:Indicator", _OUTER, _row(1)),
    Box("ds:Target", _OUTER, _row(2)),
    Box("prov:Entity", _OUTER, _row(3), label="edition"),
    Box("ds:Aspect", _OUTER, _row(4)),
    Box("ds:BudgetKind", _OUTER, _row(5)),
)
ARROWS = (
    Arrow(("dcterms:hasPart",), "ds:Strategy", "skos:ConceptScheme"),
    Arrow(("ds:decision",), "ds:Strategy", "ds:Decision"),
    Arrow(("dcterms:hasPart",), "ds:Strategy", "ds:Roadmap"),
    Arrow(("ds:horizon",), "ds:Roadmap", "ds:Horizon"),
    Arrow(("dcterms:hasPart",), "ds:Roadmap", "ds:Project"),
    Arrow(("skos:hasTopConcept",), "skos:ConceptScheme", "ds:Thesis"),
    Arrow(("ds:thesis",), "ds:Project", "ds:Thesis"),
    Arrow(("ds:fieldOfAction",), "ds:Project", "ds:FieldOfAction"),
    Arrow(("ds:lead", "ds:partner"), "ds:Project", "org:Organization"),
    Arrow(("ds:participationOffer",), "ds:Project", "ds:ParticipationOffer"),
    Arrow(("ds:participation",), "ds:Project", "ds:Participation"),
    Arrow(("ds:status",), "ds:Project", "ds:Status"),
    Arrow(("ds:statusChange",), "ds:Project", "ds:StatusChange"),
    Arrow(("ds:toStatus",), "ds:StatusChange", "ds:Status"),
    Arrow(("ds:planChange",), "ds:Project", "ds:PlanChange"),
    Arrow(("ds:budget",), "ds:Project", "schema:MonetaryAmount"),
    Arrow(("dcterms:temporal",), "ds:Project", "dcterms:PeriodOfTime"),
    Arrow(("ds:goal",), "ds:Indicator", "ds:Goal"),
    Arrow(("ds:target",), "ds:Indicator", "ds:Target"),
    Arrow(("ds:firstSaidIn",), "ds:StatusChange", "prov:Entity"),
    Arrow(("ds:changedAspect",), "ds:PlanChange", "ds:Aspect"),
    Arrow(("ds:budgetKind",), "schema:MonetaryAmount", "ds:BudgetKind"),
)
TITLE = "The model of a digital strategy"
DESCRIPTION = (
    "Boxes are classes, arrows the properties that lead from one to the other. A strategy has a vision of theses, "
    "fields of action and a roadmap. The roadmap has projects, in the middle. A project leads to the theses and "
    "fields it is matched with, to the organizations in the lead and beside, to offers to take part, to its status "
    "with all changes of it, to the changes of its plan, to amounts of money and to its period. "
    "Indicators tell how far the town has come with a goal, and lead to the targets they are to reach."
)
_STYLE = """
  text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: #16202c; }
  .name { font-size: 16px; font-weight: 600; text-anchor: middle; }
  .term { font-size: 14px; text-anchor: middle; fill: #44546a; }
  .property { font-size: 14px; text-anchor: middle; }
  .beside { font-size: 14px; }
  .own { fill: #dbe8f7; stroke: #2f5d93; stroke-width: 1.5; }
  .list { fill: #dcefe2; stroke: #2e7047; stroke-width: 1.5; }
  .other { fill: #ffffff; stroke: #5b6675; stroke-width: 1.5; stroke-dasharray: 6 4; }
  .line { stroke: #5b6675; stroke-width: 1.5; }
  .head { fill: #5b6675; }
  .ground { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8eef5; }
    .term { fill: #b3c0d0; }
    .own { fill: #1c3552; stroke: #7fb0ea; }
    .list { fill: #1b3d2a; stroke: #7ecb9a; }
    .other { fill: #151b23; stroke: #a3afbf; }
    .line { stroke: #a3afbf; }
    .head { fill: #a3afbf; }
    .ground { fill: #0d1117; }
  }
"""


def build_picture(ontology: Graph) -> str:
    """The whole picture, its labels from the ontology."""
    high = _row(7) + 40
    boxes = {box.term: box for box in BOXES}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {high}" role="img" '
        'aria-labelledby="title description">',
        f'<title id="title">{TITLE}</title>',
        f'<desc id="description">{DESCRIPTION}</desc>',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" '
        'orient="auto"><path class="head" d="M0 0 L10 5 L0 10 z"/></marker></defs>',
        f'<rect class="ground" width="{_WIDTH}" height="{high}"/>',
        *(_draw_arrow(arrow, boxes[arrow.start], boxes[arrow.end]) for arrow in ARROWS),
        *(_draw_box(box, ontology) for box in BOXES),
        *_draw_legend(_row(7) + 6),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _draw_box(box: Box, ontology: Graph) -> str:
    x, y = box.middle
    look = _look(box.term, ontology)
    return (
        f'<rect class="{look}" x="{box.x}" y="{box.y}" width="{_BOX}" height="{box.high}" '
        f'rx="{_HIGH // 2 if look == "list" else 6}"/>'
        f'<text class="name" x="{x:g}" y="{y - 4:g}">{escape(box.label or _label(box.term, ontology))}</text>'
        f'<text class="term" x="{x:g}" y="{y + 17:g}">{escape(box.term)}</text>'
    )


def _look(term: str, ontology: Graph) -> str:
    if not term.startswith("ds:"):
        return "other"
    return "list" if (None, RDFS.range, _iri(term)) in ontology and _is_list(term) else "own"


def _is_list(term: str) -> bool:
    """Whether a file of the ontology lists all values there are."""
    words = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in term.removeprefix("ds:"))
    return (DOCS.parent / "ontology" / f"{words.removeprefix('-')}.ttl").exists()


def _iri(term: str) -> URIRef:
    return URIRef(DS + term.removeprefix("ds:"))


def _label(term: str, ontology: Graph) -> str:
    return next(
        str(label) for label in ontology.objects(_iri(term), RDFS.label) if getattr(label, "language", "") == "en"
    )


def _draw_arrow(arrow: Arrow, start: Box, end: Box) -> str:
    """A line across where the boxes stand in different columns, else one up or down."""
    if start.x == end.x:
        down = end.y > start.y
        x, y1, y2 = start.middle[0], start.y + start.high if down else start.y, end.y if down else end.y + end.high
        text = f'<text class="beside" x="{x + 9:g}" y="{(y1 + y2) / 2 + 5:g}">{_names(arrow)}</text>'
        return f'<line class="line" x1="{x:g}" y1="{y1}" x2="{x:g}" y2="{y2}" marker-end="url(#head)"/>{text}'
    y = min(start, end, key=lambda box: box.high).middle[1]
    right = end.x > start.x
    x1, x2 = start.x + _BOX if right else start.x, end.x if right else end.x + _BOX
    text = f'<text class="property" x="{(x1 + x2) / 2:g}" y="{y - 8:g}">{_names(arrow)}</text>'
    return f'<line class="line" x1="{x1}" y1="{y:g}" x2="{x2}" y2="{y:g}" marker-end="url(#head)"/>{text}'


def _names(arrow: Arrow) -> str:
    return escape(", ".join(arrow.terms))


def _draw_legend(y: int) -> list[str]:
    kinds = (("own", "class of our own"), ("list", "values of a code list"), ("other", "class of a standard"))
    places = range(_LEFT, _WIDTH, 230)
    return [
        f'<rect class="{look}" x="{x}" y="{y}" width="30" height="20" rx="{10 if look == "list" else 4}"/>'
        f'<text class="beside" x="{x + 40}" y="{y + 15}">{words}</text>'
        for x, (look, words) in zip(places, kinds, strict=False)
    ]


def read_ontology() -> Graph:
    """The vocabulary."""
    return Graph().parse(DOCS.parent / "ontology" / "ds.ttl")


if __name__ == "__main__":
    (DOCS / "model.svg").write_text(build_picture(read_ontology()), "utf-8")
