"""What an edit of the rules does: whose verdicts and plans change between two rule books, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from planner.model import Profile
from planner.planning.answered import Answered, answered
from planner.planning.compare import Comparison, compare
from planner.planning.plan import Impossible, Plan
from planner.planning.question import TIME_LIMIT, Aim, Prefer, check_wishes, deadline_in
from planner.reasoning.audit import Audit, LineAudit
from planner.reasoning.verdict import Verdict
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import WrongUse, expect


@dataclass(frozen=True)
class Candidate:
    """Someone who wants a role: who is asked about, and what to call them."""

    person: str
    profile: Profile
    role: str
    prefer: Prefer = "steps"
    aim: Aim = "all"


@dataclass(frozen=True)
class Moved:
    """What a change of the rules does to one candidate.

    An answer and a verdict are ``None`` where the rules cannot be asked, since a role or step that is named
    is not in them; ``why`` says which. ``lines`` are the numbers of the lines that differ in what they ask or in
    how they are met, those of ``new`` ones among them; ``gone`` are the numbers that lines had which are no more.
    """

    candidate: Candidate
    before: Plan | Impossible | None
    after: Plan | Impossible | None
    verdict_before: Verdict | None
    verdict_after: Verdict | None
    lines: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    why: str = ""

    @property
    def person(self) -> str:
        return self.candidate.person

    @property
    def role(self) -> str:
        return self.candidate.role

    @property
    def verdict_changed(self) -> bool:
        return _verdict(self.verdict_before) != _verdict(self.verdict_after)

    @property
    def plan_changed(self) -> bool:
        return _shape(self.before) != _shape(self.after)

    @property
    def changed(self) -> bool:
        """Whether the verdict, the plan or any line differs."""
        return self.verdict_changed or self.plan_changed or bool(self.lines or self.gone)

    @property
    def comparison(self) -> Comparison | None:
        """The two plans side by side, where both books have one."""
        if isinstance(self.before, Plan) and isinstance(self.after, Plan):
            return compare(self.before, self.after)
        return None


def impact(
    before: RuleBook,
    after: RuleBook,
    candidates: Iterable[Candidate],
    *,
    time_limit: float = TIME_LIMIT,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Moved, ...]:
    """Return what the change from one rule book to the other does to each of ``candidates``, in their order.

    ``time_limit`` is for each plan; ``progress`` is told after each how many of how many are done. Raises
    :class:`WrongUse` for a candidate or an option that no rules could be asked about.
    """
    deadline_in(time_limit)
    several = list(candidates)
    for asked in several:
        expect(asked, "Candidate", for_="who is asked about")
        check_wishes(asked.prefer, asked.aim)
    moved = []
    for number, asked in enumerate(several, 1):
        old, gone = _side(asked, before, time_limit)
        new, lost = _side(asked, after, time_limit)
        moved.append(
            Moved(
                candidate=asked,
                before=old.answer if old else None,
                after=new.answer if new else None,
                verdict_before=old.verdict if old else None,
                verdict_after=new.verdict if new else None,
                why=lost or gone,
                **(_differing(old.audit, new.audit) if old and new else {}),
            )
        )
        if progress is not None:
            progress(number, len(several))
    return tuple(moved)


def _side(asked: Candidate, rules: RuleBook, time_limit: float) -> tuple[Answered | None, str]:
    """Return what one rule book says about a candidate, or why it cannot be asked."""
    who, role = asked.profile, asked.role
    try:
        return answered(who, role, rules, prefer=asked.prefer, aim=asked.aim, time_limit=time_limit), ""
    except WrongUse as error:
        return None, str(error)


def _differing(before: Audit, after: Audit) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the lines that differ, are new and are gone; a line is the same while its text is."""
    old, new = _by_text(before), _by_text(after)
    return {
        "lines": tuple(line.number for key, line in new.items() if key not in old or _told(line) != _told(old[key])),
        "new": tuple(line.number for key, line in new.items() if key not in old),
        "gone": tuple(line.number for key, line in old.items() if key not in new),
    }


def _by_text(audit: Audit) -> dict[tuple[str, int], LineAudit]:
    """Return the lines by their text, and by how many with this text stand before them."""
    seen = Counter[str]()
    found = {}
    for line in audit.lines:
        found[line.line.text, seen[line.line.text]] = line
        seen[line.line.text] += 1
    return found


def _told(line: LineAudit) -> object:
    return line.line, line.status, line.via


def _verdict(verdict: Verdict | None) -> object:
    return verdict and (verdict.loved, verdict.qualified, verdict.reason, verdict.notes, verdict.blocked)


def _shape(answer: Plan | Impossible | None) -> object:
    if isinstance(answer, Plan):
        return answer.totals, tuple((item.step.id, item.start_week, item.end_week) for item in answer.steps)
    return answer and answer.reasons
