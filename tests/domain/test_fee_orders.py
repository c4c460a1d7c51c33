"""What an assessor is paid for, where an order stands, and which invoice numbers are the same."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dolsdesk.domain.dols.assessors import Assessor, Profession
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.fee_orders import (
    FeeAct,
    FeeEntry,
    FeeOrder,
    FeeState,
    key_of,
    kind_for,
    rate_for,
)
from dolsdesk.domain.fees import FeeKind, Rate

K = AssessmentKind
ON = date(2026, 11, 23)
DOCTOR = Assessor(1, "Dr Mo Hart", Profession.DOCTOR)
NURSE = Assessor(2, "Noor Éa", Profession.NURSE)
ORDER = FeeOrder(1, "F26-00001", 1, 1, FeeKind.MH_ASSESSMENT, (K.MH,), 18000, ON)


@pytest.mark.parametrize(
    ("who", "kinds", "fee"),
    [
        (DOCTOR, {K.MH}, FeeKind.MH_ASSESSMENT),
        (DOCTOR, {K.MH, K.ELIG}, FeeKind.MH_MC_ELIG_BUNDLE),
        (DOCTOR, {K.MH, K.MC}, FeeKind.MH_MC_ELIG_BUNDLE),
        (DOCTOR, {K.ELIG}, None),
        (NURSE, {K.BI, K.AGE, K.NR, K.MC}, FeeKind.BIA_INDEPENDENT),
        (NURSE, {K.AGE, K.NR}, None),
    ],
)
def test_the_two_main_assessments_bring_a_fee_and_the_others_are_part_of_it(who, kinds, fee):
    assert kind_for(who, kinds) is fee


def test_the_rate_of_an_order_is_that_of_its_day():
    rates = (
        Rate(FeeKind.MH_ASSESSMENT, 17000, date(2025, 4, 1), number=1),
        Rate(FeeKind.MH_ASSESSMENT, 18000, date(2026, 11, 23), number=2),
    )
    assert rate_for(rates, FeeKind.MH_ASSESSMENT, date(2026, 11, 22)).pence == 17000
    assert rate_for(rates, FeeKind.MH_MC_ELIG_BUNDLE, ON).pence == 18000
    assert rate_for(rates, FeeKind.MH_ASSESSMENT, date(2025, 3, 31)) is None
    assert rate_for(rates, FeeKind.BIA_INDEPENDENT, ON) is None


def entered(order, act, **values):
    number = len(order.entries) + 1
    entry = FeeEntry(number, act, ON, **values)
    return replace(order, entries=(*order.entries, entry))


def test_an_order_stands_where_its_entries_and_the_form_put_it():
    assert ORDER.state(None) is FeeState.ORDERED
    claimed = entered(ORDER, FeeAct.CLAIMED, invoice_no="1", pence=18000)
    assert claimed.state(None) is FeeState.CLAIMED
    assert claimed.state(ON) is FeeState.READY
    released = entered(claimed, FeeAct.RELEASED, pence=18000)
    assert released.state(None) is FeeState.RELEASED
    taken_back = entered(released, FeeAct.VOIDED, voids=2)
    assert (taken_back.state(ON), taken_back.release) == (FeeState.READY, None)
    voided = entered(taken_back, FeeAct.VOIDED, voids=1)
    assert (voided.state(ON), voided.claim, voided.is_open) == (FeeState.ORDERED, None, True)
    assert entered(voided, FeeAct.CANCELLED).state(ON) is FeeState.CANCELLED


@given(st.lists(st.sampled_from([FeeAct.CLAIMED, FeeAct.RELEASED, FeeAct.REJECTED]), max_size=6))
def test_voiding_the_newest_again_and_again_leads_back_to_the_bare_order(acts):
    order = ORDER
    for act in acts:
        order = entered(order, act, pence=18000)
    for _ in acts:
        order = entered(order, FeeAct.VOIDED, voids=order.standing[-1].number)
    assert order.standing == ()
    assert order.state(None) is FeeState.ORDERED
    assert len(order.entries) == 2 * len(acts)


@given(st.text("ABCxyz0129ŻŁé", max_size=20), st.sampled_from(["", " ", "-", "/", ".", " - "]))
def test_a_number_is_the_same_however_it_is_spaced_and_cased(number, mark):
    spaced = mark.join(number)
    assert key_of(spaced) == key_of(number)
    assert key_of(key_of(number)) == key_of(number)


def test_noughts_and_letters_tell_invoices_apart():
    assert len({key_of(one) for one in ("12", "012", "12a", "Ż12", "Z12")}) == 5
