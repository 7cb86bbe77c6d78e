"""What a case hands on in the formats of other tools: a file a format, pure and without a store."""
