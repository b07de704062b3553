"""No file over 400 lines, no function over 60, no function more complex than 8."""

import ast

import pytest

from tests.architecture.plan import APPS, LONGEST_FILE, LONGEST_FUNCTION, MOST_COMPLEX
from tests.architecture.sources import functions_of, offenders, sources

BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)
NESTED = (ast.FunctionDef, ast.AsyncFunctionDef)
EVERYWHERE = sources(*APPS, "tests", "bench")


def complexity(function: ast.AST) -> int:
    """McCabe's number: one, and one for each way the function can turn."""
    inside = list(ast.walk(function))[1:]
    return 1 + sum(isinstance(node, BRANCHES + NESTED) for node in inside)


def test_no_file_is_too_long():
    def length(source):
        lines = len(source.text.splitlines())
        return lines if lines > LONGEST_FILE else None

    assert offenders(EVERYWHERE, length) == {}


def test_no_function_is_too_long():
    def lengths(source):
        lines = {f.name: f.end_lineno - f.lineno + 1 for f in functions_of(source)}
        return {name: n for name, n in lines.items() if n > LONGEST_FUNCTION}

    assert offenders(EVERYWHERE, lengths) == {}


def test_no_function_is_too_complex():
    def numbers(source):
        found = {f.name: complexity(f) for f in functions_of(source)}
        return {name: n for name, n in found.items() if n > MOST_COMPLEX}

    assert offenders(sources(*APPS), numbers) == {}


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
