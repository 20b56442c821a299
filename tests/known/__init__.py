"""How many known happenings a planned query names: the first half of recall, without a network.

    python -m tests.known            # of ../shared/data/known, or of the small invented list
    python -m tests.known --live --province 山西    # what is found, read, verified on the real web

A happening is *named* when a word that any page about it holds, other than the name of a place,
stands in a query that is planned for every sector it may move; its place is named when that stands
in a query too. The changepoint is laid on the day of the happening.
"""
