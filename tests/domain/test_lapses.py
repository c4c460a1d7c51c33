"""Training, approvals and insurance that end within ninety days, or have ended (AL1)."""

from datetime import date

import pytest

from dolsdesk.domain.dols.assessors import Assessor, Profession, Term, lapses

ON = date(2026, 11, 23)
LAST_WARNED = date(2027, 2, 21)  # ninety days on
FAR = date(2028, 1, 1)


def an_assessor(**values):
    usual = {
        "initial_training_on": date(2020, 1, 6),
        "further_training_on": (date(2026, 10, 1),),
        "insured_until": FAR,
    }
    return Assessor(1, "Bea Iqbal", Profession.SOCIAL_WORKER, **{**usual, **values})


def test_nothing_is_said_of_what_lasts(book):
    assert lapses(an_assessor(), ON, book) == ()


@pytest.mark.parametrize(
    ("field", "term"),
    [
        ("insured_until", Term.INSURANCE),
        ("s12_until", Term.SECTION_12),
        ("amhp_until", Term.AMHP),
    ],
)
def test_what_ends_on_the_ninetieth_day_is_told_and_on_the_next_is_not(book, field, term):
    told = lapses(an_assessor(**{field: LAST_WARNED}), ON, book)
    assert [(one.term, one.last_day) for one in told] == [(term, LAST_WARNED)]
    later = date(2027, 2, 22)
    assert lapses(an_assessor(**{field: later}), ON, book) == ()


def test_training_that_ends_or_has_ended_is_told_with_its_last_day(book):
    told = lapses(an_assessor(further_training_on=(date(2025, 9, 30),)), ON, book)
    assert [one.term for one in told] == [Term.TRAINING]
    assert told[0].last_day < ON


def test_the_first_to_end_stands_first(book):
    told = lapses(an_assessor(s12_until=date(2027, 1, 5), insured_until=ON), ON, book)
    assert [one.term for one in told] == [Term.INSURANCE, Term.SECTION_12]


def test_nothing_is_said_of_somebody_who_takes_no_cases(book):
    assert lapses(an_assessor(is_active=False, insured_until=ON), ON, book) == ()
