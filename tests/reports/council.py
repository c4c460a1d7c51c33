"""The demonstration council, opened to print from, and its cases by what can be written in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dolsdesk.services import cases, opening, worklist
from dolsdesk.services.cases import CaseView
from dolsdesk.services.context import Context
from dolsdesk.services.demo import maker
from dolsdesk.services.demo.plans import SIZES
from dolsdesk.services.worklist import Bucket, Query

AS_AT = date(2026, 11, 23)


@contextmanager
def opened(folder: Path) -> Iterator[Context]:
    """Make the small demonstration council in a folder, open it, and close it again."""
    maker.make(folder, SIZES["small"], seed=1, as_at=AS_AT)
    desk, ctx = opening.desk_and_context(folder, None)
    yield ctx
    desk.close()


def views(ctx: Context) -> Iterator[CaseView]:
    """Yield every case of the council, the newest first."""
    for line in worklist.page(ctx, Query(bucket=Bucket.ALL), limit=400).rows:
        yield cases.open_case(ctx, line.request_id)
