"""Which council this is."""

import csv
import io
from dataclasses import dataclass

from dolsdesk import resources
from dolsdesk.domain.text import fold
from dolsdesk.services.context import Context
from dolsdesk.services.templates import NATIONAL
from dolsdesk.store.repos import settings as settings_repo

#: Under which name the store keeps the chosen pack.
PACK_KEY = "form_pack"


@dataclass(frozen=True, slots=True)
class Council:
    """One of the English councils with adult social services responsibilities."""

    gss_code: str
    name: str
    official_name: str
    kind: str
    region: str
    cassr_code: str


def all_councils() -> tuple[Council, ...]:
    """Return the 153 councils by name."""
    rows = csv.DictReader(io.StringIO(resources.text("councils/councils.csv")))
    return tuple(Council(**row) for row in rows)


def find(query: str, councils: tuple[Council, ...]) -> tuple[Council, ...]:
    """Return the councils a half-typed name may mean, those that begin with it first."""
    wanted = fold(query)
    if not wanted:
        return councils
    found = [one for one in councils if wanted in fold(f"{one.name} {one.official_name}")]
    return tuple(sorted(found, key=lambda one: (not fold(one.name).startswith(wanted), one.name)))


def name(ctx: Context) -> str:
    """Return the official name of the council that keeps this store."""
    return settings(ctx).get("council_name", "")


def letterhead(ctx: Context) -> str:
    """Return name and address as they stand on paper."""
    held = settings(ctx)
    return "\n".join(
        part for part in (held.get("council_name", ""), held.get("council_address", "")) if part
    )


def pack(ctx: Context) -> str:
    """Return the pack of forms that the council has chosen."""
    return settings(ctx).get(PACK_KEY, NATIONAL)


def settings(ctx: Context) -> dict[str, str]:
    """Return the settings everybody who opens this store shares."""
    with ctx.reading() as session:
        return settings_repo.read(session)
