"""Rule files as somebody might bring them: one bundled rule, with another amount from a day on."""

import re
from datetime import date, timedelta

from dolsdesk import resources
from dolsdesk.rules.ids import RuleId


def changing(rule_id: RuleId, amount: int, first: date) -> str:
    """Return a rule file in which one bundled rule has another amount from a day on."""
    for name in resources.names("rules", ".toml"):
        content = resources.text(name)
        for block in content.split("[[rule]]")[1:]:
            if f'id = "{rule_id.value}"' not in block:
                continue
            values = block.split("  [[rule.value]]")
            last = values[-1]
            ended = last.replace("\n  amount", f"\n  to = {first - timedelta(days=1)}\n  amount", 1)
            added = re.sub(r"from = \S+", f"from = {first}", last)
            added = re.sub(r"amount = \S+", f"amount = {amount}", added)
            made = "  [[rule.value]]".join([*values[:-1], ended.rstrip() + "\n\n", added])
            return f"[[rule]]{made}"
    raise AssertionError(rule_id)
