"""Invented answers and reports to print."""

from datetime import date

from dolsdesk.domain.forms.spec import Form
from dolsdesk.domain.reporting import (
    CaseFacts,
    Cell,
    Chart,
    ChartKind,
    Figure,
    Heading,
    Marker,
    Report,
    Section,
    Series,
    Table,
    Tile,
    Unit,
)
from dolsdesk.reports.model import Meta

HOSTILE = "<b>& Sons</i> &amp; <para>\x00\x07\ttab\u200b =1+1 " + "x" * 900 + " 😀 Ωμέγα Жизнь Ŵyn"


def a_meta(form: Form | None = None, **values) -> Meta:
    record = {
        "title": form.title if form else "A paper",
        "council": "Norchester City Council",
        "reference": "26-000001",
        "footer_person": "Ŵ.Ł. born 6 May 1941",
        "template": form.template if form else "T 1",
        "produced": "23 November 2026 at 09:00",
        "author": "Norchester City Council",
        **values,
    }
    return Meta(**record)


def form_5_answers(**values) -> dict:
    return {
        "case_ref": "26-000001",
        "person_name": "Ŵyn Łukasz-O'Neill",
        "born": "6 May 1941",
        "place": "Rosewood House\n2 Hill Road, Norchester\nNX2 2BB",
        "managing_authority": "Rosewood House Limited",
        "supervisory_body": "Norchester City Council\n1 Market Place\nNorchester",
        "in_force": "23 November 2026 at 09:00",
        "last_day": "22 May 2027",
        "period_reason": "Her needs are settled until the care plan is next reviewed.",
        "max_period": "6 months",
        "purpose": "Care and treatment day to day, with two staff.",
        "gap": "None recorded.",
        "conditions": [
            "Offer a walk outside each day, and write down whether she took it.",
            "Ask the GP by 15 January 2027 to review the covert medicine.",
        ],
        **{f"reason_{kind}": f"Why {kind} is met." for kind in ("age", "nr", "mc", "mh", "elig")},
        "eligibility_case": "None of the cases A to E applies",
        "reason_bi": "She is under close supervision.\n\nΕλληνικά и кириллица.",
        "legal_test": "Multi-factorial test: [2026] UKSC 16",
        "assessments": [["Age", "Bea Iqbal", "23 November 2026", "New"]] * 6,
        "equivalents": [],
        "scrutiny": ["All six assessments were read, not only their results"],
        "scrutiny_notes": "",
        "representative": "Sion O'Neill\nSon",
        "representative_terms": "Unpaid",
        "selected_by": "Best interests assessor",
        "consulted": [["Sion O'Neill", "Son", "9 Quay Street"], ["Nell Łukasz", "Sister", ""]],
        "signature": ["Sig Natory", "Head of Safeguarding", "23 November 2026 at 09:00"],
        **values,
    }


def a_chart(kind: ChartKind = ChartKind.LINES, *, values=((1, 4, 2, 8),), **changes) -> Chart:
    count = len(values[0])
    record = {
        "kind": kind,
        "title": "Open requests",
        "labels": tuple(f"Week {number}" for number in range(count)),
        "series": tuple(
            Series(f"Series {number}", tuple(Figure(value, (1,)) for value in row))
            for number, row in enumerate(values)
        ),
        **changes,
    }
    return Chart(**record)


def a_case(request_id: int = 1, **values) -> CaseFacts:
    record = {
        "request_id": request_id,
        "ref": f"26-{request_id:06}",
        "received_on": date(2026, 6, 1),
        "urgent_given": False,
        "priority": "",
        "setting": "care_home",
        "state": "waiting",
        "is_open": True,
        "due_on": date(2026, 6, 21),
        "completed_on": None,
        "decided_on": None,
        "closed_on": None,
        "outcome": "",
        "late_reason": "",
        **values,
    }
    return CaseFacts(**record)


def a_table(**values) -> Table:
    record = {
        "title": "Open requests: by [age]",
        "headings": (Heading("Age", is_number=False), Heading("Number", "All", note=1)),
        "rows": (
            (Cell("=1+1"), Cell(Figure(2, (1, 2)))),
            (Cell("+44"), Cell(date(2026, 6, 2))),
            (Cell("-x"), Cell(Figure(25.0, (1,), Unit.PERCENT))),
            (Cell("@SUM"), Cell(Figure(None, (), Unit.DAYS))),
        ),
        **values,
    }
    return Table(**record)


def a_report(*, tables=None, charts=None, **values) -> Report:
    marker = Marker(2, date(2026, 6, 2), "New legal test, 2 June 2026")
    section = Section(
        code="RP99",
        title="A report",
        answers="What is asked?",
        tiles=(Tile("Open", Figure(2, (1, 2)), "requests", 1),),
        charts=(a_chart(marker=marker),) if charts is None else charts,
        tables=(a_table(),) if tables is None else tables,
        definitions=("Open: not closed.",),
    )
    record = {
        "code": "RP99",
        "name": "a-report",
        "title": "A report",
        "council": "Norchester City Council",
        "first": date(2026, 1, 1),
        "last": date(2026, 11, 23),
        "as_at": date(2026, 11, 23),
        "sections": (section,),
        "cases": {1: a_case(1), 2: a_case(2)},
        **values,
    }
    return Report(**record)
