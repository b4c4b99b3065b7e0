"""A real server and a real browser: Debian's Chromium by way of Playwright, on this machine's loopback only."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-domain-reliability",
]
HARMLESS = ("/_stcore/health", "/_stcore/host-config", "the server responded with a status of 404")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def serve(rules: str = "") -> tuple[subprocess.Popen, str]:
    """Start ``pivot ui`` and wait until it answers; return the process and its address."""
    port = free_port()
    command = [sys.executable, "-m", "planner.cli", "ui", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        [*command, *(["--rules", rules] if rules else [])],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            return process, address
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.25)
    process.kill()
    raise RuntimeError("pivot ui did not start")


class Visit:
    """A visit of the program in a tab of its own; it remembers what left the machine and what went wrong."""

    def __init__(self, browser, address: str, **options) -> None:
        usual = {"viewport": {"width": 1360, "height": 950}, "accept_downloads": True}
        self.context = browser.new_context(**usual | options)
        self.context.set_default_timeout(40_000)
        self.page = self.context.new_page()
        self.address, self.outside, self.errors = address, [], []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.outside.append(url)

    def open(self, path: str = "/"):
        self.page.goto(self.address + path)
        self.page.locator("h1").first.wait_for()
        return self.settle()

    def settle(self):
        """Wait until the page has answered, and its pieces have stood still for a while."""
        self.page.wait_for_timeout(200)
        self.page.wait_for_function(
            """() => {
                const still = document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
                    && !document.querySelector('[data-stale=true]');
                window.stillSince = still ? window.stillSince ?? performance.now() : undefined;
                return still && performance.now() - window.stillSince > 400 && delete window.stillSince;
            }"""
        )
        return self.page

    def choose(self, label: str, text: str):
        """Pick from a list as a person does: where the page redraws it while they type, they type again."""
        from playwright.sync_api import TimeoutError as TooSlow  # an extra: without it no visit begins

        box = self.page.get_by_role("combobox", name=label, exact=True)
        option = self.page.get_by_role("option", name=re.compile(text, re.I)).first
        for _ in range(10):
            box.click()
            if box.is_editable():
                box.fill(text)
            try:
                option.click(timeout=4_000)
                break
            except TooSlow:
                self.page.keyboard.press("Escape")
        else:
            raise AssertionError(f"the list {label!r} never offered {text!r}")
        return self.settle()

    def go(self, name: str):
        folded = self.page.get_by_test_id("stExpandSidebarButton")
        narrow = folded.count() > 0
        if narrow:
            folded.click()
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.get_by_role("heading", level=1).filter(has_text=name if name != "Pivot" else "planner").wait_for()
        if narrow:
            self.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        return self.settle()

    def example(self, name: str = "Maya"):
        self.page.get_by_role("button", name=name).last.click()
        self.page.locator(".verdict .stand").wait_for()
        self.page.locator("svg.graph").wait_for()
        return self.settle()

    def come_back(self):
        """Load the page again and go on with what the tab held."""
        self.page.reload()
        self.page.get_by_role("button", name="Go on where you left off").click()
        self.page.locator(".verdict .stand").wait_for()
        return self.settle()

    def check(self) -> None:
        """Nothing left the machine, and the console shows no error of ours."""
        assert self.outside == []
        assert [text for text in self.errors if not any(words in text for words in HARMLESS)] == []
