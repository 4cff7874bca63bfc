"""Expressions are evaluated as `terraform console` evaluates them.

The table's subjects are those of Terraform's documentation of its expressions and functions. What stands there is
tested always; where Terraform is on the path, it is asked as well, all in one process.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackgate.expression import REFUSED, evaluate
from stackgate.expression.functions import FUNCTIONS
from stackgate.expression.functions.json_text import encode_json
from stackgate.values import Unresolved

needs_terraform = pytest.mark.terraform

ERROR = "an error"

CASES: dict[str, Any] = {
    # operators and conditionals
    "2 + 3 * 4 - 6 / 3": 12,
    "10 / 4": 2.5,
    "-7 % 3": -1,
    "0.1 + 0.2 == 0.3": True,
    '"a${1 / 8}"': "a0.125",
    "(2 + 3) * -2": -10,
    "1 < 2 && 2 < 1 || !false": True,
    "1 == 2 == false": True,
    '"7" * 2': 14,
    '1 == "1"': False,
    "[1] == tolist([1])": False,
    'true ? 1 : "one"': "1",
    "false ? [1] : [2, 3]": [2, 3],
    '"a" + 1': ERROR,
    'true ? 1 : ["a"]': ERROR,
    # collections
    "[10, 20][1]": 20,
    '{east = "a", "west" = "b"}.west': "b",
    '{"x-y" = 1}["x-y"]': 1,
    "[[1, 2], [3]][0][1]": 2,
    "[1][1]": ERROR,
    "{a = 1}.b": ERROR,
    # for expressions and splats
    '[for name in ["ana", "bo"] : upper(name)]': ["ANA", "BO"],
    '[for key, value in {b = 1, a = 2} : "${key}${value}"]': ["a2", "b1"],
    "[for n in [1, 2, 3, 4] : n * n if n % 2 == 0]": [4, 16],
    '{for name in ["x", "yy"] : name => length(name)}': {"x": 1, "yy": 2},
    '{for name in ["ax", "by", "ay"] : substr(name, 1, 1) => name...}': {"x": ["ax"], "y": ["by", "ay"]},
    "{for n in [1, 1] : n => n}": ERROR,
    '[{id = "a"}, {id = "b"}][*].id': ["a", "b"],
    "[{ids = [1, 2]}, {ids = [3, 4]}].*.ids[0]": [1, 2],
    "null[*]": [],
    '"one"[*]': ["one"],
    # templates
    '"size: ${2 > 1 ? "big" : "small"}!"': "size: big!",
    '"%{ if 1 > 2 }yes%{ else }no%{ endif }"': "no",
    '"%{ for n in [1, 2, 3] ~} ${n} %{~ endfor }"': "123",
    '"$${literal} %%{literal}"': "${literal} %{literal}",
    '"\\u00fc\\t\\"\\\\"': 'ü\t"\\',
    '"list: ${[1]}"': ERROR,
    # numbers
    "ceil(5.1) + floor(-5.1)": 0,
    "log(1000, 10)": 2.9999999999999996,
    "pow(2, 10)": 1024,
    'parseint("bad", 16)': 2989,
    "max([4, 9, 2]...)": 9,
    "1 / 3": 1 / 3,
    # texts
    'format("%-6s|%04d|%.2f|%t", "ab", 42, 2.5, true)': "ab    |0042|2.50|true",
    'format("%q and %v", "x", [1, "y"])': '"x" and [1,"y"]',
    'format("%d", 1.5)': ERROR,
    'formatlist("%s is %d", ["a", "b"], [1, 2])': ["a is 1", "b is 2"],
    'join(", ", ["x", 1, true])': "x, 1, true",
    'split("/", "a/b/c")': ["a", "b", "c"],
    'regex("(?P<year>\\\\d{4})-(?P<month>\\\\d\\\\d)", "on 2024-05-06")': {"month": "05", "year": "2024"},
    'regexall("[a-z]+", "ab12cd")': ["ab", "cd"],
    'replace("one two", "/(\\\\w+) (\\\\w+)/", "$2 $1")': "two one",
    'title("a few words")': "A Few Words",
    'trim("--a-b--", "-")': "a-b",
    'substr("résumé", -3, 2)': "um",
    'strrev("añb")': "bña",
    # lists, maps, sets
    'coalesce(null, "", "third")': "third",
    'concat(["a"], [], ["b", "c"])': ["a", "b", "c"],
    'distinct(["a", "b", "a"])': ["a", "b"],
    'element(["a", "b", "c"], 4)': "b",
    "flatten([[1, [2, [3]]], []])": [1, 2, 3],
    'lookup({a = 1}, "b", 9)': 9,
    "merge({a = 1, b = 1}, {b = 2})": {"a": 1, "b": 2},
    'setproduct(["a", "b"], [1, 2])': [["a", 1], ["a", 2], ["b", 1], ["b", 2]],
    'setsubtract(["a", "b", "c"], ["b"])': ["a", "c"],
    'toset(["b", "B", "a", "b"])': ["B", "a", "b"],
    'tolist(["a", 1, true])': ["a", "1", "true"],
    'transpose({a = ["x", "y"], b = ["y"]})': {"x": ["a"], "y": ["a", "b"]},
    'zipmap(["a", "b"], [1, 2])': {"a": 1, "b": 2},
    "range(1, 10, 3)": [1, 4, 7],
    "slice([1, 2, 3, 4], 1, 3)": [2, 3],
    'sort(["b", "a", "C"])': ["C", "a", "b"],
    "sum([1, 2.5])": 3.5,
    "one([])": None,
    # encodings
    'jsonencode({b = ["<&>", null], a = 1.50})': '{"a":1.5,"b":["\\u003c\\u0026\\u003e",null]}',
    'jsondecode("{\\"a\\": [1, true]}")': {"a": [1, True]},
    'yamlencode({a = [1, {b = "c"}]})': '"a":\n- 1\n- "b": "c"\n',
    'yamldecode("a: [yes, 1.0, x]")': {"a": [True, 1, "x"]},
    'csvdecode("id,name\\n1,\\"a,b\\"\\n")': [{"id": "1", "name": "a,b"}],
    'base64decode(base64encode("grüße"))': "grüße",
    'urlencode("a b&c=d/é")': "a+b%26c%3Dd%2F%C3%A9",
    'sha256("abc")': "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    'base64sha256("abc")': "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    # networks
    'cidrhost("10.1.0.0/16", -2)': "10.1.255.254",
    'cidrnetmask("192.168.8.0/22")': "255.255.252.0",
    'cidrsubnet("10.0.0.0/16", 8, 7)': "10.0.7.0/24",
    'cidrsubnet("fd00:1::/32", 16, 255)': "fd00:1:ff::/48",
    'cidrsubnets("10.0.0.0/16", 4, 8, 4)': ["10.0.0.0/20", "10.0.16.0/24", "10.0.32.0/20"],
    'cidrsubnet("10.0.0.0/16", 2, 4)': ERROR,
    # dates
    'formatdate("EEEE, D MMM YYYY, H:mm aa ZZZ", "2024-02-29T15:04:05+01:00")': "Thursday, 29 Feb 2024, 3:04 pm +0100",
    'timeadd("2024-02-28T23:30:00Z", "1h30m")': "2024-02-29T01:00:00Z",
    'timecmp("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00")': 0,
    # types
    'tonumber("1e3")': 1000,
    'tobool("yes")': ERROR,
    "tostring(1.0)": "1",
    'try({}.a, [][0], "last")': "last",
    'can(tonumber("x"))': False,
    "upper(null)": ERROR,
    "nothing(1)": ERROR,
}


def evaluated(expression: str) -> Any:
    """What we make of an expression, through JSON as the console's answer is."""
    value = evaluate(f"${{{expression}}}", lambda steps: Unresolved(".".join(steps)))
    if isinstance(value, Unresolved):
        return ERROR if value.reason.startswith(REFUSED) else value
    return json.loads(encode_json(value))


