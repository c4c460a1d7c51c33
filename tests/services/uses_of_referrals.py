"""Reports of an unauthorised deprivation, each act tried by everybody (see test_permissions)."""

from dolsdesk.domain.dols.referrals import Declined, ReferralEvent
from dolsdesk.domain.staff import Act
from dolsdesk.services import enquiries, paperwork, referrals
from dolsdesk.services.referrals import NewReferral
from tests.services.test_enquiries import an_enquiry
from tests.services.test_referrals import a_report, appointed, ready, reported
from tests.support.desk import TODAY, a_person
from tests.support.uses import At, Use


def log(at: At, _made: None) -> object:
    person = a_person(family_name="Neu")
    return referrals.log(at.ctx, NewReferral(a_report(), person, at.world.home))


def follow_up(at: At, made: int) -> object:
    return referrals.follow_up(
        at.ctx, made, told_ma_on=TODAY, asked_ma_on=TODAY, reasonable_period_passed=False,
        ma_response="",
    )  # fmt: skip


def find(at: At, made: int) -> object:
    return referrals.find(
        at.ctx, made, ReferralEvent.FIND_UNAUTHORISED, carried_out_on=TODAY, received_on=TODAY,
        reasons="Seen",
    )  # fmt: skip


USES = (
    Use(Act.READ_ALL, "paperwork.notice_of_report",
        lambda at, made: paperwork.notice_of_report(at.ctx, made),
        lambda at: appointed(at.world)),
    Use(Act.RECORD_EVENT, "enquiries.log", lambda at, _: enquiries.log(
        at.ctx, an_enquiry(), person=a_person(), place_id=at.world.home)),

    Use(Act.RECORD_EVENT, "referrals.log", log),
    Use(Act.RECORD_EVENT, "referrals.follow_up", follow_up, lambda at: reported(at.world)),
    Use(Act.RECORD_EVENT, "referrals.keep_as_concern", lambda at, made: referrals.keep_as_concern(
        at.ctx, made, why="Not asked"), lambda at: reported(at.world)),
    Use(Act.RECORD_EVENT, "referrals.decline", lambda at, made: referrals.decline(
        at.ctx, made, because=Declined.ALREADY_DECIDED, why="As before"),
        lambda at: ready(at.world)),
    Use(Act.RECORD_EVENT, "referrals.appoint", lambda at, made: referrals.appoint(
        at.ctx, made, assessor_id=at.world.bia, on=TODAY), lambda at: ready(at.world)),
    Use(Act.RECORD_EVENT, "referrals.find", find, lambda at: appointed(at.world)),
    Use(Act.RECORD_EVENT, "referrals.tell", lambda at, made: referrals.tell(
        at.ctx, made, "person", on=TODAY, method="post"), lambda at: ready(at.world)),
)  # fmt: skip
