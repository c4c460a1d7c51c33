"""What can be done with a report of an unauthorised deprivation, each with what it asks."""

from PySide6.QtWidgets import QWidget

from dolsdesk.domain.dols.referrals import Declined, Referral, ReferralEvent, ReferralState
from dolsdesk.domain.people import Person
from dolsdesk.errors import Refused
from dolsdesk.services import copies, referrals, requests, words
from dolsdesk.services.allocation import Named
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.referrals import NewReferral, ReferralLine
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.pages.finders import person_field, place_field
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    ProseField,
    Values,
    options,
    yes_no,
)


def new_report(shell: Shell, parent: QWidget) -> FormDialog:
    """Return the form of a report that came in."""
    on = _day(shell, "unauthorised_request_received_on", "Received on")
    on.set_raw("today")
    fields: list[Field] = [
        person_field(shell, "person", "The person, if known already"),
        LineField("family_name", "or somebody new: family name"),
        LineField("given_names", "Given names"),
        DateField(
            "date_of_birth", "Date of birth", shell.look, lambda: shell.ctx.today, is_birth=True
        ),
        place_field(shell, "place", "Home or hospital"),
        LineField("referrer", "Reported by"),
        LineField("relationship", "Who they are to the person"),
        LineField("contact", "How to reach them"),
        on,
        ProseField("what_is_said", "What they say", shell.look, lines=3),
        _day(shell, "told_ma_on", "They told the home of it on"),
        _day(shell, "asked_ma_on", "They asked the home to request an authorisation on"),
        yes_no("reasonable_period_passed", "Has a reasonable period passed since?"),
        ProseField("ma_response", "What the home answered", shell.look, lines=2),
    ]

    def act(given: Values) -> Outcome[int]:
        known = given["person"]
        if known is None and not given["family_name"].strip():
            raise Refused("PERSON_NEEDED", field="person")
        if given["place"] is None:
            raise Refused("PLACE_NEEDED", field="place")
        person = (
            requests.person(shell.ctx, known.id)
            if known is not None
            else Person(given["family_name"], given["given_names"], given["date_of_birth"])
        )
        return referrals.log(
            shell.ctx,
            NewReferral(
                Referral(
                    state=ReferralState.RECEIVED,
                    referrer=given["referrer"],
                    relationship=given["relationship"],
                    contact=given["contact"],
                    unauthorised_request_received_on=given["unauthorised_request_received_on"]
                    or shell.ctx.today,
                    what_is_said=given["what_is_said"],
                    told_ma_on=given["told_ma_on"],
                    asked_ma_on=given["asked_ma_on"],
                    reasonable_period_passed=_answer(given["reasonable_period_passed"]),
                    ma_response=given["ma_response"],
                ),
                person,
                given["place"].id,
                known.id if known is not None else None,
            ),
        )

    return FormDialog(
        shell,
        parent,
        title="A report of an unauthorised deprivation",
        lead="Anyone but the managing authority may report it. The assessment is due within"
        " seven days"
        " beginning with the day the report is received (SI 2008/1858, regulation 14).",
        fields=fields,
        accept="Record the report",
        act=act,
        said="Recorded. Seven days run from its receipt.",
    )


def follow_up(shell: Shell, parent: QWidget, line: ReferralLine) -> FormDialog:
    """Return the form of what the managing authority was told and asked."""
    found = line.record.facts
    told = _day(shell, "told_ma_on", "Home told on")
    asked = _day(shell, "asked_ma_on", "Home asked on")
    told.set_value(found.told_ma_on)
    asked.set_value(found.asked_ma_on)
    passed = yes_no("reasonable_period_passed", "Has a reasonable period passed since?")
    if found.reasonable_period_passed is not None:
        passed.set_raw("yes" if found.reasonable_period_passed else "no")
    said = ProseField("ma_response", "What the home answered", shell.look, lines=2)
    said.set_raw(found.ma_response)
    return FormDialog(
        shell,
        parent,
        title="What the home was told and asked",
        lead="The council must assess once the home was told, was asked to request an"
        " authorisation, and"
        " did not within a reasonable period (Schedule A1, paragraph 68).",
        fields=[told, asked, passed, said],
        accept="Record",
        act=lambda given: referrals.follow_up(
            shell.ctx,
            line.record.id,
            told_ma_on=given["told_ma_on"],
            asked_ma_on=given["asked_ma_on"],
            reasonable_period_passed=_answer(given["reasonable_period_passed"]),
            ma_response=given["ma_response"],
        ),
        said="Recorded.",
    )