def console(expressions: list[str], folder: Path) -> list[Any]:
    """What `terraform console` makes of expressions, none of which may be wrong in its syntax."""
    asked = ", ".join(f'try(jsonencode({expression}), "{ERROR}")' for expression in expressions)
    answer = subprocess.run(
        ["terraform", "console"],
        input=f"base64encode(jsonencode([{asked}]))\n",
        cwd=folder,
        env=os.environ | {"CHECKPOINT_DISABLE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    texts = json.loads(base64.b64decode(answer.stdout.strip().strip('"')))
    return [text if text == ERROR else json.loads(text) for text in texts]


@pytest.mark.parametrize("expression", CASES)
def test_an_expression_is_worked_out(expression: str) -> None:
    found = evaluated(expression)
    assert found == CASES[expression]
    assert isinstance(found, bool) == isinstance(CASES[expression], bool)


@needs_terraform
def test_terraform_works_them_out_alike(tmp_path: Path) -> None:
    assert dict(zip(CASES, console(list(CASES), tmp_path), strict=True)) == CASES


@needs_terraform
def test_the_functions_are_terraforms(tmp_path: Path) -> None:
    listed = subprocess.run(
        ["terraform", "metadata", "functions", "-json"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    names = {name.removeprefix("core::") for name in json.loads(listed.stdout)["function_signatures"]}
    assert {name for name in FUNCTIONS if "::" not in name} == names


numbers = st.integers(-20, 20).map(str) | st.sampled_from(("0.5", "1.25", "1e3", '"3"', '"-1.5"', "null", "true"))
texts = st.sampled_from(('"a"', '"B"', '"é"', '"10"', '""', '"true"', "1.50", "false", "null"))
booleans = st.sampled_from(("true", "false", '"true"', '"0"', "1 < 2", "null"))


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(("+", "-", "*", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||"))
    return (
        st.builds("{} {} {}".format, inner, signs, inner)
        | st.builds("({})".format, inner)
        | st.builds("{} / {}".format, inner, st.sampled_from(("4", "3", "-7")))
        | st.builds("{}({})".format, st.sampled_from(("!", "-")), inner)
        | st.builds("({} ? {} : {})".format, inner, inner, inner)
        | st.builds("[{}, {}]".format, inner, inner)
        | st.builds(
            "{}({})".format, st.sampled_from(("upper", "tostring", "tonumber", "abs", "length", "jsonencode")), inner
        )
        | st.builds(
            "{}([{}, {}])".format, st.sampled_from(("toset", "tolist", "sort", "sum", "distinct")), inner, inner
        )
        | st.builds('"x${{{}}}y"'.format, inner)
    )


expressions = st.recursive(numbers | texts | booleans, _combined, max_leaves=6)


@needs_terraform
@settings(max_examples=4, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(expressions, min_size=80, max_size=80))
def test_random_expressions_are_worked_out_alike(tmp_path_factory: pytest.TempPathFactory, tried: list[str]) -> None:
    answers = console(tried, tmp_path_factory.mktemp("console"))
    found = {expression: evaluated(expression) for expression in tried}
    known = {expression for expression, value in found.items() if not isinstance(value, Unresolved)}
    # Terraform writes a zero that was negative with its sign, and counts it as equal to zero.
    answered = {one: answer for one, answer in zip(tried, answers, strict=True) if "-0" not in json.dumps(answer)}
    known &= answered.keys()
    assert {expression: found[expression] for expression in known} == {name: answered[name] for name in known}
