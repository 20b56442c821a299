"""Golden files: every report, table and list of one sample run and one batch, byte for byte.

``products.py`` makes them, on a fixed clock, without a network; ``kept/`` holds what they were:
``sums.txt`` has the sha256 of each, and beside it stand readable copies of those that a person can
judge a change by (a page as its visible words, a table as its
cells, JSON with long texts cut).

    python -m tests.golden                  what differs from kept/
    python -m tests.golden --write          keep what is made now: then read git diff, and name each
                                            difference in the commit
    python -m tests.golden --into FOLDER    every product in full: in two checkouts, then diff -r

Fingerprints of tables, versions of readers and of the program are replaced, so that a new word in a
table does not change them all.
"""
