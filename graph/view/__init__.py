"""The picture of a graph: one self-contained file, and pyvis for notebooks."""
