"""No file over 400 lines, no function over 60, no function more complex than 8."""

import ast

import pytest

from tests.architecture.plan import APPS, LONGEST_FILE, LONGEST_FUNCTION, MOST_COMPLEX
from tests.architecture.sources import functions_of, sources

BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def complexity(function: ast.AST) -> int:
    """McCabe's number: one, and one for each way the function can turn."""
    inside = list(ast.walk(function))[1:]
    return 1 + sum(isinstance(node, BRANCHES + NESTED[:2]) for node in inside)


@pytest.mark.parametrize("source", sources(*APPS, "tests", "bench"), ids=str)
def test_no_file_is_too_long(source):
    assert len(source.text.splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("source", sources(*APPS, "tests", "bench"), ids=str)
def test_no_function_is_too_long(source):
    lengths = {f.name: f.end_lineno - f.lineno + 1 for f in functions_of(source)}

    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("source", sources(*APPS), ids=str)
def test_no_function_is_too_complex(source):
    numbers = {f.name: complexity(f) for f in functions_of(source)}

    assert {name: n for name, n in numbers.items() if n > MOST_COMPLEX} == {}


@pytest.mark.parametrize(
    "code,number",
    [
        ("def f(): return 1", 1),
        ("def f(x):\n if x: return 1\n elif x is None: return 2", 3),
        ("def f(x):\n for y in x:\n  while y: y -= 1", 3),
        ("def f(x):\n try: x()\n except ValueError: pass\n except TypeError: pass", 3),
        ("def f(x):\n match x:\n  case 1: pass\n  case _: pass", 3),
        ("def f(x):\n def g(): pass\n return g", 2),
    ],
)
def test_complexity_is_counted_after_mccabe(code, number):
    assert complexity(ast.parse(code).body[0]) == number
