"""A new rule file shows what it touches before anything changes; 2024 keeps its dates (TI4)."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dolsdesk import cli, config, resources
from dolsdesk.domain.dols import timescales
from dolsdesk.domain.dols.facts import Facts, RequestType
from dolsdesk.errors import NotPermitted
from dolsdesk.rules import loader
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import admin, rule_change
from dolsdesk.services.desk import assemble
from dolsdesk.store.handle import Location, Store
from tests.services.retest import an_old_case
from tests.support.desk import TODAY, World, a_person, open_copy
from tests.support.refusals import refused
from tests.support.rule_files import changing
from tests.support.stores import rows

#: The next change of law as a file, on disk where the command line finds it too.
NEXT_CHANGE = Path(__file__).resolve().parents[1] / "samples" / "next-change.toml"


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
    found = rule_change.preview(world.lead, rule_change.read(NEXT_CHANGE), NEXT_CHANGE.name)
    assert set(found.touched) == {open_case, live}
    assert {one.new for one in found.differs} == {"NEXT2027"}  # no date of today's cases moves
    assert found.from_on == date(2027, 3, 1)
    assert found.is_law


def test_the_next_change_moves_dates_of_what_comes_later_and_of_nothing_before(world):
    world.a_case(received_on=date(2026, 11, 10))
    world.desk.clock.move(days=(date(2027, 3, 2) - TODAY).days)
    late, early = date(2027, 3, 1), date(2027, 2, 28)
    since = world.a_case(person=a_person(family_name="Since"), received_on=late)
    before = world.a_case(person=a_person(family_name="Before"), received_on=early)
    found = rule_change.preview(world.lead, rule_change.read(NEXT_CHANGE), NEXT_CHANGE.name)
    dates = {one.request_id: one for one in found.differs if "assess" in one.name.casefold()}
    assert set(dates) == {since}
    assert (dates[since].old, dates[since].new) == ("Sun 21 Mar 2027", "Sun 28 Mar 2027")
    assert "SI 2027/9999" in dates[since].why
    assert before in found.touched  # the test is another for it too, and only that
    assert {one.new for one in found.differs if one.request_id == before} == {"NEXT2027"}


def test_a_preview_that_is_stopped_says_so(world):
    for name in ("One", "Two", "Three"):
        world.a_case(person=a_person(family_name=name))
    steps = []
    found = rule_change.preview(
        world.lead, rule_change.read(NEXT_CHANGE), NEXT_CHANGE.name,
        progress=lambda done, total: steps.append((done, total)), stop=lambda: len(steps) == 2,
    )  # fmt: skip
    assert (found.looked_at, found.is_complete) == (2, False)
    assert steps == [(1, 3), (2, 3)]


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


def held(profile: Path) -> dict[str, list[str]]:
    """Return everything the store of a profile holds."""
    store = Store(Location(path=profile / "desk.db"))
    try:
        return rows(store)
    finally:
        store.close()


def test_the_command_line_shows_the_next_change_and_changes_nothing(
    store_template, tmp_path, capsys
):
    world = World(open_copy(store_template, tmp_path))
    config.save(tmp_path, config.MachineSettings(store=str(tmp_path / "desk.db")))
    refs = [
        world.case(world.a_case(person=a_person(family_name=name))).request.ref
        for name in ("One", "Two")
    ]
    world.close()
    before = held(tmp_path)
    words = ["recalculate", "--profile", str(tmp_path), "--rules", str(NEXT_CHANGE)]
    assert cli.run([*words, "--dry-run"]) == 0
    out, err = capsys.readouterr()
    first, second, *differs = out.splitlines()
    assert err == ""
    assert first.startswith("next-change.toml: ")
    assert first.endswith("from 2027-03-01.")
    assert second == "2 open or live cases looked at, 2 touched."
    assert [line.partition(":")[0] for line in differs] == refs
    assert all("-> NEXT2027." in line for line in differs)
    assert held(tmp_path) == before
    assert cli.run(words) == 1  # adopting is done in the window, by two people
    assert "--dry-run" in capsys.readouterr().err
    assert cli.run([*words[:3], "--dry-run"]) == 1
    capsys.readouterr()
    missing = [*words[:4], str(tmp_path / "missing.toml"), "--dry-run"]
    assert cli.run(missing) == 1
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "FILE_UNREADABLE"
    assert held(tmp_path) == before
