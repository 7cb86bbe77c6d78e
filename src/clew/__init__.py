"""Clew: a knowledge graph in which every line can be proved."""
