"""Identity: which records are the same entity, by whose decision and on what ground."""
