"""The house keeps its own rules: sizes, refusal codes with an explanation, and traps of the data engines."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from nyhavn.framework.explanations import explanations

SOURCE = Path(__file__).resolve().parents[2] / "src" / "nyhavn"
FILES = sorted(SOURCE.rglob("*.py"))
MOST_FILE_LINES, MOST_FUNCTION_LINES = 400, 40
CODE = re.compile(r"[a-z]+(-[a-z]+)+")
BOOLEAN_METHODS = {"is_null", "is_in", "is_duplicated", "is_unique", "is_between", "any_horizontal", "all_horizontal"}


def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def texts(node: ast.AST) -> set[str]:
    """Every text constant below a node."""
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def raised() -> dict[str, str]:
    """Codes given as the first argument of a refusal, a reason or a problem, with the file they stand in."""
    found = {}
    for path in FILES:
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"refusal", "Reason", "Problem", "report"} and isinstance(node.args[0].value, str):
                found[node.args[0].value] = path.name
    return found


def test_every_code_that_is_raised_is_explained() -> None:
    codes = raised()
    assert len(codes) > 60
    assert {code: file for code, file in codes.items() if code not in explanations()} == {}


def test_every_explanation_belongs_to_a_code_in_the_program() -> None:
    spoken = set().union(*(texts(tree(path)) for path in FILES))
    assert sorted(set(explanations()) - spoken) == []


@pytest.mark.parametrize("code", sorted(explanations()))
def test_an_explanation_is_made_of_plain_sentences(code: str) -> None:
    found = explanations()[code]
    assert CODE.fullmatch(code) or code.isalpha()
    assert found.title and not found.title.endswith(".")
    assert found.why.endswith(".") and found.do.endswith(".")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file with its lines, less its docstring."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[0]
            has_docstring = isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant)
            docstring = (body.end_lineno or 0) - body.lineno + 1 if has_docstring else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - docstring


def test_no_file_and_no_function_is_too_long_to_be_read() -> None:
    long_files = [path.name for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > MOST_FILE_LINES]
    sizes = [(f"{path.name}:{name}", size) for path in FILES for name, size in functions(path)]
    long_functions = [name for name, size in sizes if size > MOST_FUNCTION_LINES]
    assert (long_files, long_functions) == ([], [])


def test_nothing_is_imported_inside_a_function() -> None:
    late = [
        f"{path.name}:{node.lineno}"
        for path in FILES
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert late == []


def is_boolean(node: ast.expr) -> bool:
    """Whether an expression over a frame plainly gives booleans."""
    if isinstance(node, ast.Compare | ast.BoolOp):
        return True
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Invert | ast.Not)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.BitAnd | ast.BitOr)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BOOLEAN_METHODS


def banned(source: ast.Module) -> list[int]:
    """Lines that break, or mean something else, on one of the data engines.

    unpivot fails on DuckDB and sums of booleans on Spark; approximate quantiles and counts, and an engine's own hash,
    differ from engine to engine.
    """
    lines = []
    for node in ast.walk(source):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, over = node.func.attr, node.func.value
            differs = name.startswith("approx") or name in {"unpivot", "hash", "hash_rows"}
            if differs or (name == "sum" and not node.args and is_boolean(over)):
                lines.append(node.lineno)
    return lines


FRAMES = [path for path in FILES if "import narwhals" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.name)
def test_what_works_on_frames_uses_nothing_that_breaks_on_another_engine(path: Path) -> None:
    assert banned(tree(path)) == []


@pytest.mark.parametrize(
    "line",
    [
        "f.unpivot(on)",
        "(col('a') == 1).sum()",
        "col('a').is_null().sum()",
        "(~a).sum()",
        "col('a').approx_quantile(0.5)",
        "col('a').approx_n_unique()",
        "col('a').hash()",
        "frame.hash_rows()",
    ],
)
def test_the_ban_finds_what_it_bans(line: str) -> None:
    assert banned(ast.parse(line)) == [1]
    assert banned(ast.parse("col('a').sum(); numbers.sum(axis=1); col('a').quantile(0.5, 'linear'); hash(1)")) == []
