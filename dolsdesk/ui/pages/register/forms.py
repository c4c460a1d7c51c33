"""The forms of the register."""

from datetime import date

from PySide6.QtWidgets import QListWidget, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.dols.assessors import Declared, Profession
from dolsdesk.domain.places import Place, PlaceKind
from dolsdesk.domain.staff import Role, StaffMember
from dolsdesk.domain.typed_dates import NotADate, parse_date
from dolsdesk.errors import Refused
from dolsdesk.services import handovers, register, words
from dolsdesk.services.handovers import Hands
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.register import AssessorDetails, AssessorForm, AssessorLine, PlaceDetails
from dolsdesk.ui.dialogs.form import BECAUSE, FormDialog
from dolsdesk.ui.pages.finders import person_field, place_field
from dolsdesk.ui.pages.register.rates import NewRates, RateCard
from dolsdesk.ui.pages.register.rates import read as read_rates
from dolsdesk.ui.pages.worklist.columns import state_words
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.basics import label
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    HoursField,
    LineField,
    NumberField,
    ProseField,
    TickField,
    Values,
    options,
)

_KINDS = (PlaceKind.CARE_HOME, PlaceKind.HOSPITAL)


def place_dialog(shell: Shell, parent: QWidget, place: Place | None) -> FormDialog:
    """Return the form of a place."""
    fields: list[Field] = [
        LineField("name", "Name"),
        ChoiceField("kind", "Kind", [(kind.value, words.fact(kind.value)) for kind in _KINDS]),
        LineField("cqc_location_code", "CQC location code", hint="Needed for the national return"),
        LineField("managing_authority", "Managing authority: the registered provider or trust"),
        ProseField("address", "Address", shell.look, lines=2),
        LineField("postcode", "Postcode"),
        LineField("phone", "Telephone"),
        LineField("email", "E-mail"),
        TickField("is_run_by_council", "Run by this council"),
        LineField("concern", "Concern of CQC or the council about it, if any"),
    ]
    if place is not None:
        fields[3].set_hint("To correct how it is written. If the home changes hands, say so there.")
        for field in fields:
            value = getattr(place, field.name)
            field.set_raw(value.value if isinstance(value, PlaceKind) else value)

    def save(given: Values) -> Outcome[int]:
        values = dict(given)
        details = PlaceDetails(**{**values, "kind": PlaceKind(values["kind"])})
        return register.save_place(shell.ctx, details, place.id if place else None)

    return FormDialog(
        shell,
        parent,
        title="Home or hospital",
        lead="DoLS covers care homes and hospitals only; other settings need the Court of"
        " Protection.",
        fields=fields,
        accept="Save",
        act=save,
        said="Saved in the register.",
    )


def handover_dialog(shell: Shell, parent: QWidget, place: Place, held: Hands) -> FormDialog:
    """Return the form of a home that changes hands, with every case there listed under it."""
    on = DateField("from_on", "From", shell.look, lambda: shell.ctx.today)
    on.set_raw("today")
    fields: list[Field] = [
        LineField("managing_authority", "The new managing authority: the registered provider"),
        on,
        LineField("paper", "What shows it: from whom, dated when"),
    ]
    ran = [f"{one.before} until {text.long_date(one.from_on)}: {one.paper}" for one in held.changes]
    there = [f"{line.ref}, {line.person_name}, {state_words(line.state)}" for line in held.cases]
    counted = text.number_of(len(there), "case")
    listed = QListWidget()
    listed.addItems(there or ["Nobody has a case here."])
    listed.setCurrentRow(0)
    listed.setAccessibleName("Cases here")
    return FormDialog(
        shell,
        parent,
        title=f"{place.name} changes hands",
        lead=f"Now run by {place.managing_authority or 'nobody on record'}. Authorisations name the"
        " home and go on; nothing is ended or closed. Papers that were issued keep the name they"
        " were issued to. Each case here is told, and lists a copy for whoever runs it now.",
        fields=fields,
        below=[
            label(f"{counted} here", "heading"),
            listed,
            *([label("Who ran it before", "heading"), label("\n".join(ran), wrap=True)]
              if ran else []),
        ],
        accept="Record the change",
        act=lambda given: handovers.hand_over(
            shell.ctx,
            place.id,
            managing_authority=given["managing_authority"],
            from_on=given["from_on"],
            paper=given["paper"],
            reason=given.get(BECAUSE, ""),
        ),
        said=f"Recorded, in the register and in {counted}.",
    )  # fmt: skip


