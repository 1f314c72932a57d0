"""Paper: the print desk, the proofs of layouts, and what holders make of a certificate."""
