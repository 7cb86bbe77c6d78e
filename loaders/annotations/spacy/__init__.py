"""What Prodigy and spaCy write."""
