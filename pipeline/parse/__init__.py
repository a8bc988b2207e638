"""A workbook in, a roadmap out: its tables are found, then each row is a project or explained, each cell a value.

locate        the tables of each sheet, and what is wrong with them
  parts       the part of a sheet that each table takes up
  header      the rows that hold the titles;  further  what follows them and is no project yet
  titles      what a title means;  columns  what is wrong with columns
  foreign     tables of something else below the first
  sideways, copies, hidden    tables on their side, sheets that repeat another, what is left out
projects      the rows of a table, each a project or the reason why it is none
  classify    what a row is, by  groups, thin, totals, prefilled  and what is  merged  into it
  sight, endings, strange    what was seen so far, the rows below the last project, tables of something else
  keys        the key of a row;  conventions  how the cells of a column write;  shown, cells  what a cell says
  placeholders, outliers, asides    what there is to say about keys, amounts and rows besides
decisions     what there is to say about the decisions behind projects, once these are known;  papers  their numbers
circular      what a unit answered in a circular that came back
history       the sheet of what projects have been
indicators    the sheets of what the strategy is measured by
  indicator_titles    where they stand;  indicator_lines  which rows are one indicator's
  indicator_figures   what these measured and aim at;  figures  what a cell of figures says
meanings      what a value would mean in a cell, for whoever holds values together
rows          what stands in a row, whatever it is
"""

from pipeline.parse.circular import read_circular
from pipeline.parse.decisions import judge_decisions
from pipeline.parse.history import History, parse_history
from pipeline.parse.indicators import Indicators, parse_indicators
from pipeline.parse.locate import Located, locate
from pipeline.parse.meanings import read_meanings
from pipeline.parse.projects import Parsed, parse

__all__ = [
    "History",
    "Indicators",
    "Located",
    "Parsed",
    "judge_decisions",
    "locate",
    "parse",
    "parse_history",
    "parse_indicators",
    "read_circular",
    "read_meanings",
]
