"""The signatory's queue."""
