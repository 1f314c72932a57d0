"""The rehearsal of a call, for the office."""
