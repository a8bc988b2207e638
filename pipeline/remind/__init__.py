"""A roadmap in, out comes what its units are to be asked, and the circulars that ask it.

choose      which unit is asked what, and who cannot be asked
  points    what there is to ask of a project;  units  whose mailbox is meant by its lead
compose     the requests of one unit as a circular, with what is sent out
answered    what a reply says that fits the circular, and what is wrong with it
"""

from pipeline.remind.answered import judge_reply, judge_stray
from pipeline.remind.choose import Asked, choose
from pipeline.remind.compose import compose
from pipeline.remind.units import told_of_units

__all__ = ["Asked", "choose", "compose", "judge_reply", "judge_stray", "told_of_units"]
