"""The joint review: what departments answer, and what the office does with it."""
