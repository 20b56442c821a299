"""The register: what provinces list in their columns, with the days each document states.

    schema      the tables of register.db, plain enough for Datasette
    entries     one listed document, before and after its page was read
    book        writing: columns, list pages, what was read of a document
    searching   by days, words and full text
    covering    which months of which columns were walked and read
    exchange    a file for colleagues, and back

It is filled by agent.harvest and asked by agent.search.members.register. A document that is only listed
is found by its title and the day of the list.
"""

from __future__ import annotations

from agent.register.book import Register
from agent.register.covering import Covered, covered, covered_province, covering_in_words
from agent.register.entries import Day, Listed, Reading
from agent.register.searching import Row, search

__all__ = [
    "Covered",
    "Day",
    "Listed",
    "Reading",
    "Register",
    "Row",
    "covered",
    "covered_province",
    "covering_in_words",
    "search",
]
