"""A rules-based career pivot planner: audit, verdict, and the provably shortest road to a job one loves."""

from planner.explanation import Sentence, explain
from planner.model import Fact, Have, HeldRole, Limits, Line, Need, Profile, Role, Skill, Step, TransferRule
from planner.planning.alternatives import Alternatives, alternatives_to, find_alternatives
from planner.planning.answered import Answered, answered
from planner.planning.bill import prove
from planner.planning.changes import Change, Part, find_changes
from planner.planning.compare import Comparison, WhyNot, compare, why_not
from planner.planning.explore import Exploration, FirstStep, Prospect, explore
from planner.planning.impact import Candidate, Moved, impact
from planner.planning.margins import Margin, margins
from planner.planning.plan import Impossible, Plan, PlannedStep, find_plan
from planner.planning.proof import Bill, BillLine, Cases, Chain, Proof, check_proof
from planner.planning.question import Question
from planner.planning.reasons import Reason
from planner.planning.replan import Replan, changes_from_here, replan
from planner.planning.totals import Totals
from planner.reading.background import BackgroundReport, background_report, correct, read_background
from planner.reading.highlights import Highlight, highlights
from planner.reading.lines import PostingReport
from planner.reading.posting import posting_report, read_posting
from planner.reading.redact import redact, redacted
from planner.reading.skills import Finding, find_skills
from planner.reasoning.audit import Audit, LineAudit, Shortfall, audit
from planner.reasoning.background import Evidence
from planner.reasoning.closure import Closure, Derivation, close
from planner.reasoning.verdict import Verdict, judge
from planner.rulebook.book import RuleBook
from planner.rulebook.load import load_rules
from planner.rulebook.person import load_profile
from planner.rulebook.policy import Policy
from planner.rulebook.problem import Problem, RulesError, Unreadable, WrongUse

__all__ = [
    "Alternatives",
    "Answered",
    "Audit",
    "BackgroundReport",
    "Bill",
    "BillLine",
    "Candidate",
    "Cases",
    "Chain",
    "Change",
    "Closure",
    "Comparison",
    "Derivation",
    "Evidence",
    "Exploration",
    "Fact",
    "Finding",
    "FirstStep",
    "Have",
    "HeldRole",
    "Highlight",
    "Impossible",
    "Limits",
    "Line",
    "LineAudit",
    "Margin",
    "Moved",
    "Need",
    "Part",
    "Plan",
    "PlannedStep",
    "Policy",
    "PostingReport",
    "Problem",
    "Profile",
    "Proof",
    "Prospect",
    "Question",
    "Reason",
    "Replan",
    "Role",
    "RuleBook",
    "RulesError",
    "Sentence",
    "Shortfall",
    "Skill",
    "Step",
    "Totals",
    "TransferRule",
    "Unreadable",
    "Verdict",
    "WhyNot",
    "WrongUse",
    "alternatives_to",
    "answered",
    "audit",
    "background_report",
    "changes_from_here",
    "check_proof",
    "close",
    "compare",
    "correct",
    "explain",
    "explore",
    "find_alternatives",
    "find_changes",
    "find_plan",
    "find_skills",
    "highlights",
    "impact",
    "judge",
    "load_profile",
    "load_rules",
    "margins",
    "posting_report",
    "prove",
    "read_background",
    "read_posting",
    "redact",
    "redacted",
    "replan",
    "why_not",
]
