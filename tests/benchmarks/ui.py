"""How fast the browser page answers: run it by hand, ``python tests/benchmarks/ui.py``; nothing here is a test.

Users are simulated by speaking the page's own websocket protocol: what is measured is the server's time from an
action to the last piece of its answer, without the browser's drawing. First paint is measured in Chromium.
"""

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parents[2]
PORT = 8731


def start() -> tuple[subprocess.Popen, float]:
    """Start the program; return it and the seconds until it answers."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "planner.cli", "ui", "--no-browser", "--port", str(PORT)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=1)
            return process, time.perf_counter() - began
        except OSError:
            if process.poll() is not None:
                raise SystemExit("pivot ui did not start") from None
            time.sleep(0.05)


def first_paint() -> float | None:
    """Return the seconds until the heading of the first page is painted in Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(f"http://127.0.0.1:{PORT}/")
        page.get_by_role("heading", name="Career pivot planner").wait_for()
        took = time.perf_counter() - began
        browser.close()
    return took


def memory(process: subprocess.Popen) -> float:
    """Return the memory of the server in megabytes."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


class User:
    """Someone on the start page, with the widgets it shows."""

    def __init__(self) -> None:
        self.widgets: dict[tuple[str, str], str] = {}  # label and id, and the fragment the widget stands in
        self.state: dict[str, object] = {}

    async def begin(self) -> float:
        self.socket = await websockets.connect(
            f"ws://127.0.0.1:{PORT}/_stcore/stream", max_size=None, subprotocols=["streamlit"]
        )
        return await self.ask()

    async def ask(self, **changed: tuple[str, object]) -> float:
        """Change widgets and return the seconds until the page has answered."""
        message = BackMsg()
        message.rerun_script.query_string = ""
        triggers = {}
        for label, (kind, value) in changed.items():
            ids = [id for name, id in self.widgets if name.startswith(label)]
            (triggers if kind == "trigger_value" else self.state)[ids[-1]] = (kind, value)
            message.rerun_script.fragment_id = next(part for (_, id), part in self.widgets.items() if id == ids[-1])
        for id, (kind, value) in {**self.state, **triggers}.items():
            widget = message.rerun_script.widget_states.widgets.add(id=id)
            if kind == "string_array_value":
                widget.string_array_value.data.extend(value)
            else:
                setattr(widget, kind, value)
        began = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self.socket.recv())
            if answer.WhichOneof("type") == "delta":
                self.see(answer)
            ended = answer.WhichOneof("type") == "script_finished"
            if ended and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - began

    def see(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        body = getattr(element, kind) if kind else None
        if body is not None and hasattr(body, "id") and getattr(body, "label", ""):
            self.widgets[body.label, body.id] = answer.delta.fragment_id


EXAMPLES = ("**Maya", "**Omar", "**Grace", "**Lena", "**Tom")


async def act(user: User, hours: list[int]) -> float:
    """Do what visitors do most: look at some lines only, or change a limit."""
    kind = random.random()
    if kind < 0.5:
        chosen = random.sample(["● met", "◆ met through transfer", "◐ partly", "○ missing"], 1)
        return await user.ask(**{"Show only": ("string_array_value", chosen)})
    return await user.ask(**{"Hours a week": ("double_value", float(random.choice(hours)))})


async def one_user(actions: int) -> tuple[list[float], list[float]]:
    """Return the seconds of actions that show something else, and of those that plan anew."""
    user = User()
    await user.begin()
    await user.ask(**{EXAMPLES[0]: ("trigger_value", True)})
    looking = [
        await user.ask(**{"Show only": ("string_array_value", [["● met"], ["○ missing"]][n % 2])})
        for n in range(actions)
    ]
    planning = [await user.ask(**{"Hours a week": ("double_value", float(4 + n))}) for n in range(actions)]
    return looking, planning


async def many_users(count: int, rounds: int, pause: float) -> list[float]:
    async def visit(number: int) -> list[float]:
        random.seed(number)
        user = User()
        await asyncio.sleep(pause * number / count)
        await user.begin()
        await user.ask(**{EXAMPLES[number % len(EXAMPLES)]: ("trigger_value", True)})
        took = []
        for _ in range(rounds):
            await asyncio.sleep(pause * random.uniform(0.7, 1.3))
            took.append(await act(user, [6, 8, 10, 12]))
        return took

    return [seconds for each in await asyncio.gather(*(visit(n) for n in range(count))) for seconds in each]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--users", type=int, default=20)
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument("--pause", type=float, default=10.0)
    asked = options.parse_args()
    process, ready = start()
    try:
        paint = first_paint()
        print(f"server answers after {ready:.1f} s; first heading painted {paint:.1f} s later")
        looking, planning = asyncio.run(one_user(12))
        print(f"one user, filter: median {statistics.median(looking):.2f} s, worst {max(looking):.2f} s")
        print(f"one user, new plan: median {statistics.median(planning):.2f} s, worst {max(planning):.2f} s")
        both = statistics.median(looking + planning)
        print(f"one user, all actions: median {both:.2f} s")
        before = memory(process)
        took = sorted(asyncio.run(many_users(asked.users, asked.rounds, asked.pause)))
        print(
            f"{asked.users} users, an action each {asked.pause:g} s: median {statistics.median(took):.2f} s, "
            f"p95 {took[int(0.95 * len(took))]:.2f} s"
        )
        print(f"memory: {memory(process):.0f} MB, {(memory(process) - before) / asked.users:.1f} MB a session")
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
