"""Two editions to the progress between them: the statements of both in, the figures for a council out.

projects   what an edition says of each project
judge      what is done, late, in danger or cancelled
spans      how long it is from one date to another
coverage   which projects serve which thesis and field
money      what was planned and what was spent
gauges     how far the town has come by each indicator
"""

from pipeline.review.judge import review
from pipeline.review.projects import Said

__all__ = ["Said", "review"]
