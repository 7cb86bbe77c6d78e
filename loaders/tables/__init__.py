"""Tables through a mapping: CSV, TSV and XLSX whose columns a user's YAML file explains."""
