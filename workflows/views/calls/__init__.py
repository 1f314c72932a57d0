"""What the office, the deciders and the auditor do with a whole call."""
