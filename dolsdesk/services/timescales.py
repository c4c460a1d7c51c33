"""Answers questions about legal dates put as JSON (interfaces.md 3)."""

import difflib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, time
from enum import Enum
from typing import Any

from dolsdesk.clock import Clock
from dolsdesk.domain.dols import timescales as engine
from dolsdesk.domain.dols.facts import (
    EARLIEST,
    LATEST,
    AssessmentKind,
    Facts,
    MaxPeriod,
    RequestType,
)
from dolsdesk.domain.dols.worksheet import Result
from dolsdesk.errors import Refused
from dolsdesk.rules.book import RuleBook
from dolsdesk.services import words

SCHEMES = ("dols",)
_TEXT_FACTS = frozenset({"legal_test"})
_FACT_TYPES: Mapping[str, str] = {
    field.name: str(field.type) for field in fields(Facts) if field.name != "known_absent"
}


def answer_text(content: str, *, book: RuleBook, clock: Clock) -> str:
    """Return the answer to one question, or a list of answers to a list of questions, as JSON.

    Raises:
        Refused: the input is not JSON, not a question, or names a fact nobody knows.
    """
    try:
        asked = json.loads(content)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise Refused("NOT_JSON", detail=str(fault)) from fault
    if isinstance(asked, list):
        answered: Any = [answer(question, book=book, clock=clock) for question in asked]
    else:
        answered = answer(asked, book=book, clock=clock)
    return json.dumps(answered, indent=2, ensure_ascii=False)


def answer(question: Any, *, book: RuleBook, clock: Clock) -> dict[str, Any]:
    """Return the answer to one question as plain JSON values.

    Raises:
        Refused: the question is malformed, or a date lies before the law it would need.
    """
    if not isinstance(question, dict) or not isinstance(question.get("facts"), dict):
        raise Refused("NOT_A_QUESTION")
    scheme = question.get("scheme", "dols")
    if scheme not in SCHEMES:
        raise Refused("SCHEME_UNKNOWN", scheme=scheme, schemes=SCHEMES)
    as_at = _date("as_at", question["as_at"]) if question.get("as_at") else clock.today()
    found = engine.work_out(read_facts(question["facts"]), as_at=as_at, book=book)
    return {
        "scheme": scheme,
        "as_at": as_at.isoformat(),
        "results": {key: _shown(result) for key, result in found.results.items()},
        "outcome": found.outcome.value,
        "rule_code": found.problems[0].code if found.problems else None,
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity.value,
                "field": problem.field,
                "message": words.problem(problem),
            }
            for problem in found.problems
        ],
    }


def read_facts(raw: Mapping[str, Any]) -> Facts:
    """Return facts written as JSON values; an explicit null means "known not to exist".

    Raises:
        Refused: an unknown name (with the nearest known one) or a value of the wrong kind.
    """
    values: dict[str, Any] = {}
    absent: set[str] = set()
    for name, value in raw.items():
        if name not in _FACT_TYPES:
            near = difflib.get_close_matches(name, _FACT_TYPES, n=1, cutoff=0.0)
            raise Refused("UNKNOWN_FACT", field=name, name=name, nearest=near[0])
        if value is None:
            absent.add(name)
        else:
            values[name] = _reader(name)(name, value)
    return Facts(**values, known_absent=frozenset(absent))


def _reader(name: str) -> Callable[[str, Any], Any]:
    kind = _FACT_TYPES[name]
    for mark, reader in _READERS:
        if mark in kind:
            return reader
    return _text


def _date(name: str, value: Any) -> date:
    try:
        on = date.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise Refused("FACT_NOT_A_DATE", field=name, name=name) from fault
    if not EARLIEST <= on <= LATEST:
        raise Refused("FACT_OUT_OF_RANGE", field=name, name=name)
    return on


def _dates(name: str, value: Any) -> tuple[date, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(_date(name, item) for item in listed)


def _time(name: str, value: Any) -> time:
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError) as fault:
        raise Refused("FACT_NOT_A_TIME", field=name, name=name) from fault


def _number(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("FACT_NOT_A_NUMBER", field=name, name=name)
    return value


def _yes_no(name: str, value: Any) -> bool:
    spoken = {"yes": True, "no": False, "true": True, "false": False}
    if isinstance(value, str) and value.strip().lower() in spoken:
        return spoken[value.strip().lower()]
    if not isinstance(value, bool):
        raise Refused("FACT_NOT_YES_NO", field=name, name=name)
    return value


def _period(name: str, value: Any) -> MaxPeriod:
    try:
        return MaxPeriod.parse(value)
    except (AttributeError, TypeError, ValueError) as fault:
        raise Refused("FACT_NOT_A_PERIOD", field=name, name=name) from fault


def _choice(options: type[Enum]) -> Callable[[str, Any], Enum]:
    def read(name: str, value: Any) -> Enum:
        try:
            return options(value)
        except ValueError as fault:
            choices = [str(option.value) for option in options]
            raise Refused("FACT_NOT_A_CHOICE", field=name, name=name, choices=choices) from fault

    return read


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("FACT_NOT_A_CHOICE", field=name, name=name, choices=["CW2014", "AGNI2026"])
    return value


#: By a mark in the written type of the field; the first that fits reads the value.
_READERS: tuple[tuple[str, Callable[[str, Any], Any]], ...] = (
    ("tuple", _dates),
    ("datetime.time", _time),
    ("datetime.date", _date),
    ("bool", _yes_no),
    ("int", _number),
    ("MaxPeriod", _period),
    ("RequestType", _choice(RequestType)),
    ("AssessmentKind", _choice(AssessmentKind)),
    ("str", _text),
)


def _shown(result: Result) -> dict[str, Any]:
    rule, source = result.rule, result.rule.citation
    value = result.value.isoformat() if isinstance(result.value, date) else result.value
    return {
        "value": value,
        "rule": rule.rule.id,
        "class": rule.rule.rule_class.value,
        "citation": str(source),
        "source": source.url,
        "in_force_from": rule.value.starts_on.isoformat(),
        "edition": rule.edition,
        "why": words.why(result),
    }
