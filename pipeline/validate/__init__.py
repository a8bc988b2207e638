"""Triples and shapes in, what the shapes have to say out: at the cells of a workbook, or at a town's settings.

results       the results for a roadmap, each at its cell
remarks       what is worth a note in cells that are right
whereabouts   the way from a result back to its cells
privacy       what looks personal, found and masked
audit         the results for a catalog, each at ``dataset.toml``
"""

from pipeline.validate.audit import audit
from pipeline.validate.privacy import build_privacy, mask
from pipeline.validate.results import validate

__all__ = ["audit", "build_privacy", "mask", "validate"]
