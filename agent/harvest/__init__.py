"""Walking the columns of a province into the register: lists first, then the pages they list.

    listing     a list page: its repeated rows of link and day, and where the list goes on
    walking     a column, page after page, until it ends, repeats itself or is older than wanted
    reading     what the page of a listed document says, for the register
    run         a province: resumable, incremental, never more than one at a time

Everything is written as it comes, so that a harvest that is killed goes on where it was.
"""

from __future__ import annotations

from agent.harvest.run import Ended, Harvest, Plan, planned

__all__ = ["Ended", "Harvest", "Plan", "planned"]