def assessor_dialog(
    shell: Shell,
    parent: QWidget,
    assessor_id: int | None,
    form: AssessorForm | None,
) -> FormDialog:
    """Return the form of an assessor: everything eligibility turns on, hours and rates."""
    look = shell.look

    def day(name: str, title: str) -> DateField:
        return DateField(name, title, look, lambda: shell.ctx.today)

    fields: list[Field] = [
        LineField("name", "Name"),
        ChoiceField("profession", "Profession", options(Profession)),
        LineField("regulator_no", "Number with the regulator"),
        day("registered_on", "Registered in the profession since"),
        day("initial_training_on", "Initial training completed"),
        LineField(
            "further_training_on",
            "Further training completed",
            hint="Dates with commas between, such as 3 6 26, 12 May 2025",
        ),
        day("s12_until", "Section 12 approval until"),
        day("amhp_until", "AMHP approval until"),
        day("insured_until", "Insured until"),
        day("dbs_on", "Enhanced certificate dated"),
        TickField("is_employed_by_council", "Employed by this council"),
        TickField("serves_council_otherwise", "Has another contract with this council"),
        TickField("is_suspended", "Suspended from the register"),
        TickField("is_active", "Takes cases"),
        LineField("languages", "Languages"),
        LineField("specialisms", "Specialisms"),
        LineField("base", "Travels from", hint="With a postcode, or NX4; distance is judged by it"),
        LineField("email", "E-mail"),
        LineField("phone", "Telephone"),
        LineField(
            "availability",
            "Availability",
            hint="Such as Mondays and Tuesdays; days of leave are recorded one by one",
        ),
        HoursField("week_minutes", "Hours a week for DoLS work", hint="Blank where not known"),
        HoursField(
            "post_minutes", "Hours a week in another post", hint="Blank where there is none"
        ),
        NumberField("week_limit", "Warn from so many open cases", most=99),
    ]
    rates = NewRates(look, lambda: shell.ctx.today)
    form = form or AssessorForm(AssessorDetails("", Profession.SOCIAL_WORKER), ())
    held = form.details
    for field in fields:
        value = getattr(held, field.name)
        if isinstance(field, (DateField, HoursField)):
            field.set_value(value)
        elif field.name == "further_training_on":
            field.set_raw(", ".join(text.long_date(on) for on in value))
        else:
            field.set_raw(value.value if isinstance(value, Profession) else value)

    def save(given: Values) -> Outcome[int]:
        values = dict(given)
        values["profession"] = Profession(values["profession"])
        values["further_training_on"] = _dates(values["further_training_on"], shell.ctx.today)
        new_rates = read_rates(values.pop("rates"))
        return register.save_assessor(
            shell.ctx, AssessorDetails(**values), assessor_id, new_rates=new_rates
        )

    return FormDialog(
        shell,
        parent,
        title="Assessor",
        lead="Whoever lacks training, insurance or approval on the day cannot be selected.",
        fields=fields,
        below=[RateCard(form.rates, shell.ctx.today, look), rates],
        accept="Save",
        act=save,
        said="Saved in the register.",
    )


