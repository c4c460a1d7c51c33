"""Models over frozen rows: a tuple of rows and a tuple of columns, and nothing that queries."""