def keep_as_concern(shell: Shell, parent: QWidget, line: ReferralLine) -> FormDialog:
    """Return the form by which a report is kept as a concern."""
    return FormDialog(
        shell,
        parent,
        title="Keep as a concern",
        lead="The conditions for an assessment are not met yet. The report is not discarded:"
        " tell the"
        " home, and treat what it says as safeguarding information.",
        fields=[ProseField("why", "What is missing, and what is done", shell.look, lines=3)],
        accept="Keep it",
        act=lambda given: referrals.keep_as_concern(shell.ctx, line.record.id, why=given["why"]),
        said="Kept as a concern.",
    )


def decline(shell: Shell, parent: QWidget, line: ReferralLine) -> FormDialog:
    """Return the form by which no assessment is decided."""
    return FormDialog(
        shell,
        parent,
        title="No assessment",
        lead="The council need not assess a report that is frivolous or vexatious, or a question it"
        " decided before where nothing has changed. Everybody is told (paragraph 69).",
        fields=[
            ChoiceField("declined", "Why none is needed", options(Declined, blank="Choose")),
            ProseField("why", "Reasons", shell.look, lines=3),
        ],
        accept="Decide",
        act=lambda given: referrals.decline(
            shell.ctx,
            line.record.id,
            because=Declined(given["declined"]) if given["declined"] else None,
            why=given["why"],
        ),
        said="Decided. Notices are owed.",
    )


def appoint(
    shell: Shell, parent: QWidget, line: ReferralLine, assessors: tuple[Named, ...]
) -> FormDialog:
    """Return the form by which an assessor is appointed."""
    on = _day(shell, "appointed_on", "Appointed on")
    on.set_raw("today")
    return FormDialog(
        shell,
        parent,
        title="Appoint an assessor",
        lead="Suitable, and eligible as a best interests assessor (paragraphs 69(6) and 70).",
        fields=[
            ChoiceField("assessor", "Assessor",
                        [("", "Choose"), *((str(one.id), one.name) for one in assessors)]),
            on,
        ],
        accept="Appoint",
        act=lambda given: referrals.appoint(
            shell.ctx,
            line.record.id,
            assessor_id=int(given["assessor"]) if given["assessor"] else None,
            on=given["appointed_on"],
        ),
        said="Appointed. Notices are owed.",
    )  # fmt: skip


_FINDINGS = (
    ReferralEvent.FIND_NOT_DETAINED,
    ReferralEvent.FIND_AUTHORISED,
    ReferralEvent.FIND_UNAUTHORISED,
)


def find(shell: Shell, parent: QWidget, line: ReferralLine) -> FormDialog:
    """Return the form of the assessment's outcome."""
    choices = [("", "Choose"), *((one.value, words.fact(one.value)) for one in _FINDINGS)]

    def act(given: Values) -> Outcome[int | None]:
        if not given["outcome"]:
            raise Refused("RESULT_NEEDED", field="outcome")
        return referrals.find(
            shell.ctx,
            line.record.id,
            ReferralEvent(given["outcome"]),
            carried_out_on=given["assessment_carried_out_on"],
            received_on=given["assessment_received_on"],
            reasons=given["reasons"],
        )

    return FormDialog(
        shell,
        parent,
        title="Outcome of the assessment",
        lead="If the person is detained without authority, the Schedule applies as if the home had"
        " asked: a deemed request is logged, received on the day the assessment came"
        " (paragraph 71). The current legal test applies.",
        fields=[
            ChoiceField("outcome", "What the assessor found", choices),
            _day(shell, "assessment_carried_out_on", "Carried out on"),
            _day(shell, "assessment_received_on", "Received on"),
            ProseField("reasons", "The assessor's reasons", shell.look, lines=4),
        ],
        accept="Record",
        act=act,
        said="Recorded. Notices are owed.",
    )


def tell(shell: Shell, parent: QWidget, line: ReferralLine) -> FormDialog:
    """Return the form by which a notice is ticked off."""
    owed = [one for one in line.record.facts.notices if one.sent_on is None]
    on = _day(shell, "on", "Sent on")
    on.set_raw("today")
    return FormDialog(
        shell,
        parent,
        title="Notice given",
        lead="Whoever reported it, the person, the managing authority and any section 39A"
        " advocate are"
        " told of each step (paragraphs 69 and 71 to 73).",
        fields=[
            ChoiceField("who", "To", [(one.who, words.fact(f"told_{one.who}")) for one in owed]),
            on,
            ChoiceField("method", "How", [(m, words.fact(m)) for m in copies.METHODS]),
        ],
        accept="Tick it off",
        act=lambda given: referrals.tell(
            shell.ctx, line.record.id, given["who"], on=given["on"], method=given["method"]
        ),
        said="Ticked off.",
    )


def _day(shell: Shell, name: str, title: str) -> DateField:
    return DateField(name, title, shell.look, lambda: shell.ctx.today)


def _answer(given: str) -> bool | None:
    return given == "yes" if given else None
