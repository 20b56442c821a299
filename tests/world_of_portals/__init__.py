"""A loopback world of government portals, their columns and searches, and the media beside them.

    documents   what a page of it is, and how its HTML is written
    invented    the small invented province that ships with the tests
    shared      the same from ../shared, at run time: real documents, pages on known happenings
    noise       what else portals and papers hold
    searching   three kinds of search: all words newest first, any word by relevance, titles only
    families    how portals of four makers are asked and answer, in their words
    columns     list pages in five layouts, some with paging in script
    world       one server for all hosts, with challenges and faults
    planted     changepoints around documents, and what is to be found for each
    recall      what was found, read and verified of what was planted

``make recall`` prints the table. Every document is noise for every other. The hosts are those of
the publishers' tables, all led to loopback; nothing here speaks to the network.
"""
