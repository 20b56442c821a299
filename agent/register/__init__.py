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

REGISTER = "register "
"""How the line begins that says what the register covers."""
