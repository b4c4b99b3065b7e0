"""A rules-based career pivot planner: audit, verdict, and the provably shortest road to a job one loves."""

from planner.explanation import explain
from planner.model import Fact, Have, HeldRole, Limits, Line, Need, Profile, Role, Skill, Step, TransferRule
from planner.planning.plan import Impossible, Plan, PlannedStep, Reason, find_plan
from planner.planning.solve import Totals
from planner.reasoning.audit import Audit, LineAudit, audit
from planner.reasoning.closure import Closure, Derivation, close
from planner.reasoning.verdict import Verdict, judge
from planner.rulebook.book import RuleBook
from planner.rulebook.load import load_profile, load_rules
from planner.rulebook.policy import Policy
from planner.rulebook.problem import Problem, RulesError, WrongUse

__all__ = [
    "Audit",
    "Closure",
    "Derivation",
    "Fact",
    "Have",
    "HeldRole",
    "Impossible",
    "Limits",
    "Line",
    "LineAudit",
    "Need",
    "Plan",
    "PlannedStep",
    "Policy",
    "Problem",
    "Profile",
    "Reason",
    "Role",
    "RuleBook",
    "RulesError",
    "Skill",
    "Step",
    "Totals",
    "TransferRule",
    "Verdict",
    "WrongUse",
    "audit",
    "close",
    "explain",
    "find_plan",
    "judge",
    "load_profile",
    "load_rules",
]
