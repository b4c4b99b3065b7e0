"""When one step can always take the place of another."""

from __future__ import annotations

from planner.model import Choice, Need, Step, all_of


def advantages(rival: Step, step: Step) -> tuple[str, ...]:
    """Return in what ``rival`` is better, if it can always take the place of ``step``; nothing if it cannot.

    It can where it gives and pays at least as much, and needs, lasts and costs no more, in the same kind of hours:
    self-paced, beside a job, or the whole working week.
    """
    if rival.id == step.id or _hours(rival) != _hours(step):
        return ()
    effort, rival_effort = _effort(step), _effort(rival)
    as_good = (
        all(mine <= other for mine, other in zip(rival_effort, effort, strict=True))
        and rival.cost <= step.cost
        and rival.pay >= step.pay
        and implies(Need(rival.gives), Need(step.gives))
        and implies(step.needs, rival.needs)
    )
    if not as_good:
        return ()
    gains = {
        "gives more": not implies(Need(step.gives), Need(rival.gives)),
        "needs less": not implies(rival.needs, step.needs),
        "takes less time": rival_effort != effort,
        "costs less": rival.cost < step.cost,
        "pays more": rival.pay > step.pay,
    }
    return tuple(words for words, better in gains.items() if better)


def _hours(step: Step) -> str:
    return "full-time" if step.full_time else "self-paced" if step.hours is not None else "part-time"


def _effort(step: Step) -> tuple[int, int]:
    return (step.hours or step.weeks or 0, step.hours_per_week or 0)


def implies(need: Need, other: Need) -> bool:
    """Say whether ``other`` surely holds wherever ``need`` does; of two choices only plain cases are seen.

    >>> implies(Need.of({"sql": 3}), Need.of({"any_of": [{"sql": 2}, {"r": 2}]}))
    True
    """
    levels = {fact.skill: fact.level for fact in need.facts}
    return all(levels.get(skill, 0) >= level for skill, level in other.facts) and all(
        _implies_choice(need, choice) for choice in other.choices
    )


def _implies_choice(need: Need, choice: Choice) -> bool:
    plain = Need(need.facts)
    if choice in need.choices or sum(implies(plain, alternative) for alternative in choice.of) >= choice.count:
        return True
    return choice.count == 1 and any(
        all(any(implies(all_of([plain, one]), other) for other in choice.of) for one in given.of)
        for given in need.choices
    )
