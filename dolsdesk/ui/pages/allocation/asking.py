"""What the place asks: somebody else for a case, the weights, and why to go on when accepting."""

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from dolsdesk.domain import text
from dolsdesk.domain.changes import Changes
from dolsdesk.domain.staff import Act
from dolsdesk.services import allocation_batch, allocation_words, ranking_weights
from dolsdesk.services.allocation_batch import Accepted
from dolsdesk.services.allocation_proposal import ORDER, Line, Proposal
from dolsdesk.services.outcome import Outcome
from dolsdesk.services.ranking_weights import Weight
from dolsdesk.ui.dialogs.form import FormDialog
from dolsdesk.ui.shell import Shell
from dolsdesk.ui.widgets.fields import ChoiceField, DateField, Field, LineField, NumberField, Values

_NOBODY = ""


def change_line(
    shell: Shell, parent: QWidget, proposal: Proposal, line: Line, done: Callable[[Proposal], None]
) -> QDialog:
    """Return the form that gives a case other assessors or other days; nothing is written."""
    fields: list[Field] = []
    roles = [role for role in ORDER if role in line.asked.kinds]
    for role in roles:
        options = [(_NOBODY, "Nobody: the case waits on")] + [
            (str(ranked.assessor_id), f"{number}. {name}, {ranked.score} points")
            for number, (ranked, name) in enumerate(proposal.options(line.request_id, role), 1)
        ]
        who = ChoiceField(f"who_{role.value}", allocation_words.ROLE_NAMES[role], options)
        on = DateField(f"on_{role.value}", "Back by", shell.look, lambda: shell.ctx.today)
        given = line.by(role)
        who.set_raw(str(given.assessor_id) if given is not None else _NOBODY)
        on.set_value(given.return_on if given is not None else None)
        fields += [who, on]

    def change(values: Values) -> Outcome[Proposal]:
        changed = proposal
        for role in roles:
            picked, day = values[f"who_{role.value}"], values[f"on_{role.value}"]
            before = line.by(role)
            if picked != (str(before.assessor_id) if before is not None else _NOBODY):
                chosen = int(picked) if picked else None
                changed = changed.with_assessor(line.request_id, role, chosen)
            if picked and day is not None and (before is None or day != before.return_on):
                changed = changed.with_return(line.request_id, role, day)
        return Outcome(changed, Changes())

    return FormDialog(
        shell,
        parent,
        title=f"Assessors for {line.asked.case.ref}",
        lead="Everybody who may act, the best suited first. Whoever may not is not listed; the case"
        " says why.",
        fields=fields,
        accept="Change the proposal",
        act=change,
        on_done=done,
    )


def accept(
    shell: Shell,
    parent: QWidget,
    proposal: Proposal,
    answered: Collection[int],
    done: Callable[[Accepted], None],
) -> QDialog:
    """Return the form that accepts a proposal; warnings ask for one reason for all of them."""
    lines = [line for line in proposal.lines if line.given]
    ready = [line for line in lines if all(given.assessor_id in answered for given in line.given)]
    warned = [line for line in ready if line.has_warnings]
    lead = f"{text.number_of(len(ready), 'case')} will be allocated in one act."
    if len(ready) < len(lines):
        lead += (
            f" {text.number_of(len(lines) - len(ready), 'case')} will wait, because an assessor"
            " has not answered yet."
        )
    if warned:
        lead += (
            " 1 case passes a limit or a day: without a reason it is left out."
            if len(warned) == 1
            else f" {len(warned)} cases pass a limit or a day: without a reason they are left out."
        )
    reason = LineField("reason", "Why you go on despite the warnings")
    return FormDialog(
        shell,
        parent,
        title="Accept the proposal",
        lead=lead,
        fields=[reason] if warned else [],
        accept="Accept",
        act=lambda values: allocation_batch.accept(
            shell.ctx,
            proposal,
            answered=frozenset(answered),
            reason=values.get("reason", ""),
            progress=shell.tasks.report,
        ),
        on_done=done,
    )


def weights(shell: Shell, parent: QWidget, held: tuple[Weight, ...]) -> FormDialog:
    """Return the form of the council's weights."""
    fields = []
    for weight in held:
        field = NumberField(weight.rule.value, weight.title, most=1_000)
        field.set_raw(weight.amount)
        fields.append(field)
    return FormDialog(
        shell,
        parent,
        title="Weights of the ranking",
        lead="How much each part counts, and what waiting and shared journeys weigh. None of it is"
        " law; who may not act is never ranked.",
        fields=fields,
        accept="Set",
        act=lambda given: ranking_weights.set_weights(
            shell.ctx, {weight.rule: given[weight.rule.value] for weight in held}
        ),
        said="Weights set.",
    )


def ask_weights(shell: Shell, parent: QWidget, show: Callable[[FormDialog], None]) -> None:
    """Read the weights and show their form."""
    if shell.may(Act.MANAGE_DESK):
        shell.tasks.run_read(
            parent,
            partial(ranking_weights.weights, shell.ctx),
            lambda held: show(weights(shell, parent, held)),
        )
