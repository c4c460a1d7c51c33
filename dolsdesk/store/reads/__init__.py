"""What screens and reports ask for: columns in, frozen rows out, always with a limit."""
