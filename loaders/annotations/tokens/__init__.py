"""Corpora that are counted in tokens: CoNLL columns and JSON of token indices."""
