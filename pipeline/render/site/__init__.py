"""What citizens see: an edition in, pages in German and English, their pictures, feeds and data out.

writing         the whole site, file by file
matter          what it is made of
pen             writes a page in one language; words and prose are what it says
addresses       the folder of each thing's page
projects        a project: three answers; facts, turns and slip are its parts
paging          a long list to several pages
lists, home, strategy, timeline, news, downloads, feeds, things, statements
                one file for each kind of page
strokes         pictures that stretch
templates/      the markup, the style and the script of the search
"""
