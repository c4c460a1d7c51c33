"""Gives out the numbers of references."""

from sqlalchemy.orm import Session

from dolsdesk.store.tables.counters import CounterRow


def next_number(session: Session, name: str) -> int:
    """Return the next number of a counter; call it inside a write."""
    row = session.get(CounterRow, name, with_for_update=True)
    if row is None:
        row = CounterRow(name=name, last=0)
        session.add(row)
    row.last += 1
    session.flush()
    return row.last
