"""Two-person acts: proposed by one, decided by another."""
