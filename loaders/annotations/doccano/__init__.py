"""What doccano exports."""
