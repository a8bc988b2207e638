"""An OOXML workbook as its author's program wrote it, changed in single places with every other byte kept.

package      the parts by name, their relationships and content types
elements     the elements of a part, with their places in its bytes; markup changes single ones of them
book         the workbook part: its sheets, and one more in front of them
sheet        a worksheet part: its rows, cells and merged ranges; cells writes new cells
styles       the formats of cells, and their coloured twins; specimens remember what each twin stands for
looks        the formats of the report's own sheet
commented    comments at cells: comments is the part that holds them, boxes the drawing they are shown in,
             threads what newer Excel shows in their place
"""
