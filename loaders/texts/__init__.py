"""Documents to texts: pages of HTML, PDF, Word."""
