"""Telling the lines of a posting apart: what is asked, and what is title, perk, pay, place or talk.

The order of the questions is the rule: a line of law or licence is a requirement wherever it stands, and what a
section promises or tells about the employer is none, unless the line itself demands something.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from planner.reading.amounts import find_pay
from planner.reading.lines import Why
from planner.reading.pieces import BULLET, Piece
from planner.reading.scene import ALTERNATIVE, TITLE_WORDS, TOP, Scene

ASKING = ("requirements", "wishes", "duties")
_REACH = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?<!\d)\d{3}[-. ]\d{3,4}[-. ]\d{4}(?!\d)|\(\d{3}\) ?\d{3}-\d{4}")
LABELLED_WORDS = 16
PLACE_WORDS, FACT_WORDS, SCRAP_WORDS = 14, 10, 2  # the longest each of these is


def why_not(scene: Scene, index: int, piece: Piece) -> Why:
    """Return why a piece is no requirement, or "" where it is one or may be one."""
    text = scene.clean[piece.body : piece.end]
    if ALTERNATIVE.fullmatch(text.strip()) or not re.search(r"\w", text):
        return "heading"
    if piece.heading and not _asks_by_law(scene, piece):
        return "heading"
    if scene.titled and piece.start <= scene.titled[0] < piece.end:
        return "title"
    if index and len(text.split()) <= TITLE_WORDS and _named_next(scene, scene.pieces[index - 1]):
        return "title"
    strong = demands(scene, piece)
    gate = scene.has("gate", piece)
    if _speaks_of_equality(scene, piece) and not (strong and gate):
        return "equal-opportunity"
    if gate:
        if _offered(scene, piece, strong):
            return "offered"
        if not (piece.part in ("company", "perks", "equal-opportunity") and scene.has("company", piece) and not strong):
            return ""
    if _is_pay(scene, piece) and not (piece.part in ASKING and asks(scene, piece)):
        return "pay"
    return _by_section(scene, piece, strong) or _by_words(scene, index, piece, strong)


def _asks_by_law(scene: Scene, piece: Piece) -> bool:
    """Say whether what could be a heading is an item of a list about law or licence: "- Security clearance"."""
    text = scene.clean[piece.start : piece.end]
    return bool(BULLET.match(text)) and not text.rstrip(" *_").endswith(":") and scene.has("gate", piece)


def waives(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece only says what is not needed: "no degree required"."""
    named = [finding for _, finding in scene.found.between(piece.body, piece.end)]
    if not named or any(finding.standing != "lacked" for finding in named):
        return False
    return (
        scene.has("waived", piece)
        or scene.has("unneeded", piece)
        or (scene.begins_bare(piece) and scene.has("strong", piece))
    )


