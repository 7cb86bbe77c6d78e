"""brat's standoff files and their configuration."""
