"""The command line: thin commands over Case, one file a theme."""
