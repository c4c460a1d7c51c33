"""Logging a request, with the legal dates beside it."""
