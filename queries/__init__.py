"""Questions to a case, and their answers."""
