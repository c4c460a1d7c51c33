"""The reports, against a hand count on the requests of ``tests.reports.eight_cases``."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from dolsdesk import cli
from dolsdesk.domain.reporting import Figure
from dolsdesk.domain.staff import Role
from dolsdesk.errors import NotPermitted, Refused
from dolsdesk.services import reports, words
from dolsdesk.store.repos import staff
from dolsdesk.store.tables.audit import AuditRow
from tests.reports import pdf
from tests.reports.eight_cases import FIRST, LAST, EightCases
from tests.support.desk import World, open_copy


@pytest.fixture(scope="module")
def eight(store_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EightCases]:
    """Return the eight requests, made once: reports only look."""
    world = World(open_copy(store_template, tmp_path_factory.mktemp("eight")))
    yield EightCases(world)
    world.close()


def _cells(content: bytes) -> list:
    book = load_workbook(io.BytesIO(content))
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]


def _tile(section, label: str) -> Figure:
    [tile] = [tile for tile in section.tiles if tile.label == label]
    return tile.figure


def _row(section, title: str, name: str) -> dict[str, Figure]:
    [table] = [table for table in section.tables if table.title == title]
    [row] = [row for row in table.rows if row[0].text == name]
    names = [f"{h.group}: {h.text}" if h.group else h.text for h in table.headings]
    return dict(zip(names[1:], (cell.figure for cell in row[1:]), strict=True))


def test_the_whole_period_equals_the_hand_count(eight):
    [rp01] = eight.report("RP01").sections
    whole = _row(rp01, "All requests, by month", "Period")
    counted = {name: (figure.value, eight.letters(figure)) for name, figure in whole.items()}
    assert counted == {
        "Received": (8, "ABCDEFGH"),
        "Decided: Granted": (4, "BCDE"),
        "Decided: Refused": (1, "F"),
        "Closed": (1, "A"),
        "In time: No.": (3, "BCF"),
        "In time: Share": (60, "BCF"),
        "Days to decision: Median": (20, "BCDEF"),
        "Days to decision: Mean": ((4 + 20 + 21 + 62 + 4) / 5, "BCDEF"),
        "Days to decision: 90th": (pytest.approx(45.6), "BCDEF"),
        "Open at end": (2, "GH"),
    }


def test_each_kind_and_each_month_equals_the_hand_count(eight):
    [rp01] = eight.report("RP01").sections
    urgent = _row(rp01, "Requests with an urgent authorisation, by month", "Period")
    assert (eight.letters(urgent["Received"]), urgent["In time: Share"].value) == ("BFH", 100)
    july = _row(rp01, "Standard requests, by month", "Jul 2026")
    assert eight.letters(july["Received"]) == "E"
    assert eight.letters(july["Decided: Granted"]) == "CD"
    assert eight.letters(july["Open at end"]) == "E"
    may = _row(rp01, "All requests, by month", "May 2026")
    assert (eight.letters(may["Received"]), eight.letters(may["Open at end"])) == ("A", "A")
    assert may["In time: Share"].text == "–"


def test_a_decision_on_the_twenty_first_day_meets_one_measure_and_not_the_other(eight):
    """D was decided 21 days after receipt: in the return's 21 days, a day over the law's."""
    [rp01] = eight.report("RP01").sections
    whole = _row(rp01, "Standard requests, by month", "Period")
    assert (eight.letters(whole["In 21 days: No."]), whole["In 21 days: Share"].text) == (
        "CD",
        "67%",
    )
    assert eight.letters(whole["In time: No."]) == "C"


def test_the_tiles_say_the_same_as_the_tables(eight):
    [rp01] = eight.report("RP01").sections
    whole = _row(rp01, "All requests, by month", "Period")
    assert _tile(rp01, "Received") == whole["Received"]
    assert _tile(rp01, "In time") == whole["In time: Share"]
    assert _tile(rp01, "Median to decision") == whole["Days to decision: Median"]
    assert eight.letters(_tile(rp01, "Decided")) == "BCDEF"


def test_waiting_counts_those_who_still_wait(eight):
    """Half are decided by day 21; without the open ones the middle decision took 20 days.

    At risk when a wait ends: 8 on day 4 (two ends), 5 on day 20 (H left on day 13), 4 on day 21.
    So 6/8 still wait after day 4, 6/8 * 4/5 = 0.6 after day 20, 0.45 after day 21.
    """
    [rp01] = eight.report("RP01").sections
    everybody = _row(rp01, "Waiting, with open requests counted", "All")
    assert everybody["Received in the period: Median wait"].value == 21
    assert everybody["Decided: Median days"].value == 20
    assert everybody["Open now: Number"].value == 2
    assert everybody["Open now: Median age"].value == (112 + 13) / 2
    assert eight.letters(everybody["Open now: 90th"]) == "GH"


def test_reasons_are_counted_for_late_decisions_only(eight):
    """B and C carry a reason too, but were not late."""
    [rp01] = eight.report("RP01").sections
    title = "Why decisions came late"
    assert eight.letters(_row(rp01, title, words.fact("no_doctor"))["All"]) == "E"
    assert eight.letters(_row(rp01, title, words.fact("queue"))["All"]) == "D"
    assert eight.letters(_row(rp01, title, "All late decisions")["All"]) == "DE"
    assert _row(rp01, title, "All late decisions")["Urgent"].value == 0


def test_the_backlog_equals_the_hand_count(eight):
    [rp02] = eight.report("RP02").sections
    crossed = "Open requests by age and priority, setting and kind"
    assert eight.letters(_tile(rp02, "Open")) == "GH"
    assert _tile(rp02, "Oldest").value == 112
    assert eight.letters(_tile(rp02, "Past the legal limit")) == "GH"
    band = _row(rp02, crossed, "91–180")
    assert [eight.letters(band[name]) for name in ("All", "Priority: High", "Kind: Urgent")] == [
        "G",
        "G",
        "",
    ]
    assert eight.letters(_row(rp02, crossed, "8–21")["Setting: Hospital"]) == "H"
    stages = _row(rp02, "Open requests by age and stage", "All ages")
    assert eight.letters(stages["Stage: Waiting"]) == "G"
    assert eight.letters(stages["Stage: Received"]) == "H"
    oldest = rp02.tables[-1]
    assert [eight.letters(row[1].figure) for row in oldest.rows] == ["G", "H"]


def test_a_report_as_at_an_earlier_day_knows_nothing_of_what_came_later(eight):
    report = eight.report("RP02", as_at=date(2026, 7, 3))
    [rp02] = report.sections
    assert report.last == date(2026, 7, 3)
    assert eight.letters(_tile(rp02, "Open")) == "CDE"
    stages = _row(rp02, "Open requests by age and stage", "All ages")
    assert eight.letters(stages["Stage: Ended since"]) == "CDE"
    assert not any(case.decided_on and case.decided_on > report.as_at for case in
                   report.cases.values())  # fmt: skip


def test_every_figure_opens_exactly_the_cases_it_counts(eight):
    report = eight.report()
    for figure in report.figures():
        assert len(set(figure.ids)) == len(figure.ids)
        assert len(report.behind(figure)) == len(figure.ids)
        if figure.unit.value == "cases":
            assert figure.value == len(figure.ids)


def test_months_add_up_to_the_period(eight):
    for section in eight.report("RP01").sections:
        for table in section.tables[:3]:
            *months, whole = table.rows
            for column in (1, 2, 3, 4, 5):
                parts = [one for row in months for one in row[column].figure.ids]
                assert sorted(parts) == sorted(whole[column].figure.ids)


def test_bands_priorities_settings_kinds_and_stages_each_add_up(eight):
    [rp02] = eight.report("RP02").sections
    for table in rp02.tables[:2]:
        for row in table.rows:
            by_group: dict[str, list[int]] = {}
            for heading, cell in zip(table.headings[2:], row[2:], strict=True):
                by_group.setdefault(heading.group, []).extend(cell.figure.ids)
            assert all(sorted(ids) == sorted(row[1].figure.ids) for ids in by_group.values())


def test_every_trend_over_the_change_of_the_test_is_marked_and_no_other(eight):
    rp01, rp02 = eight.report().sections
    trends = [*rp01.charts[:3], rp02.charts[1]]
    assert all(chart.marker.on == date(2026, 6, 2) for chart in trends)
    assert all("2 June 2026" in chart.marker.text for chart in trends)
    assert rp01.charts[0].labels[rp01.charts[0].marker.index] == "Jun 2026"
    later = reports.build(eight.world.lead, "timescales", date(2026, 6, 2), LAST, LAST)
    assert not any(chart.marker for section in later.sections for chart in section.charts)


def test_the_weekly_trend_ends_on_the_last_day_with_those_open_then(eight):
    [rp02] = eight.report("RP02").sections
    trend = rp02.charts[1]
    assert trend.labels[-1] == "23 Nov 2026"
    assert eight.letters(trend.series[0].figures[-1]) == "GH"
    june = trend.labels.index("6 Jul 2026")
    assert eight.letters(trend.series[0].figures[june]) == "DE"


def test_every_note_has_its_definition(eight):
    for section in eight.report().sections:
        notes = {heading.note for table in section.tables for heading in table.headings}
        notes |= {tile.note for tile in section.tiles}
        assert notes - {0} <= set(range(1, len(section.definitions) + 1))
        assert notes - {0} == set(range(1, len(section.definitions) + 1))


def test_no_name_is_on_paper_or_in_a_table_unless_asked_for(eight):
    lead, report = eight.world.lead, eight.report()
    assert "Invented" not in pdf.words(reports.as_pdf(lead, report))
    assert "Invented" not in reports.as_csv(lead, report)
    plain, named = (_cells(reports.as_xlsx(lead, report, with_names=n)) for n in (False, True))
    assert not any("Invented" in str(value) or "Rosewood" in str(value) for value in plain)
    assert any("InventedG, Ŵyn" in str(value) for value in named)


def test_the_case_list_holds_every_fact_a_figure_turns_on(eight):
    content = reports.as_xlsx(eight.world.lead, eight.report())
    sheet = load_workbook(io.BytesIO(content))["Cases"]
    heads, *rows = list(sheet.iter_rows(values_only=True))
    listed = [dict(zip(heads, row, strict=True)) for row in rows]
    assert len(listed) == 8
    [case] = [row for row in listed if row["Reason for lateness"] == words.fact("no_doctor")]
    assert case["Received"] == datetime(2026, 7, 1)  # noqa: DTZ001  (a sheet has no zones)
    assert (case["Days to decision"], case["In time"]) == (62, "No")
    [waiting] = [row for row in listed if row["Priority"] == "High"]
    assert (waiting["Stage or outcome"], waiting["Days open"]) == ("Waiting", 112)


def test_a_store_without_cases_gives_a_report_without_numbers(world):
    report = reports.build(world.lead, "timescales", FIRST, LAST, LAST)
    assert not report.cases
    assert "–" in pdf.words(reports.as_pdf(world.lead, report))
    assert reports.as_xlsx(world.lead, report)


def test_a_closed_case_whose_day_nobody_recorded_is_counted_as_received_and_never_as_open(world):
    eight = EightCases(world)
    with eight.world.desk.store.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE case_summary SET closed_on = NULL WHERE request_id = ?", (eight.ids["A"],)
        )
    rp01, rp02 = eight.report().sections
    whole = _row(rp01, "All requests, by month", "Period")
    assert "A" in eight.letters(whole["Received"])
    assert "A" not in eight.letters(whole["Open at end"]) + eight.letters(_tile(rp02, "Open"))


def test_every_kind_of_store_gives_the_same_report(any_world):
    eight = EightCases(any_world)
    whole = _row(eight.report("RP01").sections[0], "All requests, by month", "Period")
    assert [whole[name].value for name in ("Received", "Decided: Granted", "Closed")] == [8, 4, 1]
    named = _cells(reports.as_xlsx(any_world.lead, eight.report("RP02"), with_names=True))
    assert "InventedG, Ŵyn" in named


def test_who_may_read_may_print_but_only_who_may_export_takes_the_cases_out(eight):
    report = eight.report()
    for ctx in (eight.world.auditor, eight.world.signatory):
        assert reports.build(ctx, "RP01", FIRST, LAST, LAST)
        assert reports.as_pdf(ctx, report).startswith(b"%PDF")
        with pytest.raises(NotPermitted):
            reports.as_xlsx(ctx, report)
        with pytest.raises(NotPermitted):
            reports.as_csv(ctx, report)


def test_an_assessor_sees_no_reports(world):
    world._write(lambda session: staff.add_member(session, name="B. I.", roles={Role.BIA}))
    ctx = world.desk.context(next(m for m in world.desk.staff() if m.name == "B. I."))
    with pytest.raises(NotPermitted):
        reports.build(ctx, "RP01", FIRST, LAST, LAST)


def test_taking_a_report_out_is_in_the_audit_trail(eight):
    reports.as_xlsx(eight.world.lead, eight.report("RP01"), with_names=True)
    with eight.world.desk.store.reading() as session:
        last = session.execute(select(*AuditRow.__table__.columns).order_by(AuditRow.seq)).all()[-1]
    assert (last.action, last.entity, last.actor) == ("export", "report", "Lee Deer")
    assert last.after == {
        "report": "RP01",
        "as": "xlsx",
        "from": "2026-05-01",
        "to": "2026-11-23",
        "as_at": "2026-11-23",
        "cases": 8,
        "with_names": True,
    }


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("RP99", FIRST, LAST, LAST), "NO_SUCH_REPORT"),
        (("RP01", LAST, FIRST, LAST), "RANGE_BACKWARDS"),
        (("RP01", FIRST, LAST, date(2026, 11, 24)), "AS_AT_IN_FUTURE"),
        (("RP01", date(2026, 7, 1), LAST, date(2026, 6, 30)), "RANGE_NOT_BEGUN"),
    ],
)
def test_an_impossible_question_is_refused_with_a_reason(world, asked, code):
    with pytest.raises(Refused) as refused:
        reports.build(world.lead, *asked)
    assert refused.value.code == code
    assert "{" not in words.error(refused.value)


def test_the_plain_table_has_a_line_for_every_figure(eight):
    report = eight.report()
    text = reports.as_csv(eight.world.lead, report)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert sum(row["unit"] in {"cases", "days", "percent"} for row in rows) == len(
        list(report.figures())
    )
    assert {row["value"] for row in rows if row["unit"] == "date"} >= {"2026-08-03", "2026-08-23"}


# The command line


def _run(world: World, *arguments: str) -> int:
    path = str(world.desk.store.location.path)
    return cli.run([*arguments, "--database", path, "--profile", str(path) + ".profile"])


@pytest.mark.parametrize(
    ("flag", "begins"), [("--pdf", b"%PDF"), ("--xlsx", b"PK"), ("--csv", b"\xef\xbb\xbfreport,")]
)
def test_a_command_makes_a_report_in_each_form(world, tmp_path, capsys, flag, begins):
    target = tmp_path / "new folder" / "report.out"
    # The command reads the machine's own clock, so the range lies in the past of any run.
    made = _run(world, "report", "timescales", "--from", "2026-01-01", "--to", "2026-03-31",
                "--as-at", "2026-03-31", flag, str(target))  # fmt: skip
    assert made == 0, capsys.readouterr().err
    assert target.read_bytes().startswith(begins)
    assert capsys.readouterr().out == f"{target}\n"


def test_a_command_lists_the_reports_without_a_store(capsys):
    assert cli.run(["report", "--list"]) == 0
    out = capsys.readouterr().out
    assert all(kind.code in out and kind.name in out for kind in reports.REPORTS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["report"],
        ["report", "RP01", "--from", "2026-01-01", "--to", "2026-02-01"],
        ["report", "RP01", "--from", "1/1/26", "--to", "2026-02-01", "--pdf", "x"],
        [
            "report",
            "RP01",
            "--from",
            "2026-01-01",
            "--to",
            "2026-02-01",
            "--pdf",
            "x",
            "--csv",
            "y",
        ],
    ],
)
def test_a_command_that_lacks_something_is_wrong_usage(arguments):
    assert cli.run(arguments) == 2


def test_an_unknown_report_is_refused_as_json(capsys):
    arguments = ["report", "RP99", "--from", "2026-01-01", "--to", "2026-02-01", "--pdf", "x"]
    assert cli.run(arguments) == 1
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "NO_SUCH_REPORT"


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(world, tmp_path, capsys):
    target = tmp_path / "a folder"
    target.mkdir()
    made = _run(world, "report", "RP01", "--from", "2026-01-01", "--to", "2026-03-31",
                "--as-at", "2026-03-31", "--csv", str(target))  # fmt: skip
    assert made == 1
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "FOLDER_READ_ONLY"
    assert not list(tmp_path.glob("*.part"))
