"""What a screen reader makes of a paper, and what a checker of PDF/UA-1 says of it."""

from dataclasses import replace

import pytest

from dolsdesk.domain.reporting import ChartKind, Heading
from dolsdesk.reports import case_list, chronology, forms, reasons, summaries
from dolsdesk.reports import charts as charts_words
from dolsdesk.reports.blocks import title
from dolsdesk.reports.page import bind
from dolsdesk.reports.reasons import Reason
from dolsdesk.reports.tables import table
from dolsdesk.services.templates import template
from tests.reports import pdf
from tests.reports.samples import HOSTILE, a_chart, a_meta, a_report, form_5_answers

FORM_5 = template("F5")
META = a_meta(FORM_5)
LONG = "She says she wants to go home and pulls at the door until staff bring her back. " * 400


def form_5(**values):
    return forms.render(FORM_5, form_5_answers(**values), META).content


def report():
    charts = tuple(a_chart(kind) for kind in ChartKind)
    return summaries.render(a_report(charts=charts), META).content


PAPERS = {
    "a form": form_5,
    "a draft": lambda: forms.render(
        FORM_5, form_5_answers(), replace(META, is_draft=True)
    ).content,
    "a form without answers": lambda: forms.render(FORM_5, {}, META).content,
    "hostile words": lambda: form_5(person_name=HOSTILE, conditions=[HOSTILE] * 30),
    "pages of one answer": lambda: form_5(purpose=LONG, consulted=[["A", "B", LONG]] * 2),
    "large print": lambda: forms.render_large(FORM_5, form_5_answers(), META).content,
    "a report": report,
    "reasons": lambda: reasons.render(
        about=[("Case", "26-000001")], as_at="As at today",
        reasons=[Reason("Due", "1 June 2026", ("21 days", "reg 13"))],
        spans=[["1 June 2026", "2 June 2026", "Urgent", "2"]], meta=META,
    ).content,
    "a chronology": lambda: chronology.render(
        about=[("Person", "Ŵyn")], rows=[["1 June 2026", "What", HOSTILE, "26-1", "Ada"]] * 200,
        meta=META,
    ).content,
    "a list of cases": lambda: case_list.render(
        headings=[Heading("Name", is_number=False), Heading("Days")],
        rows=[["O'Neill", "3"]] * 90, said="Cases", meta=META,
    ).content,
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_a_checker_of_pdf_ua_finds_nothing_wrong(name):
    assert pdf.faults(PAPERS[name]()) == []


def test_the_checker_does_find_what_is_wrong(monkeypatch):
    monkeypatch.setattr("dolsdesk.reports.tagging.write", lambda content, *_, **__: content)
    assert len(pdf.faults(form_5())) > 3


def test_everything_that_is_printed_is_read_once_and_in_order():
    heard = pdf.structure(form_5())
    assert heard[1:4] == [
        ("P", "Norchester City Council"),
        ("H1", "Standard authorisation granted"),
        ("P", "Deprivation of Liberty Safeguards, Form 5"),
    ]
    read = [word for _, words in heard for word in words.split()]
    furniture = {"26-000001", "·", "Ŵ.Ł.", "born", "Page", "1", "of", "OFFICIAL-SENSITIVE"}
    seen = [word for word in pdf.words(form_5()).split() if word not in furniture]
    assert set(seen) - set(read) <= {"ADASS-2018", "F5", "2", "3"}
    wanted = [section.title for section in FORM_5.sections if not section.when]
    assert [words for kind, words in heard if kind == "H2"] == wanted


def test_what_is_said_again_on_the_next_page_is_read_once():
    content = form_5(purpose=LONG, consulted=[["Name", "Relation", "Address"]] * 120)
    heard = pdf.structure(content)
    assert pdf.words(content).count("Relationship") > 2
    assert [words for _, words in heard].count("Relationship") == 1
    assert [words for _, words in heard].count("Purpose: the care or treatment") == 1
    [purpose] = [words for kind, words in heard if words.startswith("She says") and kind == "P"]
    assert purpose == LONG.strip()


def test_a_list_is_a_list_with_its_numbers():
    heard = pdf.structure(form_5(conditions=["Walks daily", "Visits weekly"]))
    at = heard.index(("Lbl", "1"))
    assert [kind for kind, _ in heard[at - 2 : at]] == ["L", "LI"]
    assert heard[at + 1 : at + 5] == [
        ("LBody", "Walks daily"), ("LI", ""), ("Lbl", "2"), ("LBody", "Visits weekly"),
    ]  # fmt: skip


def test_headings_over_several_columns_span_them():
    heads = [
        Heading("Home", is_number=False),
        *(Heading(name, group="Open") for name in ("Urgent", "Standard")),
    ]
    made = bind([title("T", ""), table(heads, [["A", "", "3"]])], META).content
    heard = pdf.structure(made)
    assert pdf.faults(made) == []
    at = heard.index(("THead", ""))
    assert heard[at:][:12] == [
        ("THead", ""), ("TR", ""), ("TH", ""), ("TH", "Open"),
        ("TR", ""), ("TH", "Home"), ("TH", "Urgent"), ("TH", "Standard"),
        ("TBody", ""), ("TR", ""), ("TD", "A"), ("TD", ""),
    ]  # fmt: skip


def test_a_chart_says_its_numbers():
    charts = [words for kind, words in pdf.structure(report()) if kind == "Figure"]
    assert len(charts) == len(ChartKind)
    with_instead = [charts_words.in_words(a_chart(kind)) for kind in ChartKind]
    assert all(str(value) in said for said in with_instead for value in (1, 4, 2, 8))
    assert pdf.alternatives(report()) == with_instead


def test_an_empty_answer_and_the_end_of_the_paper_are_read():
    heard = pdf.structure(forms.render(FORM_5, {}, META).content)
    assert ("P", "Nobody.") in heard
    assert heard[-1][0] == "P"
    assert "Date and time" in heard[-1][1]


def test_no_words_run_together_where_a_line_ends():
    labels = [words for _, words in pdf.structure(form_5())]
    assert "Date of birth, or estimated age" in labels
