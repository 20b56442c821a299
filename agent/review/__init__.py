"""The page on which people decide what only people can settle.

queue.py    which questions there are, in which order, and which of them are the same
question.py one finding field by field, and the answers that one key gives
compared.py the claim beside its page's passage, a copy beside the issuer's
passage.py  the frozen text of a page with its highlights
desk.py     what the page works with: the store, the cache, the reviewer, the clock
app.py      the routes; guard.py says who may ask, serve.py listens on this machine alone

It never searches, fetches or asks a model: what is shown was stored before.
"""
