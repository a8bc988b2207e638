"""Triples and shapes in, what the shapes have to say of the triples out.

terms         a term as rdflib writes it; which are odd
facts         the data, to be looked up
paths         where a path leads, and on which triples that rests
shapes        shapes as values, as far as they are known
constraints   the test of each constraint
compiled      a shape as functions
screen        all shapes compiled, and what they state of data
reach         the triples on which a result rests
processor     pyshacl, the judge of what the screen leaves
judge         both together
"""

from pipeline.model.shacl.found import Found
from pipeline.model.shacl.judge import judge

__all__ = ["Found", "judge"]
