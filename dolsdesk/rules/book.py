"""Answers which value of a rule was in force for a nation on a date. Never guesses."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dolsdesk.errors import RuleNotInForce
from dolsdesk.rules.ids import RuleId
from dolsdesk.rules.model import DatedValue, Nation, Rule, RuleClass, ValueInForce


class RuleBook:
    """All rules of one edition.

    The edition is a hash of the rule files: two desks with the same edition give the same dates.
    """

    def __init__(self, rules: Iterable[Rule], edition: str) -> None:
        self._rules: Mapping[str, Rule] = {rule.id: rule for rule in rules}
        self.edition = edition

    def __iter__(self) -> Iterator[Rule]:
        """Yield every rule, expected ones included, in file order."""
        return iter(self._rules.values())

    def __len__(self) -> int:
        """Return how many rules the book holds."""
        return len(self._rules)

    def rule(self, rule_id: RuleId) -> Rule:
        """Return a rule by id."""
        return self._rules[rule_id.value]

    def value(self, rule_id: RuleId, *, on: date, nation: Nation = Nation.ENGLAND) -> ValueInForce:
        """Return the value of a rule in force for ``nation`` on ``on``.

        Raises:
            RuleNotInForce: before the first value, after a repeal, for a nation without one, or
                for a rule that is only expected. Carries the nearest dates that have a value.
        """
        rule = self._rules[rule_id.value]
        if not rule.is_expected:
            for value in rule.values:
                if value.is_in_force(nation, on):
                    return ValueInForce(rule, value, self.edition)
        raise RuleNotInForce(
            "RULE_NOT_IN_FORCE",
            rule=rule.title,
            nation=nation.value,
            on=on,
            nearest=_nearest(rule.values, nation),
        )

    def with_rules(self, changed: Iterable[Rule], edition: str) -> "RuleBook":
        """Return a book of another edition in which some rules are replaced.

        Raises:
            KeyError: a rule is not in this book.
        """
        rules = dict(self._rules)
        for rule in changed:
            rules[self._rules[rule.id].id] = rule
        return RuleBook(rules.values(), edition)

    def with_policy(self, amounts: Mapping[RuleId, int]) -> "RuleBook":
        """Return a book in which a council's own targets replace the bundled ones.

        Only rules of class PRACTICE may be replaced; statute and case law are the same everywhere.

        Raises:
            ValueError: an amount is offered for a rule that is not local policy.
        """
        rules = dict(self._rules)
        for rule_id, amount in amounts.items():
            rule = rules[rule_id.value]
            if rule.rule_class is not RuleClass.PRACTICE:
                raise ValueError(f"{rule_id.value} is not local policy and cannot be changed")
            values = tuple(
                DatedValue(v.nations, v.starts_on, v.ends_on, amount, v.source) for v in rule.values
            )
            rules[rule.id] = Rule(
                rule.id,
                rule.title,
                rule.rule_class,
                rule.unit,
                rule.counting,
                rule.decides,
                rule.trigger,
                rule.done_when,
                rule.if_missed,
                values,
                rule.is_expected,
                rule.file,
            )
        return RuleBook(rules.values(), self.edition)


def _nearest(values: Iterable[DatedValue], nation: Nation) -> tuple[date, ...]:
    dates: list[date] = []
    for value in values:
        if nation in value.nations:
            dates.append(value.starts_on)
            if value.ends_on is not None:
                dates.append(value.ends_on)
    return tuple(sorted(dates))
