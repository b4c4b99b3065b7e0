"""Imports point one way, and the core never knows the browser."""

import ast
from pathlib import Path

import pytest

PLANNER = Path(__file__).parent.parent / "planner"
LAYERS = ["model", "rulebook", "reasoning", "reading", "planning", "exchange", "explanation"]
LAYERS += ["journeys", "commands", "cli"]
SOLVER = ("bill", "bound", "choose", "cuts", "lazy")
SOURCES = sorted(PLANNER.rglob("*.py"))


def layer(module: str) -> int | None:
    parts = module.split(".")
    return LAYERS.index(parts[1]) if parts[0] == "planner" and len(parts) > 1 else None


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PLANNER)))
def test_a_module_imports_only_from_its_own_layer_and_below(path):
    if path == PLANNER / "__init__.py":
        return
    own = LAYERS.index(path.relative_to(PLANNER).parts[0].removesuffix(".py"))
    above = [module for module in imported(path) if (there := layer(module)) is not None and there > own]
    assert not above


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PLANNER)))
def test_the_core_knows_neither_the_browser_nor_the_tests(path):
    assert not {module.split(".")[0] for module in imported(path)} & {"streamlit", "ui", "tests", "highspy"}


def test_the_proof_checker_shares_no_code_with_the_solver_or_the_closure():
    proof = PLANNER / "planning" / "proof.py"
    own = {module for module in imported(proof) if module.split(".")[0] == "planner"}
    only_types = {"planner.planning.plan", "planner.planning.question"}
    rulebook = {"planner.rulebook.book", "planner.rulebook.problem"}
    assert own == {"planner.model", "planner.reasoning.background", *rulebook, *only_types}
    outside = [node for node in ast.parse(proof.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
    assert not {node.module for node in outside} & only_types


def test_few_modules_know_the_solver_and_none_imports_it_before_it_is_needed():
    """OR-Tools takes half a second to import: five modules of planning use it, each inside a function."""
    users = {path for path in SOURCES if any(m.split(".")[0] == "ortools" for m in imported(path))}
    assert {str(path.relative_to(PLANNER)) for path in users} == {f"planning/{n}.py" for n in SOLVER}
    for path in users:
        top = ast.parse(path.read_text(encoding="utf-8")).body
        assert not [n for n in top if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("ortools")]
