"""Reads and checks ``resources/rules/*.toml``; a faulty file names the rule and the fault."""

import hashlib
import tomllib
from datetime import date
from itertools import pairwise
from typing import Any

from dolsdesk import resources
from dolsdesk.rules.book import RuleBook
from dolsdesk.rules.ids import RuleId
from dolsdesk.rules.model import Citation, Counting, DatedValue, Nation, Rule, RuleClass, Unit

_RULE_KEYS = {
    "id", "title", "class", "unit", "counts", "decides", "trigger", "done_when", "if_missed",
    "status", "value",
}  # fmt: skip
_VALUE_KEYS = {"nations", "from", "to", "amount", "source"}
_SOURCE_KEYS = {"instrument", "provision", "url", "read_on", "note"}


class RuleFileError(ValueError):
    """A rule file breaks a rule of rule files."""


def load(folder: str = "rules") -> RuleBook:
    """Return the rule book made of every file in ``resources/<folder>``.

    Raises:
        RuleFileError: an unknown key, a missing source, overlapping values, an id that
            ``RuleId`` does not know, or an id of ``RuleId`` that no file has.
    """
    rules: list[Rule] = []
    digest = hashlib.sha256()
    for name in resources.names(folder, ".toml"):
        # Line ends differ between checkouts; the edition must not.
        content = resources.text(name).replace("\r\n", "\n")
        digest.update(content.encode("utf-8"))
        rules += parse(content, name)
    found = {rule.id for rule in rules}
    known = {member.value for member in RuleId}
    if found != known:
        raise RuleFileError(
            f"rules and RuleId differ: no such id {sorted(found - known)}, "
            f"missing from the files {sorted(known - found)}"
        )
    return RuleBook(rules, digest.hexdigest()[:12])


def parse(content: str, name: str) -> list[Rule]:
    """Return the rules of one file's text.

    Raises:
        RuleFileError: the text breaks a rule of rule files.
    """
    data = tomllib.loads(content)
    if set(data) - {"rule"}:
        raise RuleFileError(f"{name}: only [[rule]] tables belong here")
    rules = [_rule(table, name) for table in data.get("rule", ())]
    ids = [rule.id for rule in rules]
    if len(ids) != len(set(ids)):
        raise RuleFileError(f"{name}: an id stands twice")
    return rules


def _rule(table: dict[str, Any], name: str) -> Rule:
    where = f"{name}: {table.get('id', 'a rule without id')}"
    _only(table, _RULE_KEYS, where)
    try:
        rule = Rule(
            id=table["id"],
            title=table["title"],
            rule_class=RuleClass(table["class"]),
            unit=Unit(table["unit"]),
            counting=Counting(table["counts"]),
            decides=table.get("decides", ""),
            trigger=table.get("trigger", ""),
            done_when=table.get("done_when", ""),
            if_missed=table.get("if_missed", ""),
            values=tuple(_value(v, where) for v in table["value"]),
            is_expected=table.get("status") == "expected",
            file=name,
        )
    except (KeyError, ValueError) as fault:
        raise RuleFileError(f"{where}: {fault}") from fault
    _check_values(rule, where)
    return rule


def _value(table: dict[str, Any], where: str) -> DatedValue:
    _only(table, _VALUE_KEYS, where)
    source = table["source"]
    _only(source, _SOURCE_KEYS, where)
    starts_on = table["from"]
    if not isinstance(starts_on, date):
        raise RuleFileError(f"{where}: 'from' must be a date")
    return DatedValue(
        nations=frozenset(Nation(n) for n in table["nations"]),
        starts_on=starts_on,
        ends_on=table.get("to"),
        amount=table.get("amount"),
        source=Citation(
            instrument=source["instrument"],
            provision=source.get("provision", ""),
            url=source.get("url", ""),
            read_on=source.get("read_on"),
            note=source.get("note", ""),
        ),
    )


def _check_values(rule: Rule, where: str) -> None:
    if not rule.values:
        raise RuleFileError(f"{where}: no value")
    needs_amount = rule.unit is not Unit.NONE
    for value in rule.values:
        if needs_amount == (value.amount is None):
            raise RuleFileError(f"{where}: unit {rule.unit} and amount do not fit")
        if rule.rule_class is not RuleClass.PRACTICE and not value.source.url:
            raise RuleFileError(f"{where}: a source needs its link")
    for nation in Nation:
        spans = sorted(
            (v.starts_on, v.ends_on or date.max) for v in rule.values if nation in v.nations
        )
        for (_, earlier_end), (later_start, _) in pairwise(spans):
            if later_start <= earlier_end:
                raise RuleFileError(f"{where}: two values overlap for {nation}")


def _only(table: dict[str, Any], allowed: set[str], where: str) -> None:
    if strange := sorted(set(table) - allowed):
        raise RuleFileError(f"{where}: unknown key {', '.join(strange)}")
