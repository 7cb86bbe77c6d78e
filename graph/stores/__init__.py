"""Where a projection lives: graph engines behind one small protocol."""
