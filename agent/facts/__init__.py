"""What a page says, read once into typed facts; extraction and checks stand on it.

Above the readers, which give characters and no judgement, and below whatever claims or judges.
"""
