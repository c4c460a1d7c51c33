"""Papers that came in: the list and the reader that a case and the unfiled papers share."""
