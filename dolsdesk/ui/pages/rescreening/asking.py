"""What the acts of re-screening ask, each as a small form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dolsdesk.domain import text
from dolsdesk.domain.dols.campaigns import (
    Campaign,
    Cohort,
    Item,
    ItemEvent,
    NextAction,
    TriageView,
)
from dolsdesk.domain.dols.decision import LateReason
from dolsdesk.domain.dols.endings import ClosedAs, Closure, ClosureReason, Coroner, Evidence
from dolsdesk.domain.dols.screening import Flag
from dolsdesk.errors import Refused
from dolsdesk.rules.ids import RuleId
from dolsdesk.services import campaign_cases, campaign_sending, campaigns, words, worklist
from dolsdesk.services.campaign_cases import ItemView
from dolsdesk.services.campaigns import Preview
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.worklist import SavedView
from dolsdesk.ui.pages.rescreening import forms
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.fields import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    NumberField,
    ProseField,
    Values,
    options,
    yes_no,
)

_ENDINGS = (
    ("withdrawn:looked_again", "The home withdraws after looking again (CR-01)"),
    ("no_longer_needed:left", "Left the home or hospital (CR-05)"),
    ("no_longer_needed:moved", "Moved (CR-05)"),
    ("no_longer_needed:restrictions_removed", "Restrictions were removed (CR-05)"),
    ("no_longer_needed:detained_mha", "Detained under the Mental Health Act (CR-05)"),
    ("no_longer_needed:died", "The person died (CR-06)"),
    ("withdrawn:in_error", "A duplicate, or sent in error (CR-09)"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One form: what it asks, and what is done with the answers."""

    title: str
    lead: str
    fields: Sequence[Field]
    accept: str
    act: Callable[[Values], Outcome[Any]]
    said: str
    on_done: Callable[[Any], None] | None = None
    keeps: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many each cohort holds now, and the saved views."""

    sizes: dict[Cohort, Preview]
    views: tuple[SavedView, ...]


def counted(ctx: Context) -> Counted:
    """Count every ready-made cohort; nothing is written."""
    ready = [one for one in Cohort if one is not Cohort.VIEW]
    return Counted({one: campaigns.preview(ctx, one) for one in ready}, worklist.views(ctx))


def new_campaign(shell: Shell, found: Counted) -> Asked:
    """Return the form of a new campaign."""
    look, ctx = shell.look, shell.ctx
    choices = [
        (one.value, f"{words.fact(one.value)}: {size.total} now")
        for one, size in found.sizes.items()
    ]
    views = {view.name: view for view in found.views}

    def act(given: Values) -> Outcome[int]:
        if not given["cohort"]:
            raise Refused("COHORT_NEEDED", field="cohort")
        return campaigns.create(
            ctx, name=given["name"], purpose=given["purpose"], cohort=Cohort(given["cohort"]),
            view=views.get(given["view"]), target_end=given["target_end"],
            reply_days=given["reply_days"], reminder_days=given["reminder_days"],
        )  # fmt: skip

    reply = NumberField("reply_days", "Days to reply")
    reply.set_raw(ctx.book.value(RuleId.AGNI_REPLY, on=ctx.today).amount)
    remind = NumberField("reminder_days", "Days to reply to a reminder")
    remind.set_raw(ctx.book.value(RuleId.AGNI_REMINDER, on=ctx.today).amount)
    return Asked(
        "New campaign",
        "Nothing is sent and nothing is frozen yet. The cohort is counted again when it is frozen.",
        [
            LineField("name", "Name"),
            ChoiceField("cohort", "Whom to look at again", forms.named(
                [*choices, (Cohort.VIEW.value, words.fact(Cohort.VIEW.value))])),
            ChoiceField("view", "Saved view, if that", [("", "None"), *((n, n) for n in views)]),
            ProseField("purpose", "Purpose", look, lines=2),
            DateField("target_end", "To be done by", look, lambda: ctx.today),
            reply,
            remind,
        ],
        "Begin as a draft",
        act,
        "The campaign is a draft. Freeze its cohort next.",
    )  # fmt: skip


def lock(shell: Shell, campaign: Campaign, found: Preview) -> Asked:
    """Return the question whether to freeze a cohort."""
    parts = ", ".join(f"{count} {name.lower()}" for name, count in found.by_subject)
    elsewhere = (
        f" {text.number_of(found.elsewhere, 'more case')} in an unfinished campaign already."
        if found.elsewhere
        else ""
    )
    return Asked(
        "Freeze the cohort",
        f"{words.fact(campaign.cohort.value)}: {text.number_of(found.total, 'case')} in"
        f" {text.number_of(found.homes, 'home')} ({parts or 'none'}).{elsewhere} The list is kept"
        " as it is now. Who joins later comes into a list of their own, and only by hand.",
        [],
        "Freeze",
        lambda _given: campaigns.lock(shell.ctx, campaign.id),
        "Frozen. Approve the letter and run the campaign next.",
    )


def close_campaign(shell: Shell, campaign: Campaign) -> Asked:
    """Return the form by which a campaign is signed off."""
    return Asked(
        "Sign off and close",
        "It closes when every case is done, or left out with a reason.",
        [ProseField("lessons", "What was learnt", shell.look, lines=4)],
        "Sign off",
        lambda given: campaigns.close(shell.ctx, campaign.id, lessons=given["lessons"]),
        "The campaign is closed.",
    )


@dataclass(frozen=True, slots=True)
class Sending:
    """Letters that are to be sent: of which campaign, about whom, and how."""

    campaign_id: int
    ids: tuple[int, ...]
    event: ItemEvent
    channel: str


def send(
    campaign: Campaign, fit: Sequence[Item], event: ItemEvent, go: Callable[[Sending], None]
) -> Asked:
    """Return the question whether to send, with how many letters that makes."""
    homes = len({one.place_id for one in fit})
    ids = tuple(one.id for one in fit)
    what = "questionnaire" if event is ItemEvent.SEND else "reminder"
    return Asked(
        f"Send the {what}",
        f"{text.number_of(homes, 'letter')} about {text.number_of(len(ids), 'person', 'people')},"
        " kept here exactly as sent. No date of any case moves. Save the letters under “Letters”.",
        [ChoiceField("channel", "How they go", [("post", "Post"), ("email", "E-mail"),
                                                ("portal", "Portal")])],
        "Send",
        lambda given: Outcome(Sending(campaign.id, ids, event, given["channel"])),
        "",
        go,
    )  # fmt: skip


def assign(shell: Shell, campaign: Campaign, chosen: Sequence[Item]) -> Asked:
    """Return the form that says who has the next step of several cases."""
    due = _due(shell)
    ids = [one.id for one in chosen]
    return Asked(
        "Assign",
        f"{text.number_of(len(ids), 'case')}. Only who and by when; nothing is decided.",
        [LineField("action_owner", "Who"), due],
        "Assign",
        lambda given: campaign_sending.assign(
            shell.ctx, campaign.id, ids, owner=given["action_owner"], due_on=given["action_due"]),
        "Assigned.",
    )  # fmt: skip


def answers(shell: Shell, view: ItemView) -> Asked:
    """Return the questionnaire as it came back."""

    def act(given: Values) -> Outcome[bool]:
        if given["returned_on"] is None:
            raise Refused("WHEN_NEEDED", field="returned_on")
        return campaign_cases.record_answers(
            shell.ctx, view.item.id, forms.answers_of(given, view.campaign.test),
            returned_on=given["returned_on"], channel=given["channel"],
            reason=given.get("because", ""),
        )  # fmt: skip

    again = (
        " It came back before: this return is kept beside the first, and differences are shown."
        if view.returns
        else ""
    )
    return Asked(
        f"Answers about {view.item.person_name}",
        f"As the home wrote them; what is blank stays open. They decide nothing.{again}",
        forms.answers_fields(shell.look, lambda: shell.ctx.today),
        "Keep the answers",
        act,
        "The answers are kept.",
        keeps=("screening-answers", str(view.item.id)),
    )


def choose(shell: Shell, view: ItemView) -> Asked:
    """Return the question which of several returns counts."""
    listed = [
        (str(one.id), f"Return {one.number}, {text.short_date(one.returned_on)},"
         f" {one.completed_by}") for one in view.returns
    ]  # fmt: skip
    said = "\n".join(
        f"{words.fact(one.question)}: "
        + " or ".join(f"“{forms.written(told)}”" for told in one.told)
        for one in view.differences
    )
    return Asked(
        "Which answers count?",
        f"{words.by_code('RETURNS_DIFFER')}\n{said}",
        [ChoiceField("which", "The one that counts", listed),
         ProseField("why", "Why", shell.look, lines=2)],
        "Choose",
        lambda given: campaign_cases.choose(shell.ctx, view.item.id, int(given["which"]),
                                       why=given["why"]),
        "Chosen. Both are kept.",
    )  # fmt: skip


def triage(shell: Shell, view: ItemView) -> Asked:
    """Return the form of a triage view."""

    def act(given: Values) -> Outcome[None]:
        if not given["triage_view"]:
            raise Refused("TRIAGE_VIEW_NEEDED", field="triage_view")
        return campaign_cases.triage(shell.ctx, view.item.id, TriageView(given["triage_view"]),
                                why=given["triage_why"])  # fmt: skip

    return Asked(
        "Triage",
        "It sets the order of work. It is no finding, and it closes nothing.",
        [ChoiceField("triage_view", "What seems likely", options(TriageView, blank="Choose")),
         ProseField("triage_why", "Why", shell.look, lines=3)],
        "Keep the view",
        act,
        "Triaged. Choose the next step.",
        keeps=("screening-triage", str(view.item.id)),
    )  # fmt: skip


def route(shell: Shell, view: ItemView) -> Asked:
    """Return the form of the next step."""

    def act(given: Values) -> Outcome[None]:
        if not given["next_action"]:
            raise Refused("NEXT_STEP_NEEDED", field="next_action")
        return campaign_cases.route(
            shell.ctx, view.item.id, NextAction(given["next_action"]), why=given["action_why"],
            owner=given["action_owner"], due_on=given["action_due"],
        )  # fmt: skip

    owner = LineField("action_owner", "Who")
    owner.set_raw(view.item.action_owner or shell.actor.name)
    return Asked(
        "Next step",
        "No date of the case moves. A review begins at once; everything else is done in its place.",
        [ChoiceField("next_action", "Next step", options(NextAction, blank="Choose")), owner,
         _due(shell), ProseField("action_why", "Why", shell.look, lines=3)],
        "Choose",
        act,
        "The next step is set.",
    )  # fmt: skip


def close(shell: Shell, view: ItemView) -> Asked:
    """Return the form by which one request of a campaign ends."""
    look, ctx = shell.look, shell.ctx

    def act(given: Values) -> Outcome[None]:
        if not given["reason"]:
            raise Refused("CLOSURE_REASON_NEEDED", field="reason")
        if not given["evidence"]:
            raise Refused("EVIDENCE_KIND_NEEDED", field="evidence")
        closed_as, reason = given["reason"].split(":")
        goes_on = {"yes": True, "no": False}.get(given["restrictions_continue"])
        return campaign_cases.close_case(
            ctx, view.item.id,
            Closure(
                closed_as=ClosedAs(closed_as), reason=ClosureReason(reason),
                on=given["on"] or ctx.today, evidence=Evidence(given["evidence"]),
                paper=given["paper"], note=given["note"], restrictions_continue=goes_on,
                coroner=Coroner(given["coroner"]) if given["coroner"] else None,
                arrangements_to=given["arrangements_to"], late_reason=given["late_reason"],
                late_note=given["late_note"],
            ),
            reason=given.get("because", ""),
        )  # fmt: skip

    on = DateField("on", "On", look, lambda: ctx.today)
    on.set_raw("today")
    return Asked(
        f"Close the request about {view.item.person_name}",
        "On evidence, one at a time. A look at the papers at the desk ends nothing.",
        [
            ChoiceField("reason", "How it ends", forms.named(_ENDINGS)),
            on,
            ChoiceField("evidence", "What shows it", options(Evidence, blank="Choose")),
            LineField("paper", "Which paper: from whom, dated when"),
            ProseField("note", "Their words and reasons", look, lines=3),
            yes_no("restrictions_continue", "Do the restrictions go on?"),
            DateField("arrangements_to", "Last day of the restrictions", look, lambda: ctx.today,
                      hint="Blank if they go on: days without authority are counted on."),
            ChoiceField("late_reason", "If it ends after its due day: why",
                        options(LateReason, blank="It does not")),
            ProseField("late_note", "What held it up", look, lines=2),
            ChoiceField("coroner", "If the person died: the coroner",
                        options(Coroner, blank="Not a death")),
        ],
        "Close",
        act,
        "The request is closed.",
    )  # fmt: skip


def exclude(shell: Shell, view: ItemView) -> Asked:
    """Return the form by which a case is left out."""
    return Asked(
        "Leave out",
        "The case stays on the list, with the reason.",
        [ProseField("excluded_reason", "Why", shell.look, lines=2)],
        "Leave out",
        lambda given: campaign_cases.exclude(
            shell.ctx, view.item.id, reason=given["excluded_reason"]
        ),
        "Left out.",
    )


def escalate(shell: Shell, view: ItemView) -> Asked:
    """Return the form by which a case comes to the front."""
    kinds = (Flag.OBJECTION, Flag.SAFEGUARDING, Flag.PROVIDER_CONCERN)
    return Asked(
        "Escalate",
        "The case comes first, and somebody looks.",
        [ChoiceField("flag", "What", [(one.value, words.fact(one.value)) for one in kinds]),
         ProseField("escalated_why", "What was said or seen, by whom, when", shell.look, lines=3)],
        "Escalate",
        lambda given: campaign_cases.escalate(shell.ctx, view.item.id, why=given["escalated_why"],
                                         flag=Flag(given["flag"])),
        "Escalated.",
    )  # fmt: skip


def _due(shell: Shell) -> DateField:
    ctx = shell.ctx
    due = DateField("action_due", "By", shell.look, lambda: ctx.today)
    days = ctx.book.value(RuleId.AGNI_STEP, on=ctx.today).amount
    due.set_value(ctx.calendar.after(ctx.today, days))
    return due
