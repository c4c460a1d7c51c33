"""People: found, their chronology, and entries that may be one person."""
