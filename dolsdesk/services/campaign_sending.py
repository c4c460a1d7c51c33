"""Letters of a re-screening, many homes at once: send, remind, assign, and nothing else (AG-V24).

A decision is made one person at a time. No letter moves a clock (AG-T4), and a letter is kept as it
was sent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dolsdesk.domain.dols.campaigns import ITEM, BulkAct, Campaign, CampaignState, Item, ItemEvent
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.staff import Act
from dolsdesk.errors import Refused
from dolsdesk.services import campaign_letters, campaign_steps, files
from dolsdesk.services.context import Context
from dolsdesk.services.outcome import Outcome, settle
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.repos import campaigns as repo
from dolsdesk.store.repos.campaigns import Letter

__all__ = ["Letter"]

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run of letters made: how many items, in which letters; and how many homes are left."""

    items: int
    letters: tuple[int, ...]
    left: int = 0


#: What closing many at once is called, for it to be refused by its own name.
BULK_CLOSING = "item_close"


def bulk(
    ctx: Context, campaign_id: int, item_ids: Sequence[int], what: str, **values: Any
) -> Outcome[Any]:
    """Do one thing to many items: send, remind or assign.

    Raises:
        ProblemsFound: anything else is done one person at a time (AG-V24); requests above all are
            closed one by one.
    """
    if what == BULK_CLOSING:
        settle((Code.BULK_CLOSE.problem(),), "")
    if what not in set(BulkAct):
        settle((Code.AG_V24.problem(),), "")
    if what == BulkAct.SEND.value:
        return send(ctx, campaign_id, item_ids, **values)
    if what == BulkAct.REMIND.value:
        return remind(ctx, campaign_id, item_ids, **values)
    return assign(ctx, campaign_id, item_ids, **values)


