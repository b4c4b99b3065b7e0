"""Pages that run: their blocks, the files they write out, and whether a command prints what the page shows."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Block:
    line: int
    language: str
    text: str


def blocks(page: str) -> list[Block]:
    found = re.finditer(r"^```(\w*)\n(.*?)^```$", page, re.M | re.S)
    return [Block(page.count("\n", 0, match.start()) + 2, match[1], match[2]) for match in found]


def written_out(several: Iterable[Block], folder: Path) -> Path:
    """Write each YAML block to the file that its first line names."""
    for block in several:
        if block.language == "yaml":
            name = re.match(r"# ([\w/-]+\.yaml)\n", block.text)
            assert name, f"line {block.line}: the first line names no file"
            path = folder / name[1]
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    return folder


def run(command: str, folder: Path, monkeypatch, pivot) -> str:
    """Return everything a command prints; fails where its exit code is not 0."""
    program, *arguments = shlex.split(command)
    assert program == "pivot"
    monkeypatch.chdir(folder)
    answer = pivot(*arguments)
    assert (answer.code, answer.err) == (0, ""), command
    return answer.out


def shown_in_order(expected: list[str], said: list[str]) -> str:
    """Return the first line of ``expected`` that ``said`` does not have in its place; ``...`` stands for any lines."""
    at, skipping = 0, False
    for line in expected:
        if line == "...":
            skipping = True
            continue
        if skipping and line in said[at:]:
            at = said.index(line, at)
        if at >= len(said) or said[at] != line:
            return line
        at, skipping = at + 1, False
    return "" if skipping or at == len(said) else f"{said[at]} (and more)"
