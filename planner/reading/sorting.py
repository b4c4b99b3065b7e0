"""Telling the lines of a posting apart: what is asked, and what is title, perk, pay, place or talk.

The order of the questions is the rule: a line of law or licence is a requirement wherever it stands, and what a
section promises or tells about the employer is none, unless the line itself demands something.
"""

from __future__ import annotations

import re

from planner.reading.amounts import find_pay
from planner.reading.lines import Why
from planner.reading.pieces import Piece
from planner.reading.scene import ALTERNATIVE, Scene

ASKING = ("requirements", "wishes", "duties")
TOP = 4  # a title stands among the first pieces
TITLE_WORDS, PLACE_WORDS, FACT_WORDS, SCRAP_WORDS = 12, 14, 10, 2  # the longest each of these is


def why_not(scene: Scene, index: int, piece: Piece) -> Why:
    """Return why a piece is no requirement, or "" where it is one or may be one."""
    text = scene.clean[piece.body : piece.end]
    if piece.heading or ALTERNATIVE.fullmatch(text.strip()) or not re.search(r"\w", text):
        return "heading"
    strong = demands(scene, piece)
    if scene.has("equal_opportunity", piece) and not (strong and scene.has("gate", piece)):
        return "equal-opportunity"
    if scene.has("gate", piece):
        if scene.has("offered", piece) and not strong and not scene.has("denied", piece):
            return "offered"
        if not (piece.part in ("company", "perks", "equal-opportunity") and scene.has("company", piece) and not strong):
            return ""
    about_pay = piece.part == "pay" or scene.has("pay", piece)
    if about_pay and any(True for _ in find_pay(scene.clean, piece.body, piece.end)):
        return "pay"
    return _by_section(scene, piece, strong) or _by_words(scene, index, piece, strong)


def demands(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece demands something outright."""
    return scene.has("strong", piece) and not scene.has("waived", piece)


def asks(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece speaks as requirements do, or of years."""
    return scene.has("requirement", piece) or bool(scene.years.between(piece.body, piece.end))


def _by_section(scene: Scene, piece: Piece, strong: bool) -> Why:
    if piece.part == "perks":
        return "perk"
    if piece.part == "pay":
        return "pay"
    if piece.part == "equal-opportunity":
        return "equal-opportunity"
    found = bool(scene.found.between(piece.body, piece.end))
    if piece.part in ("company", "apply", "place", "facts") and not (strong and (found or asks(scene, piece))):
        return piece.part  # type: ignore[return-value]
    return ""


def _by_words(scene: Scene, index: int, piece: Piece, strong: bool) -> Why:
    findings = [finding for _, finding in scene.found.between(piece.body, piece.end)]
    asked, acts, wanted = asks(scene, piece), scene.acts(piece), piece.part in ASKING
    words = len(scene.clean[piece.body : piece.end].split())
    if scene.has("perk", piece) and not wanted and not strong:
        return "perk"
    if scene.has("apply", piece) and piece.part not in ("requirements", "wishes") and not (strong and findings):
        return "apply"
    if scene.has("company", piece):
        if not wanted and not (asked and (strong or findings)):
            return "company"
        if piece.part == "duties" and not findings and not asked and not acts:
            return "company"
    opening = index == 0 and not asked and not acts
    if not piece.part and index < TOP and words <= TITLE_WORDS and (scene.role_in(piece) or opening):
        return "title"
    if not wanted and not findings:
        if scene.has("place", piece) and words <= PLACE_WORDS and not asked:
            return "place"
        if scene.has("facts", piece) and words <= FACT_WORDS:
            return "facts"
    if findings and not wanted and not asked and all(finding.standing == "title" for finding in findings):
        return "title"
    if findings and not wanted and not asked and all(finding.standing == "theirs" for finding in findings):
        return "company"
    if wanted or findings or asked or acts:
        return ""
    if words <= SCRAP_WORDS and index < TOP - 1:
        return "facts"
    return "introduction" if scene.headed and not piece.part else ""
