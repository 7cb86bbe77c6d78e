"""Loaders of sanctions lists and other official registers of persons and companies."""
