"""Chinese text: fold and locate, dates, document numbers, figures, names, sentences, addresses.

Each module reads one kind of thing and knows nothing of pages, models or the network. What several
of them need stands in ``numerals.py``.
"""
