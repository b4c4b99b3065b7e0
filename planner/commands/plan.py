"""``pivot plan``: the shortest road from a person to a role, and what can be asked about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from planner.commands.audit import show_audit
from planner.commands.changes import changes_data, show_changes
from planner.commands.inputs import limits_of, one_standard_input, one_target, target_of
from planner.commands.options import JSON, POSTING, RULES, person_options, plan_options
from planner.commands.output import heading, print_json, say, sentences

if TYPE_CHECKING:
    from planner.model import Limits, Profile, Role
    from planner.planning.alternatives import Alternatives
    from planner.planning.changes import Change
    from planner.planning.compare import WhyNot
    from planner.planning.margins import Margin
    from planner.planning.plan import Impossible, Plan
    from planner.reasoning.audit import Audit
    from planner.reasoning.verdict import Verdict
    from planner.rulebook.book import RuleBook


class Answered(NamedTuple):
    """Everything a plan is shown with; what was not asked for is None."""

    audit: Audit
    verdict: Verdict
    answer: Plan | Impossible
    changes: tuple[Change, ...]
    alternatives: Alternatives | None
    why_not: WhyNot | None
    margins: tuple[Margin, ...] | None


@click.command()
@click.argument("person")
@click.argument("role", required=False)
@POSTING
@RULES
@plan_options
@person_options
@click.option("--alternatives", type=click.IntRange(0, 100), default=0, metavar="N",
              help="Also show up to N plans that are just as good, and what one can trade.")
@click.option("--why-not", metavar="ID", help="Also show the best plan with this step, or without it if it has it.")
@click.option("--margins", is_flag=True, help="Also show how much each figure may grow until another plan is better.")
@JSON
def plan(
    person: str,
    role: str | None,
    posting: str | None,
    rules: tuple[str, ...],
    prefer: str,
    aim: str,
    time_limit: float,
    alternatives: int,
    why_not: str | None,
    margins: bool,
    as_json: bool,
    **given: Any,
) -> int:
    """Show the shortest road from PERSON (a YAML file, or -) to ROLE (an id or title), or to the job of a posting."""
    from planner.planning.plan import Plan
    from planner.rulebook.load import load_profile, load_rules

    one_target(role, posting)
    one_standard_input(person, posting, *rules)
    book = load_rules(*rules)
    profile = load_profile(person, book)
    target = target_of(role, posting, book, whole=False)
    found = ask(profile, target, book, limits_of(profile, given), prefer=prefer, aim=aim, time_limit=time_limit,
                alternatives=alternatives, why_not=why_not, margins=margins)
    if as_json:
        print_json(_data(found, book))
    else:
        show(found, book)
    if isinstance(found.answer, Plan):
        return 0
    left_out = ["--alternatives"] * bool(alternatives) + ["--why-not"] * bool(why_not) + ["--margins"] * margins
    if left_out:
        click.echo(f"pivot: there is no plan to ask more about: {', '.join(left_out)} left out", err=True)
    return 1


def ask(
    profile: Profile,
    role: Role | str,
    book: RuleBook,
    limits: Limits,
    *,
    prefer: Any = "steps",
    aim: Any = "all",
    time_limit: float = 60.0,
    alternatives: int = 0,
    why_not: str | None = None,
    margins: bool = False,
) -> Answered:
    """Return the audit, verdict and plan for a role; the least changes where there is none, and what else is asked."""
    from planner.planning.alternatives import alternatives_to
    from planner.planning.bill import prove
    from planner.planning.changes import find_changes
    from planner.planning.compare import why_not as ask_why_not
    from planner.planning.margins import margins as find_margins
    from planner.planning.plan import Impossible, Plan, find_plan
    from planner.reasoning.audit import audit as audit_of
    from planner.reasoning.verdict import judge_audit
    from planner.rulebook.book import find_role, find_step

    if why_not is not None:
        find_step(why_not, book)
    found = audit_of(profile, find_role(role, book), book)
    verdict = judge_audit(found, profile.model_copy(update={"limits": limits}), book)
    answer = find_plan(profile, found.role, book, prefer=prefer, aim=aim, limits=limits, time_limit=time_limit)
    others: Alternatives | None = None
    other_choice: WhyNot | None = None
    figures: tuple[Margin, ...] = ()
    if isinstance(answer, Plan):
        answer = prove(answer, book)
        if alternatives:
            others = alternatives_to(answer, book, count=alternatives + 1, time_limit=time_limit)
        if why_not is not None:
            other_choice = ask_why_not(answer, why_not, book, time_limit=time_limit)
        figures = find_margins(answer, book, time_limit=time_limit) if margins else ()
    changes = find_changes(answer, book, time_limit=time_limit) if isinstance(answer, Impossible) else ()
    return Answered(found, verdict, answer, changes, others, other_choice, figures if margins else None)


def _data(found: Answered, book: RuleBook) -> dict[str, Any]:
    """Return what is found as one object of plain data, keys in a fixed order."""
    from planner.exchange.answer import alternatives_data, answer_data
    from planner.exchange.differences import margins_data, why_not_data
    from planner.explanation import verdict_words
    from planner.planning.plan import Impossible

    data = answer_data(found.answer, found.audit, found.verdict, book,
                       verdict_words=verdict_words(found.verdict, book), explanation=sentences(found.answer, book))
    if isinstance(found.answer, Impossible):
        data["changes"] = changes_data(found.changes, book)
    if found.alternatives is not None:
        data["alternatives"] = alternatives_data(found.alternatives)
    if found.why_not is not None:
        data["why_not"] = why_not_data(found.why_not, sentences(found.why_not, book))
    if found.margins is not None:
        data["margins"] = margins_data(found.margins)
    return data


def show(found: Answered, book: RuleBook) -> None:
    """Print what is found in words, a heading to each part."""
    heading(f"Verdict: {found.audit.role.label}")
    say(sentences(found.verdict, book))
    heading("Line by line")
    show_audit(found.audit, book)
    heading("The plan")
    say(sentences(found.answer, book))
    show_changes(found.changes, book)
    if found.alternatives is not None:
        heading("Alternatives")
        say(sentences(found.alternatives, book))
    if found.why_not is not None:
        heading("Why not")
        say(sentences(found.why_not, book))
    if found.margins:
        heading("Figures to check")
        say(line for figure in found.margins for line in sentences(figure, book))
