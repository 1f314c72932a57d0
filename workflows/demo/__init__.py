"""The demo city: a fictitious year played through the real verbs. Never part of production."""
