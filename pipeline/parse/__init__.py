"""A workbook in, a roadmap out: its tables are found, then each row is a project or explained, each cell a value.

locate     the table of each sheet, by its headers
projects   its rows, each a project or the reason why it is none
rows       what kind of row a row is
cells      what a cell says
"""

from pipeline.parse.locate import Located, locate
from pipeline.parse.projects import Parsed, parse

__all__ = ["Located", "Parsed", "locate", "parse"]
