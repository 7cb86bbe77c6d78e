"""The question library: one file a question."""
