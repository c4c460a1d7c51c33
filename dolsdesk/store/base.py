"""The declarative base: names of constraints, and the columns that every table shares."""

from datetime import date, datetime, time
from typing import Annotated, Any

from sqlalchemy import BigInteger, Date, ForeignKey, Integer, MetaData, Time
from sqlalchemy.orm import DeclarativeBase, mapped_column

from dolsdesk.store.types import Document, Line, Prose, UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

#: What numbers rows. SQLite counts them only in a column declared INTEGER. A foreign key says it
#: too, because the table it names may not be there to be asked.
KEY = BigInteger().with_variant(Integer(), "sqlite")

Pk = Annotated[int, mapped_column(KEY, primary_key=True, autoincrement=True)]
PersonFk = Annotated[int, mapped_column(KEY, ForeignKey("person.id"), index=True)]
PlaceFk = Annotated[int, mapped_column(KEY, ForeignKey("place.id"), index=True)]
RequestFk = Annotated[int, mapped_column(KEY, ForeignKey("request.id"), index=True)]
AssessorFk = Annotated[int, mapped_column(KEY, ForeignKey("assessor.id"), index=True)]
StaffFk = Annotated[int, mapped_column(KEY, ForeignKey("staff.id"))]
Text = Annotated[str, mapped_column(Prose, default="")]
Words = Annotated[str, mapped_column(Line, default="")]


class Base(DeclarativeBase):
    """Every table. No relationships: a query says what it loads."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  (read by SQLAlchemy)
        date: Date(),
        time: Time(),
        datetime: UtcDateTime(),
        str: Line,
        dict[str, Any]: Document,
        list[Any]: Document,
    }
