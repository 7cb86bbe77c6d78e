"""Loaders for what annotation tools write."""
