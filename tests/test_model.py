"""Values built by hand: what YAML cannot say, Python cannot either."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from planner import Fact, Have, HeldRole, Limits, Policy, Profile, Role, Skill, Step, TransferRule
from planner.exchange.kept import Marked, Past
from planner.journeys import Expectation
from planner.model import Interim
from planner.rulebook.cues import Cues

SHORT = {"id": "t", "from_": "a", "to": "b", "because": "c"}
STEP = {"id": "s", "gives": {"a": 1}}


@pytest.mark.parametrize("number", [True, 5.0, 5.5, "5.0", "1e1", "٥"])
@pytest.mark.parametrize(
    ("model", "given", "field"),
    [
        (Limits, {}, "budget"),
        (Limits, {}, "hours_per_week"),
        (Limits, {}, "weeks"),
        (Profile, {}, "current_pay"),
        (Have, {}, "level"),
        (Have, {"level": 3}, "last_used"),
        (HeldRole, {"role": "r", "years": 1}, "until"),
        (Step, STEP, "hours"),
        (Step, STEP | {"hours": 5}, "cost"),
        (Step, STEP | {"hours": 5}, "pay"),
        (Step, STEP | {"hours": 5}, "as_of"),
        (Step, STEP | {"full_time": True}, "weeks"),
        (Step, STEP | {"weeks": 5}, "hours_per_week"),
        (TransferRule, SHORT, "minus"),
        (TransferRule, SHORT, "up_to"),
        (Role, {"id": "r", "lines": [{"text": "a", "needs": {"a": 1}}]}, "pay"),
        (Interim, {}, "weeks"),
        (Expectation, {}, "money_at_most"),
        (Marked, {"step": "s", "mark": "late"}, "weeks"),
        (Past, {"step": "s", "first": 1}, "last"),
    ],
)
def test_a_whole_number_is_neither_a_yes_nor_a_decimal(model, given, field, number):
    with pytest.raises(ValidationError) as caught:
        model(**given, **{field: number})
    assert [fault["loc"] for fault in caught.value.errors()] == [(field,)]


@pytest.mark.parametrize("field", ["love", "values"])
def test_stars_are_whole_numbers_too(field):
    assert getattr(Profile(**{field: {"x": 5}}), field) == {"x": 5}
    with pytest.raises(ValidationError):
        Profile(**{field: {"x": 5.0}})


def test_every_number_of_policy_and_cues_is_written_as_people_write_it(shipped):
    """Each number in them is replaced in turn by what only a program takes for one."""
    tried = 0
    for model, value in ((Policy, shipped.policy), (Cues, shipped.cues)):
        whole = value.model_dump(mode="json")
        for parent, key in list(_numbers(whole, model.model_validate(whole).model_dump())):
            kept, parent[key] = parent[key], "+1"
            with pytest.raises(ValidationError):
                model.model_validate(whole)
            parent[key] = kept
            tried += 1
    assert tried > 60


def _numbers(written, typed):
    """Yield where each number stands in plain data, as the same data with its types says."""
    keys = typed.keys() if isinstance(typed, dict) else range(len(typed))
    for key in keys:
        if isinstance(typed[key], (dict, list, tuple)):
            yield from _numbers(written[key], typed[key])
        elif not isinstance(typed[key], (str, bool, type(None))):
            yield written, key


def test_a_step_by_hand_gives_levels_there_are_and_takes_no_pay_away():
    with pytest.raises(ValidationError, match="a level is a whole number from 1 to 5"):
        Step(id="s", hours=5, gives=(Fact("a", 9),))
    with pytest.raises(ValidationError, match="per week, from 0"):
        Step(id="s", hours=5, gives=(Fact("a", 3),), pay=Fraction(-5))
    assert Step(id="s", hours=5, gives=(Fact("a", 3),), pay=Fraction(5, 2)).pay == Fraction(5, 2)


@pytest.mark.parametrize("id", ["any_of", "at_least"])
def test_no_skill_has_an_id_that_means_something_in_needs(id):
    with pytest.raises(ValidationError, match="a meaning of its own in needs"):
        Skill(id=id)


def test_the_short_form_of_a_transfer_is_built_with_from_and_a_line():
    assert TransferRule(**SHORT) == TransferRule.model_validate({"id": "t", "from": "a", "to": "b", "because": "c"})
