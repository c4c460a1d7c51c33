"""Mapped rows, one module per subject. Importing this package declares every table."""

from dolsdesk.store.tables import audit, cases, desk, people, places, staff

__all__ = ["audit", "cases", "desk", "people", "places", "staff"]
