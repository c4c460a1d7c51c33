"""Papers that come in: kept as received, filed, moved with a reason, read back (IN3)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text as sql

from dolsdesk.domain.incoming import IncomingKind, Media
from dolsdesk.domain.staff import Role
from dolsdesk.errors import FileUnreadable, NotPermitted, Refused
from dolsdesk.services import cases, chronology, duplicates, incoming
from dolsdesk.services.incoming import Arrival, Dropped
from dolsdesk.store.repos import staff
from tests.support import arriving
from tests.support.desk import TODAY, World, a_person
from tests.support.refusals import refused

FORM = arriving.a_pdf()
#: The disk is full, for one file.
_FULL = """
    CREATE TRIGGER full BEFORE INSERT ON incoming WHEN NEW.name = 'b.pdf'
    BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
"""


def arrival(name: str = "Form 1.pdf", content: bytes = FORM, **values) -> Arrival:
    [found] = incoming.look(values.pop("ctx"), [Dropped(name, content=content)]).found
    record = {"kind": found.kind, "received_on": TODAY, "sender": found.sender, **values}
    return Arrival(found, **record)


def take(world: World, request_id: int | None = None, name: str = "Form 1.pdf", **values) -> int:
    """Take one file in and return its number."""
    content = values.pop("content", FORM)
    one = arrival(name, content, ctx=world.admin, **values)
    taken = incoming.take_in(world.admin, [one], request_id).value
    assert taken.left_out == one.found.left_out
    return taken.ids[0]


def paper(world: World, incoming_id: int) -> incoming.Incoming:
    return incoming.open_paper(world.admin, incoming_id).held.paper


def test_a_file_is_kept_with_hash_kind_date_and_sender(world):
    request_id = world.a_case()
    on = TODAY - timedelta(days=3)
    made = take(world, request_id, received_on=on, sender="Rosewood  House\n", note="By courier ")
    [held] = incoming.listed(world.admin, request_id)
    found = held.paper
    assert found.id == made
    assert (found.name, found.kind, found.media) == ("Form 1.pdf", IncomingKind.FORM_1, Media.PDF)
    assert (found.received_on, found.sender, found.note) == (on, "Rosewood House", "By courier")
    assert found.person_id == world.case(request_id).person_id
    assert held.entered_by == "Ada Min"
    assert incoming.content(world.admin, made) == FORM
    assert len(found.sha256) == 64
    [entry] = world.trail("take_in")
    assert entry.after["incoming"] == [made]
    event = world.case(request_id).events[-1]
    assert (event.kind, event.happened_on) == ("paper_in", on)
    assert "Form 1.pdf" in event.detail


def test_the_same_bytes_are_kept_once_and_each_receipt_stays(world):
    first, second = world.a_case(), world.a_case(person=a_person(family_name="Other"))
    take(world, first)
    take(world, second, sender="The GP")
    take(world, second)
    with world.desk.store.reading() as session:
        counted = session.scalar(sql("SELECT count(*) FROM incoming_bytes"))
    assert counted == 1
    assert len(incoming.listed(world.admin, first)) == 1
    assert len(incoming.listed(world.admin, second)) == 2


def test_each_file_is_an_act_of_its_own_and_one_that_fails_keeps_no_other(world):
    request_id = world.a_case()
    three = [
        arrival(name, arriving.a_pdf(name), ctx=world.admin) for name in ("a.pdf", "b.pdf", "c.pdf")
    ]
    with world.desk.store.engine.begin() as connection:
        connection.execute(sql(_FULL))
    taken = incoming.take_in(world.admin, three, request_id).value
    assert [one.name for one in taken.left_out] == ["b.pdf"]
    assert [one.paper.name for one in incoming.listed(world.admin, request_id)] == [
        "a.pdf", "c.pdf",
    ]  # fmt: skip
    assert len(world.trail("take_in")) == 2


def test_what_cannot_be_taken_in_is_listed_with_a_sentence(world, tmp_path):
    (tmp_path / "good.pdf").write_bytes(FORM)
    (tmp_path / "bad.exe").write_bytes(b"MZ")
    names = ("good.pdf", "bad.exe", "gone.pdf")
    looked = incoming.look(world.admin, [Dropped(name, tmp_path / name) for name in names])
    assert [one.name for one in looked.found] == ["good.pdf"]
    assert [one.name for one in looked.left_out] == ["bad.exe", "gone.pdf"]
    assert all(one.why.endswith(".") for one in looked.left_out)


def test_an_e_mail_brings_its_files_as_papers_of_their_own(world):
    request_id = world.a_case()
    content = arriving.a_letter_by_mail({"Form 1.pdf": FORM}, within=arriving.a_pdf("Earlier"))
    made = take(world, request_id, "request.eml", content=content)
    held = [one.paper for one in incoming.listed(world.admin, request_id)]
    assert [one.name for one in held] == [
        "request.eml", "Form 1.pdf", "attachment.eml", "first.pdf",
    ]  # fmt: skip
    assert [one.parent_id for one in held] == [None, made, made, held[2].id]
    assert {one.sender for one in held} == {arriving.SENDER}
    assert incoming.content(world.admin, held[1].id) == FORM
    assert "Please find the form attached." in incoming.text_of(world.admin, made)
    assert len(world.trail("take_in")) == 1


def test_a_day_to_come_is_refused_at_its_field_and_nothing_is_taken_in(world):
    request_id = world.a_case()
    both = [
        arrival("a.pdf", ctx=world.admin),
        arrival("b.pdf", ctx=world.admin, received_on=TODAY + timedelta(days=1)),
    ]
    with refused(world, "EVENT_IN_FUTURE", Refused) as caught:
        incoming.take_in(world.admin, both, request_id)
    assert caught.value.field == "received_on_1"
    assert incoming.listed(world.admin, request_id) == ()


def test_a_paper_that_waits_is_filed_with_what_it_brought(world):
    request_id = world.a_case()
    made = take(world, None, "request.eml", content=arriving.a_letter_by_mail({"a.pdf": FORM}))
    assert len(incoming.unfiled(world.admin)) == 2
    assert incoming.unfiled_count(world.admin) == 1
    incoming.file_under(world.admin, made, request_id)
    assert incoming.unfiled(world.admin) == ()
    assert len(incoming.listed(world.admin, request_id)) == 2
    assert paper(world, made).person_id == world.case(request_id).person_id
    with refused(world, "INCOMING_FILED", Refused):
        incoming.file_under(world.admin, made, request_id)
    with refused(world, "INCOMING_WHICH_CASE", Refused):
        incoming.file_under(world.admin, made, None)


def test_one_file_of_an_e_mail_can_belong_to_another_case(world):
    first, second = world.a_case(), world.a_case(person=a_person(family_name="Other"))
    made = take(world, None, "two.eml", content=arriving.a_letter_by_mail(
        {"a.pdf": FORM, "b.pdf": arriving.a_pdf("Another")}))  # fmt: skip
    [_mail, one, _two] = [held.paper.id for held in incoming.unfiled(world.admin)]
    incoming.file_under(world.admin, one, second)
    incoming.file_under(world.admin, made, first)
    assert [held.paper.name for held in incoming.listed(world.admin, second)] == ["a.pdf"]
    assert [held.paper.name for held in incoming.listed(world.admin, first)] == ["two.eml", "b.pdf"]


def test_a_paper_moves_to_its_case_with_a_reason_that_both_cases_show(world):
    wrong, right = world.a_case(), world.a_case(person=a_person(family_name="Other"))
    made = take(world, wrong)
    for given, code in (("", "WHY_NEEDED"), ("Same name", "INCOMING_SAME_CASE")):
        with refused(world, code, Refused):
            incoming.refile(world.admin, made, wrong, why=given)
    changes = incoming.refile(world.admin, made, right, why="Of a namesake").changes
    assert {wrong, right} <= changes.cases
    assert incoming.listed(world.admin, wrong) == ()
    assert paper(world, made).person_id == world.case(right).person_id
    assert "Of a namesake" in world.case(wrong).events[-1].detail
    assert world.case(right).events[-1].kind == "paper_in"
    assert [entry.reason for entry in world.trail("refile_paper")] == ["Of a namesake"] * 2


def test_what_is_said_of_a_paper_can_be_put_right_and_its_bytes_cannot(world):
    made = take(world, world.a_case())
    incoming.describe(
        world.admin, made, kind=IncomingKind.FORM_2, received_on=TODAY, sender="Ward 3", note="x"
    )
    found = paper(world, made)
    assert (found.kind, found.sender) == (IncomingKind.FORM_2, "Ward 3")
    assert incoming.content(world.admin, made) == FORM
    [entry] = world.trail("describe_paper")
    assert (entry.before["kind"], entry.after["kind"]) == ("in_form_1", "in_form_2")
    for on, code in ((None, "WHEN_NEEDED"), (TODAY + timedelta(days=1), "EVENT_IN_FUTURE")):
        with refused(world, code, Refused):
            incoming.describe(
                world.admin, made, kind=IncomingKind.OTHER, received_on=on, sender="", note=""
            )


def test_a_byte_that_changed_in_the_store_is_found_when_the_paper_is_opened(world):
    made = take(world, world.a_case())
    with world.desk.store.engine.begin() as connection:
        connection.execute(
            sql("UPDATE incoming_bytes SET content = :content"), {"content": FORM[:-1] + b"!"}
        )
    for read in (incoming.content, incoming.open_paper):
        with refused(world, "INCOMING_CHANGED", FileUnreadable):
            read(world.admin, made)


def test_a_paper_is_saved_as_received_under_a_name_without_a_person(world, tmp_path):
    request_id = world.a_case()
    made = take(world, request_id, "Doris Weatherby form 1.PDF")
    ref = world.case(request_id).request.ref
    name = incoming.file_name(paper(world, made), ref)
    assert name == f"{ref}_form_1_20261123_{made}.pdf"
    incoming.save(world.auditor, made, tmp_path / name)
    assert (tmp_path / name).read_bytes() == FORM
    assert [entry.after["file"] for entry in world.trail("save_paper_in")] == [name]
    incoming.printed(world.auditor, made)
    assert len(world.trail("print_paper_in")) == 1


@pytest.mark.parametrize(
    ("name", "content", "end"),
    [
        ("photo.docx", arriving.a_picture(), "jpg"),
        ("form.docm", arriving.a_macro_file(), "docm"),
        ("page.html", b"<html><p>Hi</p></html>", "html"),
        ("odd", bytes(range(256)), "bin"),
    ],
)
def test_the_ending_it_is_saved_under_is_that_of_what_it_is(world, name, content, end):
    made = take(world, None, name, content=content)
    assert incoming.file_name(paper(world, made), "").endswith(f"_{made}.{end}")


def test_what_is_kept_and_cannot_be_shown_says_so_and_is_opened_all_the_same(world):
    made = take(world, None, "locked.pdf", content=arriving.a_locked_pdf())
    opened = incoming.open_paper(world.admin, made)
    assert not opened.held.paper.is_shown
    assert "without a password" in opened.said
    assert opened.content == arriving.a_locked_pdf() or len(opened.content) > 100
    with refused(world, "INCOMING_NO_TEXT", Refused):
        incoming.text_of(world.admin, made)


def test_the_source_of_a_request_is_kept_in_its_case_from_the_day_it_came(world):
    request_id = world.a_case(received_on=date(2026, 11, 20))
    made = incoming.keep_source(
        world.admin, request_id, "Form 1.docx", arriving.a_word_file(), IncomingKind.FORM_1
    ).value
    found = paper(world, made)
    assert (found.request_id, found.received_on) == (request_id, date(2026, 11, 20))
    assert "go home" in incoming.text_of(world.admin, made)


def test_an_assessor_reads_the_papers_of_their_own_cases_only(world):
    own = world.allocated(world.a_case())
    other = world.a_case(person=a_person(family_name="Other"))
    with world.desk.store.acting(
        actor_id=None, actor="set-up", workstation="test", at=world.desk.clock.now()
    ) as write:
        staff.add_member(write.session, name="Bea", roles={Role.BIA}, assessor_id=world.bia)
        write.record("set_up", "staff", None)
    bea = world.desk.context(next(one for one in world.desk.staff() if one.name == "Bea"))
    theirs, foreign, loose = take(world, own), take(world, other), take(world)
    assert incoming.content(bea, theirs) == FORM
    assert len(incoming.listed(bea, own)) == 1
    for act in (
        lambda: incoming.content(bea, foreign),
        lambda: incoming.open_paper(bea, foreign),
        lambda: incoming.listed(bea, other),
        lambda: incoming.content(bea, loose),
        lambda: incoming.unfiled(bea),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_papers_follow_a_person_who_was_entered_twice_and_back_again(world):
    first = world.a_case(person=a_person(nhs_number=""))
    second = world.a_case(person=a_person(nhs_number="", given_names="Ŵyn"), reason="twice")
    kept, gone = world.case(first).person_id, world.case(second).person_id
    made = take(world, second)
    if kept == gone:
        pytest.fail("the two are one already")
    merge = duplicates.merge(world.admin, kept_id=kept, merged_id=gone, reason="Same").value
    assert paper(world, made).person_id == kept
    duplicates.undo(world.admin, merge, why="Two people")
    assert paper(world, made).person_id == gone


def test_a_paper_stands_in_the_history_of_the_person(world):
    request_id = world.a_case()
    take(world, request_id)
    view = chronology.of_person(world.lead, world.case(request_id).person_id)
    assert "Paper received" in [one.what for one in view.happenings]


def test_papers_may_come_after_a_case_is_over_and_move_no_date(world):
    request_id = world.whole_way()
    before = cases.open_case(world.admin, request_id)
    take(world, request_id)
    after = cases.open_case(world.admin, request_id)
    assert after.case.request.state is before.case.request.state
    assert after.answer == before.answer


@pytest.mark.parametrize("content", [arriving.a_pdf(), arriving.a_letter_by_mail({"a.pdf": FORM})])
def test_every_kind_of_store_keeps_bytes_as_they_came(any_world, content):
    made = take(any_world, any_world.a_case(), content=content)
    assert incoming.content(any_world.admin, made) == content