def leaves_open(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece only says that there is more to do: "other duties as assigned"."""
    words = len(scene.clean[piece.body : piece.end].split())
    nothing = not scene.found.between(piece.body, piece.end) and not scene.has("gate", piece)
    return nothing and words <= FACT_WORDS and scene.has("unnamed", piece)


def says_little(scene: Scene, piece: Piece) -> Why:
    """Return why a piece asks for nothing that only says so: "no experience necessary", "we will train"."""
    words = len(scene.clean[piece.body : piece.end].split())
    if words > FACT_WORDS or scene.found.between(piece.body, piece.end):
        return ""
    if scene.has("gate", piece) or scene.has("strong", piece) or scene.acts(piece):
        return ""
    if scene.has("unneeded", piece):
        return "not-asked"
    return "offered" if scene.has("trains", piece) and not scene.has("requirement", piece) else ""


def speaks_of_others(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece only says what those can do whom one works with: "our team uses SQL"."""
    standings = {finding.standing for _, finding in scene.found.between(piece.body, piece.end)}
    return standings == {"colleague"} and not demands(scene, piece) and not scene.has("gate", piece)


def teaches(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece only says what the employer teaches: "you will learn SQL"."""
    standings = {finding.standing for _, finding in scene.found.between(piece.body, piece.end)}
    taught = "taught" in standings and standings <= {"taught", "lacked"}
    return taught and not demands(scene, piece) and not scene.has("gate", piece)


def _named_next(scene: Scene, before: Piece) -> bool:
    """Say whether a piece leads up to the name of the job: "applications for the position of:"."""
    hiring = scene.at.get("hiring", [])
    last = hiring[bisect_left(hiring, before.end) - 1] if bisect_left(hiring, before.end) else -1
    return last >= before.start and before.end - last < 20 and scene.clean[before.end - 1] == ":"


def _speaks_of_equality(scene: Scene, piece: Piece) -> bool:
    """Say whether an employer speaks of equal opportunity; where things are asked, knowing about it is one of them."""
    if scene.has("statement", piece):
        return True
    return scene.has("equal_opportunity", piece) and piece.part not in ASKING


def _offered(scene: Scene, piece: Piece, strong: bool) -> bool:
    """Say whether the employer offers what a gate word speaks of: to pay for it, or to sponsor a visa."""
    if strong or scene.has("denied", piece):
        return False
    return scene.has("offered", piece) or (piece.part == "perks" and scene.has("sponsorship", piece))


def _is_pay(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece is about pay: it names an amount, and speaks of pay or of little else."""
    amounts = list(find_pay(scene.clean, piece.body, piece.end))
    if not amounts:
        return False
    share = max(end - start for start, end, _ in amounts) / (piece.end - piece.body)
    if piece.part == "pay" or scene.has("pay", piece):
        return piece.part not in ASKING or share > 0.2
    return share > 0.5


def demands(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece demands something outright."""
    return scene.has("strong", piece) and not scene.has("waived", piece)


def insists(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece demands something by more than that it hires: "need a driver" demands nothing."""
    return demands(scene, piece) and bool(set(scene.places("strong", piece)) - set(scene.places("hiring", piece)))


def asks(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece speaks as requirements do, or of years."""
    return scene.has("requirement", piece) or bool(scene.years.between(piece.body, piece.end))


def _by_section(scene: Scene, piece: Piece, strong: bool) -> Why:
    if piece.part in ("perks", "pay", "equal-opportunity", "company", "place", "facts") and _says_how(scene, piece):
        return "apply"
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
    years = bool(scene.years.between(piece.body, piece.end))
    if not wanted and not findings and not strong and not years and scene.hires(piece):
        return "title"
    if _promises(scene, piece, wanted) and not strong and not (findings and (scene.has("wish", piece) or asked)):
        return "perk"
    if _labelled(scene, piece) and not strong and words <= LABELLED_WORDS:
        return "facts"
    if _reaches(scene, piece) and words <= FACT_WORDS and not asked and not findings:
        return "apply"
    applies = scene.has("apply", piece) or (not wanted and scene.has("applying", piece))
    if applies and not acts and not (findings and (strong or wanted)):
        return "apply"
    if scene.has("company", piece):
        if not wanted and not (asked and (strong or findings)):
            return "company"
        if piece.part == "duties" and not findings and not asked and not acts:
            return "company"
    over = index + 1 < len(scene.pieces) and scene.pieces[index + 1].heading
    opening = index == 0 and len(scene.pieces) > 1 and not acts and (not asked or (over and not findings))
    told = not insists(scene, piece) and not (index and years)
    if not piece.part and index < TOP and words <= TITLE_WORDS and told and (scene.role_in(piece) or opening):
        return "title"
    if not wanted and not findings:
        if scene.has("place", piece) and words <= PLACE_WORDS and not asked:
            return "place"
        if scene.has("facts", piece) and words <= FACT_WORDS:
            return "facts"
    text = scene.clean[piece.body : piece.end]
    figures = sum(1 for word in text.split() if re.search(r"\d", word) or not re.search(r"\w", word))
    coded = figures * 5 >= words * 2 and not re.search(r"[a-z]{3}", text)
    if coded and not findings and not acts and words <= FACT_WORDS:
        return "facts"
    if findings and not wanted and not asked and all(finding.standing == "title" for finding in findings):
        return "title" if index < TOP and text.rstrip()[-1:] != "." else "company"
    if findings and not wanted and not asked and all(finding.standing == "theirs" for finding in findings):
        return "company"
    if wanted or findings or asked or acts:
        return ""
    if words <= SCRAP_WORDS and index < TOP - 1:
        return "facts"
    opens = scene.headed and not piece.part and not piece.bullet and piece.start < scene.first_heading
    return "introduction" if opens else ""


def _promises(scene: Scene, piece: Piece, wanted: bool) -> bool:
    """Say whether a piece promises something; among what is asked, it has to say so twice or outright."""
    if not wanted:
        return scene.has("perk", piece) or scene.has("promise", piece)
    return (scene.has("promise", piece) and scene.has("perk", piece)) or scene.count("perk", piece) > 1


def _labelled(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece is a fact behind its label: "Contract: fixed term"."""
    label = scene.clean.find(":", piece.body, min(piece.end, piece.body + 40))
    return label > 0 and scene.first("facts", piece.body, label) is not None


def _says_how(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece tells how to apply, whatever section it stands in: "To apply, send your resume to"."""
    opens = scene.first("applies", piece.body, piece.end)
    return opens is not None and not re.search(r"\w", scene.clean[piece.body : opens])


def _reaches(scene: Scene, piece: Piece) -> bool:
    """Say whether a piece holds a mail address or a telephone number to answer to."""
    return bool(_REACH.search(scene.clean, piece.body, piece.end))