def send(
    ctx: Context,
    campaign_id: int,
    item_ids: Sequence[int],
    *,
    channel: str = "post",
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Outcome[Sent]:
    """Send the questionnaire: one letter to each home, with the questions for each person there.

    Each home's letter is kept together with what it does to its cases; ``stop`` is asked between
    two homes, and what was sent by then stays sent.

    Raises:
        Refused: the campaign does not run, its letter is not approved, or no case is to be sent.
        StaleRecord: somebody else changed a case meanwhile.
    """
    return _send(
        ctx, campaign_id, item_ids, ItemEvent.SEND, channel=channel, progress=progress, stop=stop
    )


def remind(
    ctx: Context,
    campaign_id: int,
    item_ids: Sequence[int],
    *,
    channel: str = "post",
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Outcome[Sent]:
    """Remind homes of questionnaires that were sent and have not come back.

    Raises:
        Refused: the campaign does not run, or no case is to be reminded of.
        StaleRecord: somebody else changed a case meanwhile.
    """
    return _send(
        ctx, campaign_id, item_ids, ItemEvent.REMIND, channel=channel, progress=progress, stop=stop
    )


def assign(
    ctx: Context, campaign_id: int, item_ids: Sequence[int], *, owner: str, due_on: date | None
) -> Outcome[int]:
    """Say who has the next step of some cases, and by when.

    Raises:
        ProblemsFound: nobody is named, or no day.
    """
    if not owner.strip():
        settle((Code.WHO_NEEDED.problem(field="action_owner"),), "")
    if due_on is None:
        settle((Code.ACTION_NEEDS_OWNER.problem(),), "")
    with ctx.acting(Act.SEND_SCREENING) as write:
        chosen = [one for one in _chosen(write.session, campaign_id, item_ids) if one.is_open]
        if not chosen:
            raise Refused("NOTHING_CHOSEN")
        given = {"action_owner": owner.strip(), "action_due": due_on}
        repo.change_items(write.session, chosen, lambda _item: given)
        campaign_steps.note(ctx, write, chosen, owner)
        write.record("assign_items", "campaign", campaign_id,
                     after={"items": [one.id for one in chosen], "owner": owner})  # fmt: skip
    return Outcome(len(chosen), campaign_steps.CHANGED)


def _send(
    ctx: Context,
    campaign_id: int,
    item_ids: Sequence[int],
    event: ItemEvent,
    *,
    channel: str,
    progress: Progress | None,
    stop: Stop | None,
) -> Outcome[Sent]:
    ctx.require(Act.SEND_SCREENING)
    with ctx.reading() as session:
        _sendable(repo.load(session, campaign_id))
        chosen = _chosen(session, campaign_id, item_ids)
    homes = repo.by_place([one for one in chosen if ITEM.may(one.state, event)])
    if not homes:
        raise Refused("NOTHING_TO_SEND")
    made: list[int] = []
    count = 0
    for number, (place_id, of_place) in enumerate(homes.items(), start=1):
        if stop is not None and stop():
            break
        made.append(
            _send_to_home(ctx, campaign_id, place_id, of_place, event=event, channel=channel)
        )
        count += len(of_place)
        if progress is not None:
            progress(number, len(homes))
    return Outcome(Sent(count, tuple(made), len(homes) - len(made)), campaign_steps.CHANGED)


def _send_to_home(
    ctx: Context,
    campaign_id: int,
    place_id: int,
    found: Sequence[Item],
    *,
    event: ItemEvent,
    channel: str,
) -> int:
    """Make the letter while others may write, then keep it and move its cases in one go."""
    is_reminder = event is ItemEvent.REMIND
    with ctx.reading() as session:
        campaign = _sendable(repo.load(session, campaign_id))
        days = campaign.reminder_days if is_reminder else campaign.reply_days
        reply_by = ctx.today + timedelta(days=days)
        letter = campaign_letters.letter(
            ctx, session, campaign, place_id, found, reply_by=reply_by, is_reminder=is_reminder
        )

    def values(item: Item) -> dict[str, Any]:
        if not is_reminder:
            return {"reply_by": reply_by, "sent_on": ctx.today}
        return {"reply_by": reply_by, "reminded_on": ctx.today, "reminders": item.reminders + 1}

    with ctx.acting(Act.SEND_SCREENING) as write:
        _sendable(repo.load(write.session, campaign_id))
        campaign_steps.move_items(ctx, write, found, event, note=channel, values=values)
        ids = [one.id for one in found]
        letter_id = repo.keep_letter(
            write.session, campaign_id, place_id, kind=letter.code, items=ids,
            content=letter.content, pages=letter.pages, made_at=write.at, made_by=ctx.actor.id,
        )  # fmt: skip
        write.record(event.value, "campaign", campaign_id,
                     after={"items": ids, "letter": letter_id})  # fmt: skip
    return letter_id


def _sendable(campaign: Campaign) -> Campaign:
    if campaign.state is not CampaignState.RUNNING:
        raise Refused("CAMPAIGN_NOT_RUNNING")
    if not campaign.letter_approved_by:
        raise Refused("LETTER_NOT_APPROVED")
    return campaign


# Letters as they were sent


def letters(ctx: Context, campaign_id: int) -> tuple[Letter, ...]:
    """Return the letters of a campaign, the newest first."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return repo.letters(session, campaign_id)


def letter_seen(ctx: Context, letter_id: int) -> bytes:
    """Return a letter exactly as it was sent, to be looked at in the window; looking is no act."""
    ctx.require(Act.READ_ALL)
    with ctx.reading() as session:
        return repo.letter_content(session, letter_id)


def letter_content(ctx: Context, letter_id: int) -> bytes:
    """Return a letter exactly as it was sent; that it left the store is recorded."""
    with ctx.acting(Act.READ) as write:
        content = repo.letter_content(write.session, letter_id)
        write.record("export", "campaign_letter", letter_id)
    return content


def save_letter(ctx: Context, letter_id: int, path: Path) -> None:
    """Write a letter to a file the person chose, exactly as it was sent."""
    files.write(path, letter_content(ctx, letter_id))


def letter_preview(ctx: Context, campaign_id: int) -> bytes:
    """Return the letter to the first home as it would look, marked as a draft."""
    with ctx.reading() as session:
        campaign = repo.load(session, campaign_id)
        found = [one for one in repo.items(session, campaign_id) if one.is_open]
        if not found:
            raise Refused("NOTHING_TO_SEND")
        place_id, of_place = next(iter(repo.by_place(found).items()))
        made = campaign_letters.letter(
            ctx, session, campaign, place_id, of_place,
            reply_by=ctx.today + timedelta(days=campaign.reply_days), is_draft=True,
        )  # fmt: skip
    return made.content


def save_draft(ctx: Context, campaign_id: int, path: Path) -> None:
    """Write a draft of the letter to a file the person chose."""
    files.write(path, letter_preview(ctx, campaign_id))


def _chosen(session: ReadSession, campaign_id: int, ids: Sequence[int]) -> list[Item]:
    wanted = set(ids)
    return [one for one in repo.items(session, campaign_id) if one.id in wanted]
