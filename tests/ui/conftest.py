"""Pages opened by Streamlit's own test harness, with the shipped rules and real parts only."""

from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "ui" / "app.py"


@pytest.fixture
def app(monkeypatch):
    """The program as it starts, on the start page."""
    pytest.importorskip("streamlit", reason="the pages need the extra 'ui'")
    from streamlit.testing.v1 import AppTest

    monkeypatch.delenv("PIVOT_RULES", raising=False)
    return AppTest.from_file(str(APP), default_timeout=120)
