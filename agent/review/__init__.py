"""A person settles what the checks could not: a local page, decisions that are only added."""
