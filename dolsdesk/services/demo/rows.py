"""Writes stories down: rows for every table, the lists' projection, the audit trail in order."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from dolsdesk.clock import london_date
from dolsdesk.domain.dols import life, timescales
from dolsdesk.domain.dols.authority import Grant
from dolsdesk.domain.dols.case import Case, Request, facts_of
from dolsdesk.domain.dols.facts import RequestType
from dolsdesk.domain.dols.states import RequestState
from dolsdesk.domain.people import Person
from dolsdesk.rules.book import RuleBook
from dolsdesk.services.demo.story import Recorded, Story
from dolsdesk.services.demo.teller import Life
from dolsdesk.services.projection import first_day_without, summary_of
from dolsdesk.store import codec
from dolsdesk.store.bulk import Bulk
from dolsdesk.store.reads import summaries
from dolsdesk.store.reads.summaries import Summary
from dolsdesk.store.repos import assessments, people
from dolsdesk.store.search import Kind

_PERSON = tuple(name for name in Person.__dataclass_fields__ if name != "nhs_number")
_REQUEST = tuple(name for name in Request.__dataclass_fields__ if name != "recorded_by")


@dataclass
class _Chain:
    """Requests about one person in one place, held until the last of them is known."""

    summaries: list[Summary] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)


class Scribe:
    """Writes stories in the order they are told."""

    def __init__(self, bulk: Bulk, book: RuleBook, as_at: date, workstation: str) -> None:
        self._bulk = bulk
        self._book = book
        self._as_at = as_at
        self._workstation = workstation
        self._chains: dict[int, _Chain] = {}
        self._by_day: dict[date, list[Recorded]] = {}

    def write(self, story: Story, life: Life, *, is_continued: bool) -> None:
        """Write a story down.

        Args:
            story: what happened.
            life: whom it is about.
            is_continued: whether another request about them in the same place will come; until
                then the lists' view of this one is held back.
        """
        case = story.case
        if story.is_new_person:
            self._person(life, case)
        self._request(story)
        self._assessing(story)
        self._outcome(story)
        happened = tuple(event for event, _ in story.events)
        self._summary(replace(case, events=happened), is_continued=is_continued)
        for act in story.recorded:
            self.hold(act)

    def let_go(self, person_id: int) -> None:
        """Write what was held back about somebody, because nothing more comes."""
        chain = self._chains.pop(person_id, None)
        if chain is not None:
            self._write_chain(chain)

    def finish(self) -> None:
        """Write everything that was held back, and the rest of the trail."""
        for person_id in tuple(self._chains):
            self.let_go(person_id)
        self.trail_before(date.max)

    def hold(self, act: Recorded) -> None:
        """Keep an audit entry until its day is over."""
        self._by_day.setdefault(london_date(act.at), []).append(act)

    @property
    def held_count(self) -> int:
        """Return how many audit entries are kept."""
        return sum(len(acts) for acts in self._by_day.values())

    def trail_before(self, day: date) -> None:
        """Write the audit entries of the days before a day; none may come for them later."""
        for on in sorted(on for on in self._by_day if on < day):
            for act in sorted(self._by_day.pop(on), key=lambda act: act.at):
                self._trail(act)

    def document(
        self, story: Story, *, document_id: int, code: str, title: str, template: str,
        at: datetime, issued_by: int, answers: dict[str, Any] | None = None,
        content: bytes | None = None, pages: int = 1, signature: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Write the record of a paper, and the paper itself where there is one.

        The reference data set holds very many records and few papers.
        """
        request = story.case.request
        proof = content if content is not None else f"{request.ref} {code}".encode()
        self._bulk.add(
            "document",
            {
                "id": document_id, "request_id": request.id, "code": code, "title": title,
                "template": template, "edition": self._book.edition, "answers": answers or {},
                "pages": pages, "sha256": hashlib.sha256(proof).hexdigest(), "issued_at": at,
                "issued_by": issued_by, "record_id": None, "supersedes_id": None,
                "superseded_why": "",
                "signature": signature or {},
            },
        )  # fmt: skip
        if content is not None:
            self._bulk.add("document_bytes", {"document_id": document_id, "content": content})

    def _trail(self, act: Recorded) -> None:
        self._bulk.record(
            at=act.at,
            actor_id=act.actor.id,
            actor=act.actor.name,
            workstation=self._workstation,
            action=act.action,
            entity=act.entity,
            entity_id=act.entity_id,
            reason=act.reason,
            before=act.before,
            after=act.after,
        )

    def _person(self, life: Life, case: Case) -> None:
        person = case.person
        row = {name: getattr(person, name) for name in _PERSON}
        row |= {
            "id": life.person_id, "ref": life.ref, "nhs_number": person.nhs_number or None,
            "name_key": people.name_key(person), "version": 1,
        }  # fmt: skip
        self._bulk.add("person", row)
        self._bulk.find_by(Kind.PERSON, life.person_id, people.words(person, life.ref))
        for one in case.contacts:
            self._bulk.add(
                "contact",
                {
                    "person_id": life.person_id, "name": one.name,
                    "relationship": one.relationship, "role": one.role, "address": one.address,
                    "phone": one.phone, "email": one.email,
                },
            )  # fmt: skip

    def _request(self, story: Story) -> None:
        case, request = story.case, story.case.request
        row = {name: getattr(request, name) for name in _REQUEST}
        row |= {
            "scheme": "dols", "person_id": case.person_id, "place_id": case.place.id,
            "recorded_by": story.recorder.id, "version": story.version,
        }  # fmt: skip
        self._bulk.add("request", row)
        of = {"request_id": request.id}
        if case.urgent is not None:
            self._bulk.add("urgent_authorisation", of | _columns(case.urgent))
        if case.extension is not None:
            self._bulk.add("urgent_extension", of | _columns(case.extension))
        for event, actor in story.events:
            self._bulk.add(
                "case_event",
                of | {
                    "happened_on": event.happened_on, "happened_time": event.happened_time,
                    "kind": event.kind, "detail": event.detail,
                    "recorded_at": event.recorded_at, "recorded_by": actor.id,
                    "corrects_id": None,
                },
            )  # fmt: skip

    def _assessing(self, story: Story) -> None:
        of = {"request_id": story.case.request.id}
        for selected, eligibility in zip(story.case.allocations, story.eligibility, strict=True):
            self._bulk.add(
                "allocation",
                of | {
                    "kind": selected.kind, "assessor_id": selected.assessor_id,
                    "selected_on": selected.selected_on, "due_on": selected.due_on,
                    "return_on": selected.return_on, "batch_id": selected.batch_id,
                    "declarations": {q.value: a for q, a in selected.declarations.items()},
                    "eligibility": eligibility, "ended_on": selected.ended_on,
                    "end_reason": selected.end_reason,
                    "stop_notice_on": selected.stop_notice_on,
                },
            )  # fmt: skip
        for found, actor, at in story.versions:
            bi = found.best_interests
            self._bulk.add(
                "assessment",
                of | {
                    "kind": found.kind, "version_no": found.version, "method": found.method,
                    "assessor_id": found.assessor_id, "assessor_name": found.assessor_name,
                    "carried_out_on": found.carried_out_on, "result": found.result,
                    "copy_received_on": found.copy_received_on,
                    "legal_test": bi.test.test if bi and bi.test else "",
                    "details": assessments.details_of(found),
                    "returned_reason": found.returned_reason, "recorded_at": at,
                    "recorded_by": actor.id,
                },
            )  # fmt: skip

    def _outcome(self, story: Story) -> None:
        case = story.case
        of = {"request_id": case.request.id}
        signed = {"signatory_id": story.signatory.id} if story.signatory else {}
        given, refused = case.authorisation, case.refusal
        if given is not None:
            row = _columns(given, besides=("id",)) | {
                "reasons": {kind.value: words for kind, words in given.reasons.items()},
                "eligibility_case": given.eligibility_case.value,
                "conditions": list(given.conditions),
                "scrutiny": dict(given.scrutiny),
                "representative": codec.dump(given.representative),
                "person_id": case.person_id,
                "place_id": case.place.id,
                "ended_on": None,
                "end_reason": "",
            }
            self._bulk.add("authorisation", of | row | signed)
        if refused is not None:
            row = _columns(refused, besides=("id",))
            row["grounds"] = [kind.value for kind in refused.grounds]
            self._bulk.add("refusal", of | row | signed)
        self._records(story)
        for line in case.copies:
            self._bulk.add("copy_line", of | _columns(line) | {"papers": list(line.papers)})

    def _records(self, story: Story) -> None:
        case = story.case
        newest = {entry.id: (entry, actor) for entry, actor in story.entries}
        for entry, actor in newest.values():
            self._bulk.add(
                "record",
                {
                    "id": entry.id, "kind": entry.kind, "person_id": case.person_id,
                    "place_id": entry.place_id, "request_id": entry.request_id,
                    "began_on": entry.on, "entries": entry.entries, "is_void": entry.is_void,
                    "facts": codec.dump(entry.facts), "recorded_at": entry.recorded_at,
                    "recorded_by": actor.id,
                },
            )  # fmt: skip
        for entry, actor in story.entries:
            self._bulk.add(
                "record_entry",
                {
                    "record_id": entry.id, "number": entry.entries,
                    "facts": codec.dump(entry.facts), "is_void": entry.is_void, "why": "",
                    "recorded_at": entry.recorded_at, "recorded_by": actor.id,
                },
            )  # fmt: skip

    def _summary(self, case: Case, *, is_continued: bool) -> None:
        chain = self._chains.get(case.person_id)
        earlier = tuple(chain.grants) if chain else ()
        summary = summary_of(case, earlier, as_at=self._as_at, book=self._book)
        if chain is None and not is_continued:
            self._write_summary(summary)
            return
        chain = chain or self._chains.setdefault(case.person_id, _Chain())
        if case.request.type is not RequestType.FIRST:
            chain.summaries = [replace(s, has_further_request=True) for s in chain.summaries]
        chain.summaries.append(summary)
        answer = timescales.work_out(facts_of(case), as_at=self._as_at, book=self._book)
        chain.grants += life.grants(case, answer)
        if not is_continued:
            self.let_go(case.person_id)

    def _write_chain(self, chain: _Chain) -> None:
        for summary in chain.summaries:
            lives_on = summary.is_open or summary.state is RequestState.GRANTED
            if chain.grants and lives_on:
                first = first_day_without(chain.grants)
                self._write_summary(replace(summary, no_authority_from=first))
            else:
                self._write_summary(summary)

    def _write_summary(self, summary: Summary) -> None:
        self._bulk.add("case_summary", summaries.values(summary))
        self._bulk.find_by(Kind.REQUEST, summary.request_id, summaries.words(summary))


def _columns(record: Any, besides: Iterable[str] = ()) -> dict[str, Any]:
    """Return the fields of a record whose row has columns of the same names."""
    return {
        name: getattr(record, name) for name in record.__dataclass_fields__ if name not in besides
    }
