"""The next change of law: what a new rule file would touch, before anything changes (TI4, IN8).

A rule file may add law from a day on. It may not rewrite law as it stood: cases of earlier days
keep their dates. Adopting it is an act of its own; where the file changes law and not only the
council's own targets, it takes two people. The text is kept in the store and read at every opening.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dolsdesk.domain.changes import Changes, Listing
from dolsdesk.domain.dols import recorded_findings, timescales
from dolsdesk.domain.dols.case import Case, facts_of
from dolsdesk.domain.dols.facts import AssessmentKind
from dolsdesk.domain.dols.worksheet import Result
from dolsdesk.domain.staff import Act
from dolsdesk.errors import FileUnreadable, Refused, RuleNotInForce
from dolsdesk.rules import loader
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId
from dolsdesk.rules.loader import RuleFileError
from dolsdesk.rules.model import Nation, Rule, RuleClass
from dolsdesk.services import words
from dolsdesk.services.context import Context
from dolsdesk.services.desk import LAW_PREFIX, with_adopted
from dolsdesk.services.outcome import Outcome
from dolsdesk.store.handle import ReadSession
from dolsdesk.store.reads import cohorts
from dolsdesk.store.repos import cases
from dolsdesk.store.repos import settings as settings_repo

_PENDING = "law.pending"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Differs:
    """One date, or the test, that would be another in one case: old beside new, with why."""

    request_id: int
    ref: str
    name: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule file would change."""

    text: str
    name: str
    rules: tuple[str, ...]
    is_law: bool
    from_on: date
    looked_at: int
    differs: tuple[Differs, ...]
    is_complete: bool = True

    @property
    def touched(self) -> tuple[int, ...]:
        """Return the cases it touches."""
        return tuple(dict.fromkeys(one.request_id for one in self.differs))


@dataclass(frozen=True, slots=True)
class Pending:
    """A rule file that waits for a second person."""

    name: str
    proposed_by: str
    proposed_by_id: int
    why: str
    text: str


def read(path: Path) -> str:
    """Return the text of a rule file.

    Raises:
        FileUnreadable: it is not there, or is no text.
    """
    try:
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise FileUnreadable("FILE_UNREADABLE", name=path.name) from fault


