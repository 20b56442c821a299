"""The searches: each a module whose ``MEMBER`` says all that the rest of the program knows of it.

To add one: a module here, its name in ``agent.wiring.BACKENDS``, and a test of its own against a
service of its shape. Its settings, prices, help and place in ``research doctor`` are read from
``MEMBER``; the import contract holds for everything in this folder.
"""
