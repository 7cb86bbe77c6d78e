"""Loaders: what turns files into claims."""
