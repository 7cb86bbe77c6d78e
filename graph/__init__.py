"""What a case is: claims, how they are kept, and how they become a graph."""
