"""Settings that everybody who opens the store shares."""

from sqlalchemy.orm import Mapped, mapped_column

from dolsdesk.store.base import Base, Text


class SettingRow(Base):
    """One setting of this store, shared by everybody who opens it."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Text]