def _dates(typed: str, today: date) -> tuple[date, ...]:
    found = []
    for part in typed.replace(";", ",").split(","):
        try:
            on = parse_date(part, today=today)
        except NotADate as wrong:
            raise Refused(str(wrong), field="further_training_on") from wrong
        if on is not None:
            found.append(on)
    return tuple(sorted(found))


def leave_dialog(shell: Shell, parent: QWidget, line: AssessorLine) -> FormDialog:
    """Return the form of an assessor's leave."""
    fields: list[Field] = [
        DateField("first_on", "First day away", shell.look, lambda: shell.ctx.today),
        DateField("last_on", "Last day away", shell.look, lambda: shell.ctx.today),
    ]

    def save(given: Values) -> Outcome[None]:
        first_on, last_on = given["first_on"], given["last_on"]
        if first_on is None or last_on is None:
            missing = "first_on" if first_on is None else "last_on"
            raise Refused("DATE_FORMAT", field=missing)
        return register.add_leave(shell.ctx, line.id, first_on, last_on)

    return FormDialog(
        shell,
        parent,
        title="Leave",
        lead=f"{line.name} is away, both days included.",
        fields=fields,
        accept="Save",
        act=save,
        said="Leave recorded.",
    )


def interest_dialog(shell: Shell, parent: QWidget, line: AssessorLine) -> FormDialog:
    """Return the form of a conflict of interest the register should know of."""
    place = place_field(shell, "place", "Home or hospital")
    person = person_field(shell, "person", "or relevant person")
    kinds = [(kind.value, words.fact(kind.value).replace("Are you", "Is").replace(
        "Do you have", "Has")) for kind in Declared]  # fmt: skip
    fields: list[Field] = [
        ChoiceField("kind", "What kind", kinds),
        place,
        person,
        LineField("note", "Note"),
    ]

    def save(given: Values) -> Outcome[None]:
        return register.add_interest(
            shell.ctx,
            line.id,
            Declared(given["kind"]),
            place_id=given["place"].id if given["place"] else None,
            person_id=given["person"].id if given["person"] else None,
            note=given["note"],
        )

    return FormDialog(
        shell,
        parent,
        title="Conflict of interest",
        lead=f"{line.name} will be refused for this place or person, with the rule.",
        fields=fields,
        accept="Save",
        act=save,
        said="Conflict recorded.",
    )


def member_dialog(shell: Shell, parent: QWidget, member: StaffMember | None) -> FormDialog:
    """Return the form of somebody who uses the desk."""
    ticks = {role: TickField(role.value, words.fact(role.value)) for role in Role}
    name, title = LineField("name", "Name"), LineField("job_title", "Job title, for signatures")
    login = LineField("login", "Login on this network", hint="Leave blank to choose by hand")

    def today() -> date:
        return shell.ctx.today

    signs = DateField("signs_until", "Authority to sign until", shell.look, today,
                      hint="For a signatory, as the scheme of delegation says")  # fmt: skip
    trained = DateField("trained_on", "Trained to scrutinise on", shell.look, today)
    fields: list[Field] = [name, title, login, *ticks.values(), signs, trained]
    if member is not None:
        signs.set_value(member.signs_until)
        trained.set_value(member.trained_on)
        name.set_raw(member.name)
        title.set_raw(member.job_title)
        login.set_raw(member.login)
        for role, tick in ticks.items():
            tick.set_raw(role in member.roles)

    def save(given: Values) -> Outcome[int]:
        return register.save_member(
            shell.ctx,
            name=given["name"],
            job_title=given["job_title"],
            login=given["login"],
            roles={role for role in Role if given[role.value]},
            signs_until=given["signs_until"],
            trained_on=given["trained_on"],
            assessor_id=member.assessor_id if member else None,
            staff_id=member.id if member else None,
        )

    return FormDialog(
        shell,
        parent,
        title="Somebody of the desk",
        lead="One person may hold several roles; nobody decides a case they assessed.",
        fields=fields,
        accept="Save",
        act=save,
        said="Saved.",
    )
