"""The progress of a town as a paper for its council: figures in, a document for Word and a page to print out.

arrange       the paper: what stands where, in one language, as blocks
in_short      its first page
turns         what was done, is new, late, in danger, cancelled, withdrawn
overviews     fields, theses, participation, the table of all projects
spending      planned against actual
foreword      what a person wrote to stand in front
chart         how ends moved, as lines and words in a plane; svg and png draw it
word, page    the paper as DOCX and as HTML
blocks        what a paper is made of
voice         numbers, dates and amounts as each language writes them
"""
