"""``pivot ui``: the planner in the browser."""

from __future__ import annotations

import os
import sys
from importlib.resources import files
from pathlib import Path

import click

from planner.commands.options import RULES, Whole
from planner.rulebook.load import load_rules
from planner.rulebook.problem import WrongUse


@click.command()
@RULES
@click.option("--port", type=Whole(1, 65535), metavar="N", default=8501, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
def ui(rules: tuple[str, ...], port: int, host: str, no_browser: bool) -> int:
    """Open the planner in the browser. Rules in a folder given with --rules can be edited there."""
    import gc
    import runpy
    from importlib.util import find_spec

    if find_spec("streamlit") is None:
        raise WrongUse("the browser page needs the extra 'ui': pip install \"pivot-planner[ui]\"")
    if "-" in rules:
        raise WrongUse("the browser page reads rules again when they change; give --rules a folder or file")
    load_rules(*rules)
    gc.enable()
    os.environ["PIVOT_RULES"] = os.pathsep.join(rules)
    asked = {
        "address": host,
        "port": port,
        "headless": str(no_browser).lower(),
        "fileWatcherType": "none",
        "showEmailPrompt": "false",
    }
    options = [f"--server.{name}={value}" for name, value in asked.items()]
    sys.argv = ["streamlit", "run", str(ui_folder() / "app.py"), *options]
    try:
        runpy.run_module("streamlit", run_name="__main__")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    return 0


def ui_folder() -> Path:
    """Return the folder of the browser page: the installed copy, else that of a checkout."""
    package = Path(str(files("planner")))
    for folder in (package / "_ui", package.parent / "ui"):
        if (folder / "app.py").is_file():
            return folder
    raise FileNotFoundError("the browser page that comes with the program is missing; install it again")
