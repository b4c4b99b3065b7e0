"""One random question as the solver's reduced task, and as the oracle goes through it."""

from books import TARGET, profile, question, rule_book
from oracle import Task as Slow

from planner.planning.question import ask, starting_closure, task_of
from planner.planning.task import reduce


def reduced(seed):
    """Return the reduced task of a random question, and every plan of it by brute force."""
    asked = question(seed)
    rules = rule_book(asked.book)
    person = profile(asked.person)
    asking = ask(person, TARGET, rules, aim=asked.aim)
    task = reduce(task_of(asking, rules, starting_closure(person, rules)), whole=True)
    return task, Slow(asked.book, asked.person, TARGET, asked.aim)
