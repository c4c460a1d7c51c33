"""Every rule cites its source, every deadline says where it comes from, every code has words."""

import ast
import re

import pytest

from dolsdesk import errors
from dolsdesk.domain.dols.codes import Code
from dolsdesk.domain.dols.consistency.clash import Clash
from dolsdesk.domain.dols.worksheet import Step
from dolsdesk.errors import DeskError
from dolsdesk.rules.model import RuleClass
from dolsdesk.services.word_lists import (
    CLASHES,
    ERRORS,
    FACTS,
    PROBLEMS,
    SENTENCES,
    STEPS,
    SUBJECTS,
)
from tests.support.source import ROOT, calls, modules, tree, where

#: How a source is named in a docstring.
CITED = re.compile(r"\b(para|reg)s? \d|dols\.md \d|\bSI \d{4}/\d|\(\d\d\)", re.ASCII)

#: Modules whose every legal date says where it comes from.
DEADLINES = ("urgents", "requests", "authorisations", "equivalents", "training", "other_clocks")

#: Classes of failures, by the name a caller writes.
FAILURES = {
    name for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, DeskError)
} | {"TransitionRefused", "NoSuchCase"}  # fmt: skip


#: Where codes are listed, which is no use of them.
LISTS = ("services/word_lists/", "domain/dols/codes.py", "domain/dols/consistency/clash.py")


def constants() -> set[str]:
    """Return every text that stands somewhere in the product, but for the lists of codes."""
    return {
        node.value
        for path in modules()
        if not path.relative_to(ROOT).as_posix().startswith(LISTS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def problems_raised() -> set[str]:
    """Return the codes that the product makes problems of, or failures."""
    return constants() | {
        node.attr
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"Code", "Clash"}
    }


def test_every_value_of_every_rule_says_where_it_comes_from_and_since_when(book):
    for rule in book:
        assert rule.values, rule.id
        for value in rule.values:
            assert str(value.source), rule.id
            assert value.starts_on, rule.id
            if rule.rule_class is not RuleClass.PRACTICE:
                assert value.source.url, rule.id
                assert value.source.read_on, rule.id


@pytest.mark.parametrize("name", DEADLINES)
def test_every_module_that_works_out_a_legal_date_cites_the_law(name):
    assert CITED.search(ast.get_docstring(tree(ROOT / "domain" / "dols" / f"{name}.py")) or "")


def test_every_rule_of_counting_is_named_where_it_is_counted():
    whole = tree(ROOT / "domain" / "counting.py")
    cited = {
        found
        for node in whole.body
        if isinstance(node, ast.FunctionDef)
        for found in re.findall(r"^R\d", ast.get_docstring(node) or "")
    }
    assert cited == {"R1", "R2", "R3", "R4", "R5", "R6", "R8"}  # R7 is MaxPeriod's own last day


def test_every_failure_that_is_raised_has_a_sentence():
    without = [
        where(path, call)
        for path in modules()
        for name, call in calls(path)
        if name.split(".")[-1] in FAILURES
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in ERRORS | PROBLEMS
    ]
    assert without == []


def test_every_sentence_belongs_to_a_code_that_is_used():
    said = constants()
    assert set(ERRORS) - said == set()
    assert set(SENTENCES) - said == set()


def test_every_problem_has_a_sentence_and_is_raised():
    assert set(PROBLEMS) == set(Code.__members__)
    assert set(Code.__members__) - problems_raised() == set()


def test_every_contradiction_has_a_sentence_and_is_looked_for():
    assert set(CLASHES) == set(Clash.__members__)
    assert set(Clash.__members__) - problems_raised() == set()


def test_every_step_of_a_sum_has_a_sentence():
    assert set(STEPS) == {step.value for step in Step}


def test_no_code_stands_in_two_lists():
    lists = (PROBLEMS, CLASHES, STEPS, ERRORS, SENTENCES)
    assert len(set().union(*lists)) == sum(map(len, lists))
    named = {"PROBLEMS": PROBLEMS, "STEPS": STEPS, "ERRORS": ERRORS, "FACTS": FACTS,
             "SENTENCES": SENTENCES, "CLASHES": CLASHES}  # fmt: skip
    for name, joined in named.items():
        assert sum(len(getattr(one, name, {})) for one in SUBJECTS) == len(joined), name


@pytest.mark.parametrize("table", [PROBLEMS, STEPS, ERRORS], ids=["problems", "steps", "errors"])
def test_every_sentence_is_one(table):
    for code, said in table.items():
        assert said[0].isupper() or said[0].isdigit() or said[0] in "“{", code
        assert said.endswith((".", "?", "…", "}")), code
        assert "  " not in said, code
