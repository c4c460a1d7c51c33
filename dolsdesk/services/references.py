"""Gives out references: one counter a kind and year, never the same number twice."""

from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import counters as counters_repo


def request_ref(session: ReadSession, year: int) -> str:
    """Return the next reference of a request received in a year, such as ``26-000123``."""
    return f"{year % 100:02}-{counters_repo.next_number(session, f'request-{year}'):06}"


def person_ref(session: ReadSession) -> str:
    """Return the next reference of a relevant person, such as ``P000123``."""
    return f"P{counters_repo.next_number(session, 'person'):06}"


def fee_ref(session: ReadSession, year: int) -> str:
    """Return the next reference of an order of a year, such as ``F26-00012``."""
    return f"F{year % 100:02}-{counters_repo.next_number(session, f'fee-{year}'):05}"


def finding_ref(session: ReadSession, year: int) -> str:
    """Return the next reference of a finding of a year, such as ``AGT-2026-00012``."""
    return f"AGT-{year}-{counters_repo.next_number(session, f'finding-{year}'):05}"
