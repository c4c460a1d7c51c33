"""Some cases of a list taken out: as a workbook, as a plain table, or on paper.

Each copy goes into the audit trail. Names are in all of them, so a workbook or a plain table needs
the leave to export; paper needs leave to see every case.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dolsdesk.clock import LONDON
from dolsdesk.domain import text
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.reporting import Cell, Heading, Table, Value
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import council, files, words, worklist
from dolsdesk.services.context import Context
from dolsdesk.services.worklist import Bucket, CaseLine, Query

_TITLE = "Cases"
#: What paper has room for, of the headings below.
_ON_PAPER = ("Reference", "Person", "Home or hospital", "Due", "Authority", "State", "Next",
             "Best interests assessor")  # fmt: skip
_HEADINGS = (
    "Reference", "Person", "Born", "Home or hospital", "Received", "Urgent", "Priority", "Due",
    "Authority", "Expires", "State", "Next", "Next contact", "Best interests assessor",
    "Mental health assessor",
)  # fmt: skip


def as_xlsx(ctx: Context, request_ids: Iterable[int]) -> bytes:
    """Return some cases as a workbook with real dates, in the order given.

    Raises:
        NotPermitted: this person may not export.
        Refused: no case is named.
    """
    from dolsdesk.reports import spreadsheet

    lines = _taken(ctx, Act.EXPORT, request_ids, "xlsx")
    return spreadsheet.listing(_table(lines, ctx.today), author=council.name(ctx))


def as_csv(ctx: Context, request_ids: Iterable[int]) -> str:
    """Return some cases as CSV with a byte order mark and ISO dates, in the order given.

    Raises:
        NotPermitted: this person may not export.
        Refused: no case is named.
    """
    from dolsdesk.reports import plain

    lines = _taken(ctx, Act.EXPORT, request_ids, "csv")
    return plain.listing(_table(lines, ctx.today))


def as_pdf(ctx: Context, request_ids: Iterable[int]) -> bytes:
    """Return some cases on paper, in the order given.

    Raises:
        NotPermitted: this person does not see every case.
        Refused: no case is named.
    """
    from dolsdesk.reports import case_list
    from dolsdesk.reports.model import Meta

    lines = _taken(ctx, Act.READ_ALL, request_ids, "pdf")
    table = _table(lines, ctx.today)
    places = [_HEADINGS.index(name) for name in _ON_PAPER]
    at = ctx.clock.now().astimezone(LONDON)
    name = council.name(ctx)
    return case_list.render(
        headings=[table.headings[place] for place in places],
        rows=[[row[place].text for place in places] for row in table.rows],
        said=words.sentence("LIST_SHORT", n=len(lines), at=text.moment(at)),
        meta=Meta(
            title=_TITLE,
            council=name,
            reference=text.number_of(len(lines), "case"),
            footer_person="",
            template=f"edition {ctx.book.edition}",
            produced=f"{text.long_date(at.date())} at {text.clock_time(at.time())}",
            author=name,
        ),
    ).content


def save(ctx: Context, request_ids: Iterable[int], ending: str, path: Path) -> None:
    """Write some cases to a file the person chose: ``pdf``, ``xlsx`` or ``csv``.

    Raises:
        DeskError: this person may not take them out, the disk is full, or the folder is not there
            or closed.
    """
    ids = tuple(request_ids)
    makers = {
        "pdf": lambda: as_pdf(ctx, ids),
        "xlsx": lambda: as_xlsx(ctx, ids),
        "csv": lambda: as_csv(ctx, ids).encode("utf-8"),
    }
    files.write(path, makers[ending]())


def file_name(on: date, ending: str) -> str:
    """Return the name of the file; it names nobody."""
    return f"cases_{on:%Y%m%d}.{ending}"


def _taken(ctx: Context, act: Act, request_ids: Iterable[int], form: str) -> tuple[CaseLine, ...]:
    """Return the lines of some cases, and note in the trail that they were taken out."""
    ctx.require(act)
    wanted = tuple(dict.fromkeys(request_ids))
    if not wanted:
        raise Refused("BULK_NOBODY")
    query = Query(bucket=Bucket.ALL, ids=wanted)
    found = {one.request_id: one for one in worklist.page(ctx, query, limit=len(wanted)).rows}
    lines = tuple(found[one] for one in wanted if one in found)
    with ctx.acting(act) as write:
        write.record(
            "export", "list", None,
            after={"as": form, "cases": len(lines), "refs": [one.ref for one in lines],
                   "with_names": True},
        )  # fmt: skip
    return lines


def _table(lines: Iterable[CaseLine], today: date) -> Table:
    return Table(
        _TITLE,
        tuple(Heading(name, is_number=False) for name in _HEADINGS),
        tuple(tuple(map(Cell, _values(line, today))) for line in lines),
    )


def _values(line: CaseLine, today: date) -> tuple[Value, ...]:
    return (
        line.ref,
        line.person_name,
        line.born_on,
        line.place_name,
        line.received_on,
        "Urgent" if line.urgent_given else "Standard",
        words.fact(line.priority) if line.priority else "",
        line.due_on,
        _authority(line, today),
        line.expires_on,
        words.fact("state_negative" if line.state is RequestState.NEGATIVE else line.state.value),
        words.fact(f"step_{line.next_step}") if line.next_step else "",
        line.next_contact_on,
        line.bia_name,
        line.mh_name,
    )


def _authority(line: CaseLine, today: date) -> str:
    """Return what is known of the authority on a day, in words."""
    since = line.no_authority_from
    if since is not None:
        said = "None since" if since <= today else "None from"
        return f"{said} {text.short_date(since)}"
    return f"To {text.short_date(line.expires_on)}" if line.expires_on else ""
