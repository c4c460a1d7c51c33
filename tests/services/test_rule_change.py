"""A new rule file shows what it touches before anything changes; 2024 keeps its dates (TI4)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dolsdesk import resources
from dolsdesk.domain.dols import timescales
from dolsdesk.domain.dols.facts import Facts, RequestType
from dolsdesk.errors import NotPermitted
from dolsdesk.rules import loader
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import admin, rule_change
from dolsdesk.services.desk import assemble
from dolsdesk.store.handle import Store
from tests.services.retest import an_old_case
from tests.support.desk import TODAY, a_person
from tests.support.refusals import refused
from tests.support.rule_files import changing

NEXT_TEST = (
    resources.text("rules/legal-test.toml").replace(
        '  from = 2026-06-02\n  amount = "AGNI2026"',
        '  from = 2026-06-02\n  to = 2027-02-28\n  amount = "AGNI2026"',
    )
    + """
  [[rule.value]]
  nations = ["england", "wales"]
  from = 2027-03-01
  amount = "NEXT2027"
  source = { instrument = "A later case", url = "https://x.uk/1", read_on = 2027-03-01 }
"""
)


@pytest.fixture
def fast(book):
    return changing(RuleId.STANDARD_ASSESSMENTS, 14, date(2026, 11, 1))


def test_looking_shows_old_beside_new_with_why_and_changes_nothing(world, fast):
    since = world.a_case(received_on=date(2026, 11, 10))
    before = world.a_case(person=a_person(family_name="Earlier"), received_on=date(2026, 10, 31))
    trail = len(world.trail())
    found = rule_change.preview(world.lead, fast, "faster.toml")
    assert found.touched == (since,)
    assert before not in found.touched
    [due] = [one for one in found.differs if "due" in one.name.casefold()][:1]
    assert (due.old, due.new) == ("Mon 30 Nov 2026", "Mon 23 Nov 2026")
    assert "14 days" in due.why
    assert found.is_law
    assert found.looked_at == 2
    assert len(world.trail()) == trail
    assert world.lead.book.value(RuleId.STANDARD_ASSESSMENTS, on=TODAY).amount == 21


def test_the_next_test_touches_every_case_that_rests_on_the_present_one(world):
    open_case = world.a_case(received_on=date(2026, 11, 10))
    live = an_old_case(world, person=a_person(family_name="Live"))
    found = rule_change.preview(world.lead, NEXT_TEST, "legal-test.toml")
    assert set(found.touched) == {open_case, live}
    assert {one.new for one in found.differs} == {"NEXT2027"}
    assert found.from_on == date(2027, 3, 1)


def test_law_takes_two_people_and_is_read_at_the_next_opening(world, fast):
    case = world.a_case(received_on=date(2026, 11, 10))
    assert not rule_change.propose(world.lead, fast, "faster.toml", why="SI 2026/9999").value
    with refused(world, "RULES_SECOND_PERSON"):
        rule_change.confirm(world.lead)
    with refused(world, "RULES_PENDING"):
        rule_change.propose(world.lead, fast, "faster.toml", why="again")
    second = world.desk.context(replace(world.people["Lee Deer"], id=1, name="Ada Min"))
    rule_change.confirm(second)
    assert rule_change.pending(world.lead) is None
    [entry] = world.trail("adopt_rules")
    assert entry.after["proposed_by"] == "Lee Deer"
    desk = assemble(Store(world.desk.store.location), world.desk.clock)
    assert desk.book.edition != world.desk.book.edition
    assert desk.book.value(RuleId.STANDARD_ASSESSMENTS, on=date(2026, 11, 1)).amount == 14
    assert desk.book.value(RuleId.STANDARD_ASSESSMENTS, on=date(2026, 10, 31)).amount == 21
    moved = admin.recalculate(desk.context(world.people["Lee Deer"])).value.moved
    assert [one.request_id for one in moved] == [case]
    desk.close()


def test_a_file_put_aside_changes_nothing(world, fast):
    rule_change.propose(world.lead, fast, "faster.toml", why="SI 2026/9999")
    with refused(world, "WHY_NEEDED"):
        rule_change.decline(world.lead, why=" ")
    rule_change.decline(world.lead, why="The wrong draft")
    with refused(world, "RULES_NONE_PENDING"):
        rule_change.confirm(world.lead)
    desk = assemble(Store(world.desk.store.location), world.desk.clock)
    assert desk.book.edition == world.desk.book.edition
    desk.close()


def test_one_person_adopts_a_local_target(world):
    target = changing(RuleId.PR_ACKNOWLEDGE, 2, date(2026, 12, 1))
    assert rule_change.propose(world.lead, target, "targets.toml", why="Agreed in November").value
    desk = assemble(Store(world.desk.store.location), world.desk.clock)
    assert desk.book.value(RuleId.PR_ACKNOWLEDGE, on=date(2026, 12, 1)).amount == 2
    assert desk.book.value(RuleId.PR_ACKNOWLEDGE, on=date(2026, 11, 30)).amount == 1
    desk.close()


@pytest.mark.parametrize("who", ["admin", "signatory", "auditor"])
def test_nobody_else_changes_the_law(world, fast, who):
    with pytest.raises(NotPermitted):
        rule_change.propose(getattr(world, who), fast, "faster.toml", why="x")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("not a rule file", "RULES_UNREADABLE"),
        ("[[rule]]\nid = 'x'", "RULES_UNREADABLE"),
        ("", "RULES_NOTHING_NEW"),
        (changing(RuleId.STANDARD_ASSESSMENTS, 14, date(2026, 11, 1)).replace(
            '"standard_assessments"', '"invented"'), "RULES_UNKNOWN"),
        (changing(RuleId.STANDARD_ASSESSMENTS, 14, date(2026, 11, 1)).replace(
            "amount = 21", "amount = 20"), "RULES_HISTORY"),
        (resources.text("rules/legal-test.toml"), "RULES_NOTHING_NEW"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why(world, content, code):
    with refused(world, code):
        rule_change.preview(world.lead, content, "a.toml")


FACTS = st.builds(
    Facts,
    request_type=st.just(RequestType.FIRST),
    request_received_on=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    urgent_given=st.just(True),
    urgent_given_on=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    urgent_period_days=st.integers(1, 7),
)
NUMBERED = [
    RuleId(rule.id)
    for rule in loader.load()
    if not rule.is_expected and all(isinstance(v.amount, int) for v in rule.values)
]


@settings(max_examples=120, deadline=None)
@given(
    facts=FACTS,
    rule=st.sampled_from(NUMBERED),
    amount=st.integers(1, 60),
    first=st.dates(date(2026, 6, 1), date(2030, 1, 1)),
    as_at=st.dates(date(2026, 6, 1), date(2030, 12, 31)),
)
def test_cases_of_2024_keep_their_dates_whatever_the_law_becomes(facts, rule, amount, first, as_at):
    """TI4: the rule value in force on the date that decides is used, never today's."""
    book = loader.load()
    content = changing(rule, amount, first)
    if book.rule(rule).values == tuple(loader.parse(content, "x")[0].values):
        return
    if book.value(rule, on=first).amount == amount:
        return
    after, _changed, _first = rule_change.proposed(book, content, "new.toml")
    before = timescales.work_out(facts, as_at=as_at, book=book).results
    then = timescales.work_out(facts, as_at=as_at, book=after).results
    assert {k: r.value for k, r in before.items()} == {k: r.value for k, r in then.items()}


def test_the_command_line_shows_and_changes_nothing(world, fast, tmp_path, monkeypatch, capsys):
    from dolsdesk import cli
    from dolsdesk.services import opening

    case = world.case(world.a_case(received_on=date(2026, 11, 10)))
    file = tmp_path / "faster.toml"
    file.write_text(fast, encoding="utf-8")

    class Open:
        def close(self) -> None:
            """Leave the world open."""

    monkeypatch.setattr(opening, "desk_and_context", lambda _p, _d: (Open(), world.lead))
    assert cli.run(["recalculate", "--rules", str(file), "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert case.request.ref in told
    assert "->" in told
    assert cli.run(["recalculate", "--rules", str(file)]) == 1
    assert "--dry-run" in capsys.readouterr().err