def proposed(book: RuleBook, content: str, name: str) -> tuple[RuleBook, tuple[Rule, ...], date]:
    """Return the book a rule file would make, the rules it changes, and from when.

    Raises:
        Refused: it is no rule file, names an unknown rule, changes nothing, or rewrites law as it
            stood.
    """
    try:
        found = loader.parse(content, name)
    except (RuleFileError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as fault:
        raise Refused("RULES_UNREADABLE", what=str(fault)) from fault
    known = {member.value for member in RuleId}
    if strange := tuple(sorted(rule.id for rule in found if rule.id not in known)):
        raise Refused("RULES_UNKNOWN", items=strange)
    changed = [rule for rule in found if rule.values != book.rule(RuleId(rule.id)).values]
    if not changed:
        raise Refused("RULES_NOTHING_NEW")
    first = min(_first_new(book.rule(RuleId(rule.id)), rule) for rule in changed)
    after = book.with_rules(changed, _digest(book, content))
    for rule in changed:
        _keeps_history(book, after, rule, _first_new(book.rule(RuleId(rule.id)), rule))
    return after, tuple(changed), first


def preview(
    ctx: Context,
    content: str,
    name: str,
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Change:
    """Return what a rule file would change in each open or live case; nothing is written.

    Dates are worked out twice from the same facts, with the rules as they are and as they would be.

    Raises:
        Refused: the file cannot be used.
    """
    after, changed, first = proposed(ctx.book, content, name)
    with ctx.reading() as session:
        ids = [row[0] for row in cohorts.open_or_live(session, ctx.today)]
        differs: list[Differs] = []
        done = 0
        for request_id in sorted(ids):
            if stop is not None and stop():
                break
            differs += _differences(ctx, session, request_id, after, max(ctx.today, first))
            done += 1
            if progress is not None:
                progress(done, len(ids))
    return Change(
        text=content,
        name=name,
        rules=tuple(rule.title for rule in changed),
        is_law=any(rule.rule_class is not RuleClass.PRACTICE for rule in changed),
        from_on=first,
        looked_at=done,
        differs=tuple(differs),
        is_complete=done == len(ids),
    )


def propose(ctx: Context, content: str, name: str, *, why: str) -> Outcome[bool]:
    """Adopt a file of local targets, or put one that changes law before a second person.

    Returns:
        Whether it is adopted now.

    Raises:
        Refused: no reason, the file cannot be used, or one waits already.
    """
    if not why.strip():
        raise Refused("WHY_NEEDED", field="why")
    _after, changed, _first = proposed(ctx.book, content, name)
    is_law = any(rule.rule_class is not RuleClass.PRACTICE for rule in changed)
    with ctx.acting(Act.MANAGE_DESK) as write:
        held = settings_repo.read(write.session)
        if held.get(_PENDING):
            raise Refused("RULES_PENDING")
        told = {"file": name, "sha256": _hash(content), "rules": [rule.id for rule in changed]}
        if is_law:
            waiting = {"name": name, "by": ctx.actor.name, "by_id": ctx.actor.id, "why": why,
                       "text": content}  # fmt: skip
            settings_repo.write(write.session, {_PENDING: json.dumps(waiting)})
            write.record("propose_rules", "setting", None, after=told, reason=why)
        else:
            _adopt(write.session, held, content)
            write.record("adopt_rules", "setting", None, after=told, reason=why)
    return Outcome(not is_law, _CHANGED)


def confirm(ctx: Context) -> Outcome[None]:
    """Adopt the rule file that waits, as the second person.

    Raises:
        Refused: none waits, it is the same person, or it no longer fits the rules in force.
    """
    waiting = pending(ctx)
    if waiting is None:
        raise Refused("RULES_NONE_PENDING")
    with ctx.acting(Act.MANAGE_DESK) as write:
        if waiting.proposed_by_id == ctx.actor.id:
            raise Refused("RULES_SECOND_PERSON", name=waiting.proposed_by)
        held = settings_repo.read(write.session)
        proposed(with_adopted(loader.load(), held), waiting.text, waiting.name)
        _adopt(write.session, held, waiting.text)
        settings_repo.write(write.session, {_PENDING: ""})
        write.record(
            "adopt_rules", "setting", None, reason=waiting.why,
            after={"file": waiting.name, "sha256": _hash(waiting.text),
                   "proposed_by": waiting.proposed_by},
        )  # fmt: skip
    return Outcome(None, _CHANGED)


def decline(ctx: Context, *, why: str) -> Outcome[None]:
    """Put the rule file that waits aside, with a reason.

    Raises:
        Refused: none waits, or no reason.
    """
    if not why.strip():
        raise Refused("WHY_NEEDED", field="why")
    waiting = pending(ctx)
    if waiting is None:
        raise Refused("RULES_NONE_PENDING")
    with ctx.acting(Act.MANAGE_DESK) as write:
        settings_repo.write(write.session, {_PENDING: ""})
        write.record("decline_rules", "setting", None, reason=why,
                     after={"file": waiting.name, "sha256": _hash(waiting.text)})  # fmt: skip
    return Outcome(None, _CHANGED)


def pending(ctx: Context) -> Pending | None:
    """Return the rule file that waits for a second person, if one does."""
    with ctx.reading() as session:
        held = settings_repo.read(session).get(_PENDING, "")
    if not held:
        return None
    told = json.loads(held)
    return Pending(told["name"], told["by"], told["by_id"], told["why"], told["text"])


_CHANGED = Changes(lists=frozenset({Listing.SETTINGS}))


def _adopt(session: ReadSession, held: dict[str, str], content: str) -> None:
    number = sum(key.startswith(LAW_PREFIX) for key in held) + 1
    settings_repo.write(session, {f"{LAW_PREFIX}{number:04}": content})


def _first_new(old: Rule, new: Rule) -> date:
    """Return the first day from which a rule may be another: a value that was not there before."""
    known = {(v.nations, v.starts_on, v.amount) for v in old.values}
    added = [v.starts_on for v in new.values if (v.nations, v.starts_on, v.amount) not in known]
    ended = [v.ends_on + _DAY for v in new.values if v.ends_on and v not in old.values]
    return min([*added, *ended], default=date.max)


def _keeps_history(before: RuleBook, after: RuleBook, rule: Rule, first: date) -> None:
    """See to it that a rule is as it was on every day before its first new value.

    Raises:
        Refused: it would be another on a day before.
    """
    old = before.rule(RuleId(rule.id))
    starts = {v.starts_on for v in (*old.values, *rule.values)}
    ends = {v.ends_on + _DAY for v in (*old.values, *rule.values) if v.ends_on}
    allowed = max((v.starts_on for v in old.values), default=date.min)
    for on in sorted({*starts, *ends, first - _DAY}):
        if on >= first and on > allowed:
            continue
        if on < first and _amounts(before, rule, on) != _amounts(after, rule, on):
            raise Refused("RULES_HISTORY", rule=rule.title, on=on)
    if first <= allowed:
        raise Refused("RULES_HISTORY", rule=rule.title, on=first)


def _amounts(book: RuleBook, rule: Rule, on: date) -> tuple[object, ...]:
    found: list[object] = []
    for nation in Nation:
        try:
            found.append(book.value(RuleId(rule.id), on=on, nation=nation).value.amount)
        except RuleNotInForce:
            found.append(None)
    return tuple(found)


def _differences(
    ctx: Context, session: ReadSession, request_id: int, after: RuleBook, on: date
) -> Iterator[Differs]:
    case = cases.load(session, request_id)
    yield from differences(case, ctx.book, after, as_at=ctx.today)
    yield from _test_differs(case, ctx.book, after, on)


def differences(case: Case, before: RuleBook, after: RuleBook, *, as_at: date) -> Iterator[Differs]:
    """Yield every date of a case that two editions of the rules work out differently."""
    facts = facts_of(case)
    old = timescales.work_out(facts, as_at=as_at, book=before).results
    new = timescales.work_out(facts, as_at=as_at, book=after).results
    for name in dict.fromkeys((*old, *new)):
        was, would = old.get(name), new.get(name)
        if (was.value if was else None) == (would.value if would else None):
            continue
        yield Differs(
            case.request.id, case.request.ref, words.fact(name), _value(was), _value(would),
            _why(was, would),
        )  # fmt: skip


def _test_differs(case: Case, before: RuleBook, after: RuleBook, on: date) -> Iterator[Differs]:
    """Say where a finding would rest on a test that is no longer the one in force."""
    old = before.value(RuleId.LEGAL_TEST, on=on).code
    new = after.value(RuleId.LEGAL_TEST, on=on).code
    if old == new:
        return
    kept = recorded_findings.current(case.records)
    best = case.assessments.get(AssessmentKind.BI)
    assessed = best.best_interests.test if best and best.best_interests else None
    used = kept.facts.finding.test if kept else assessed.test if assessed else ""
    if used == new:
        return
    yield Differs(
        case.request.id, case.request.ref, words.fact("legal_test"), words.fact(old),
        words.fact(new),
        words.sentence("CHANGE_TEST", old=words.fact(old), new=words.fact(new),
                       used=words.fact(used) if used else words.sentence("NO_FINDING_YET")),
    )  # fmt: skip


def _value(result: Result | None) -> str:
    return words.fill("{value}", {"value": result.value}) if result is not None else "–"


def _why(was: Result | None, would: Result | None) -> str:
    if would is None:
        return words.sentence("CHANGE_GONE")
    said = words.sentence("CHANGE_DATE", sum=words.why(would), cite=str(would.rule.citation))
    return said if was is not None else f"{words.sentence('CHANGE_CAME')}: {said}"


def _digest(book: RuleBook, content: str) -> str:
    return _hash(f"{book.edition}{content}")[:12]


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def lines(change: Change) -> Iterable[str]:
    """Yield what a rule file would change as lines of text, for the command line."""
    yield f"{change.name}: {', '.join(change.rules)}, from {change.from_on.isoformat()}."
    yield f"{change.looked_at} open or live cases looked at, {len(change.touched)} touched."
    for one in change.differs:
        yield f"{one.ref}: {one.name}: {one.old} -> {one.new}. {one.why}"
