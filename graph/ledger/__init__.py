"""The ledger: what was claimed, by which sources, read how, and what was decided; it only grows."""
