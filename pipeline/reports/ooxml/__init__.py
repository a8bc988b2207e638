"""An OOXML workbook as its author's program wrote it, changed in single places with every other byte kept."""
