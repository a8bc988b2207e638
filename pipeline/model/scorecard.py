"""What datasets score by the metrics of a portal: points, what each hangs on, and what could not be judged."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.metrics import Dimension, Methodology, Metric
from pipeline.model.report import Rule, Text


@dataclass(frozen=True, slots=True)
class Points:
    """What one metric gives a dataset. ``earned`` is ``None`` where it hangs on an address that nobody asked.

    ``node`` is the IRI of the dataset or distribution that was judged, empty where the dataset has no distribution.
    ``values`` are the terms that it has under the metric's properties, ``statuses`` what each answered as an address
    (0: nothing), ``broken`` the rules for a catalog that it breaks.
    """

    metric: Metric
    earned: int | None
    node: str
    values: tuple[str, ...] = ()
    statuses: tuple[int | None, ...] = ()
    broken: tuple[Rule, ...] = ()

    @property
    def best(self) -> int:
        """What the metric gives at most."""
        return self.metric.if_true

    @property
    def is_full(self) -> bool:
        """True when nothing is missing."""
        return self.earned == self.best


@dataclass(frozen=True, slots=True)
class DatasetScore:
    """The points of a dataset by metric, in the order of the metrics. ``distribution`` is the one that counts."""

    iri: str
    title: Text
    points: tuple[Points, ...]
    distribution: str = ""

    @property
    def total(self) -> int:
        """The points earned; what was not checked gives none."""
        return sum(points.earned or 0 for points in self.points)

    @property
    def best(self) -> int:
        """The points of a dataset that lacks nothing."""
        return sum(points.best for points in self.points)

    @property
    def unchecked(self) -> int:
        """The points that hang on addresses nobody asked."""
        return sum(points.best for points in self.points if points.earned is None)

    @property
    def rating(self) -> Text:
        """The portal's word for that many points."""
        return next((words for least, words in _RATINGS if self.total >= least), _LOWEST)

    def of(self, dimension: Dimension) -> tuple[Points, ...]:
        """The points in one dimension."""
        return tuple(points for points in self.points if points.metric.dimension == dimension)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The scores of all datasets of a catalog, by which methodology."""

    methodology: Methodology
    datasets: tuple[DatasetScore, ...]


# The least points of each rating, as data.europa.eu/mqa/methodology has them.
_RATINGS = (
    (351, Text("Ausgezeichnet", "Excellent")),
    (221, Text("Gut", "Good")),
    (121, Text("Ausreichend", "Sufficient")),
)
_LOWEST = Text("Mangelhaft", "Bad")
