"""A name is taken back: an edition and what is to go in, the edition without it out; and the proof that it is gone.

erasure       what is to go, and the mark in its place
spelling      a text as the pattern of all its spellings
find          where it stands, byte by byte, in packed files as well
renaming      what a thing is called whose name goes
alone         what nothing but a project said
rewrite       the files of an edition; cut_triples, cut_workbook, cut_calendar and cut_files each know one kind
cut_manifest  what an edition tells besides its files
amend_catalog sizes and digests that are true again
"""

from pipeline.erase.alone import alone_in
from pipeline.erase.amend_catalog import amend_catalog, news_of
from pipeline.erase.cut_manifest import cut_manifest
from pipeline.erase.cut_triples import cut_triples
from pipeline.erase.erasure import MARK, Erasure, notice_of
from pipeline.erase.find import Found, find
from pipeline.erase.renaming import Renaming, build_renaming
from pipeline.erase.rewrite import CHANGES, DATA, GRAPHS, HISTORY, WORKBOOK, Cut, read_data, rewrite

__all__ = [
    "CHANGES",
    "DATA",
    "GRAPHS",
    "HISTORY",
    "MARK",
    "WORKBOOK",
    "Cut",
    "Erasure",
    "Found",
    "Renaming",
    "alone_in",
    "amend_catalog",
    "build_renaming",
    "cut_manifest",
    "cut_triples",
    "find",
    "news_of",
    "notice_of",
    "read_data",
    "rewrite",
]
