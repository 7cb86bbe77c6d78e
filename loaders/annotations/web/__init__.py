"""Annotations of the web: W3C, Recogito, Hypothesis."""
