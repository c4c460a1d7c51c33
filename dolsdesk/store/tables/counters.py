"""Reference counters."""

from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import Base


class CounterRow(Base):
    """The last number given out for a kind of reference in a year."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
