"""What readers of texts go by, as the ``cues`` section of a rules folder holds it.

Everything about wording that two people could dispute stands there: which words are too common to be a skill, what
counts as having, wishing or lacking, what a verb says about a level, and how the parts of a posting are recognized.
Phrases are matched as whole words in any inflection, never inside other words.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from planner.model import WHOLE, Value, number, whole

Phrases = tuple[str, ...]
BackgroundPart = Literal["experience", "education", "skills", "credentials", "summary", "aims", "interests", "other"]
PostingPart = Literal[
    "requirements", "wishes", "duties", "perks", "company", "pay", "place", "equal-opportunity", "apply", "facts"
]
LevelName = Literal["1", "2", "3", "4", "5"]
LevelNumber = Annotated[int, Field(ge=1, le=5), WHOLE]


class Words(Value):
    """How words change their form, and which of them say too little to be found alone."""

    keep: Phrases = Field(default=(), description="Words whose final s is no plural.")
    spelling: dict[str, str] = Field(default={}, description="Spellings that mean the same word.")
    no_verbs: Phrases = Field(default=(), description="Names in -ing that the same verb in -ed does not mean.")
    irregular: dict[str, Phrases] = Field(default={}, description="Verbs and their irregular forms.")
    nouns: dict[str, str] = Field(default={}, description="Nouns that end a name, and the verb that says the same.")
    frames: Phrases = Field(default=(), description="Words before a name of several words that texts leave out.")
    frame_ends: Phrases = Field(default=(), description="Words after it that texts leave out.")
    fillers: Phrases = Field(default=(), description="Words that colour a phrase and may stand inside it.")
    joints: Phrases = Field(default=(), description="Words that join what shares a word: 'lead and motivate people'.")
    misread: Phrases = Field(default=(), description="Phrases, as they are, that no name means: a 'written test'.")
    skip: Phrases = Field(default=(), description="Words a phrase may have inside it or not.")
    pronouns: Phrases = Field(default=(), description="Ordinary words that a name in capitals may begin with: IT, US.")
    everyday: Phrases = Field(default=(), description="Words that are no skill when they stand alone.")
    kinds_from: int = Field(
        default=20, ge=1, description="So many aliases of one word list kinds of a skill: none of them names the skill."
    )
    numbers: dict[str, Annotated[int, WHOLE]] = Field(default={}, description="Numbers as words.")
    _whole = whole("kinds_from")


class Ambiguous(Value):
    """A name that is also an ordinary word: it counts only where one of ``near`` stands close by."""

    near: Phrases = Field(description="Words, or names of groups of neighbours, in any form.")
    capital_is_enough: bool = Field(default=False, description="Capitalized inside a sentence it needs no neighbour.")
    alone_is_enough: bool = Field(default=False, description="As an item of a list, on its own, it needs none either.")
    as_written: bool = Field(default=True, description="Capitals must be those of the name.")


class Colleagues(Value):
    """In a posting, how it speaks of what somebody else than the candidate can do."""

    begin: Phrases = Field(default=(), description="A sentence that begins so may be about them: 'your manager'.")
    do: Phrases = Field(default=(), description="Right behind that: it is. 'Your manager has', 'our team uses'.")
    over: Phrases = Field(default=(), description="Before whoever one works under: 'report to'.")
    beside: Phrases = Field(default=(), description="Before whoever one works with; it takes the name of a job.")
    people: Phrases = Field(default=(), description="Names for them beside those of jobs.")
    who: Phrases = Field(default=(), description="Words by which the sentence turns to them.")
    what: Phrases = Field(default=(), description="What 'with' speaks of, if it does the same: 'with years of'.")
    back: Phrases = Field(default=(), description="Words by which it comes back to the candidate.")


class Holding(Value):
    """What says of a credential that it is no longer held, or not yet."""

    given_up: Phrases = Field(default=(), description="Right before it: not held. 'Surrendered my', 'former'.")
    kept: Phrases = Field(default=(), description="Phrases that look like the above and are not: 'never let'.")
    renewed: Phrases = Field(default=(), description="Behind it and what ended it: it is held again.")
    regained: Phrases = Field(default=(), description="Behind it and what kept one from it: it was got in the end.")
    until: Phrases = Field(default=(), description="Behind it, before the year until which it is held.")
    parts: Phrases = Field(default=(), description="Words between it and the count of its parts: '2 of 4 sections of'.")
    study: Phrases = Field(default=(), description="Words that may stand between it and what began it.")
    begun: Phrases = Field(default=(), description="Behind it, with a year: it is not got yet. 'Started 2025'")
    left: Phrases = Field(default=(), description="Words right behind it: never got. 'MBA dropout'")
    due: Phrases = Field(default=(), description="Before a degree, with a year to come: 'graduating in 2027'.")
    awards: Phrases = Field(default=(), description="Words in the names of what is got in a year and lasts.")
    dealt: Phrases = Field(default=(), description="A verb before it: others hold it. 'Verified RN licenses'")
    as_own: Phrases = Field(default=(), description="Words between by which it is one's own: 'helped as a licensed'.")
    papers: Phrases = Field(default=(), description="Words right behind it: others hold it. 'CPA license renewals'")


class Standing(Value):
    """What turns a mention into something lacked, wished for, or not asked."""

    negated: Phrases = Field(description="Before the mention: not had.")
    negated_after: Phrases = Field(description="After the mention: not had or not asked.")
    wished: Phrases = Field(description="Before the mention: wished for, not had.")
    wished_after: Phrases = ()
    learning: Phrases = Field(default=(), description="Before the mention: one need only be ready to learn it.")
    theirs: Phrases = Field(default=(), description="An employer speaks of itself, unless it asks for something.")
    taught: Phrases = Field(default=(), description="In a posting, before the mention: the employer teaches it.")
    taught_after: Phrases = Field(default=(), description="In a posting, right behind it: the same.")
    neither: Phrases = Field(default=(), description="Phrases that look like the above and are not.")
    bare: Phrases = Field(default=(), description="Right before a mention that ends there: not had. 'No Excel'.")
    bare_ends: Phrases = Field(default=(), description="What may follow such a mention: 'No Excel skills'.")
    outright: Phrases = Field(default=(), description="The same with nothing between: not had. 'Python, not R'.")
    goes_on: Phrases = Field(default=(), description="Words by which both go on: 'no SQL or Python'.")
    answers: Phrases = Field(default=(), description="Behind a mention, all by itself: not had. 'Excel: none'.")
    plans: Phrases = Field(default=(), description="Behind a mention, with a date at most: wished for. 'SQL (planned)'")
    lost: Phrases = Field(default=(), description="After a credential: it is not held, or no longer.")
    holding: Holding = Holding()
    others: Phrases = Field(default=(), description="A sentence that begins so is about somebody else: 'my father'.")
    colleagues: Colleagues = Colleagues()
    sold: Phrases = Field(default=(), description="Right before names: sold, not used. 'Sold Tableau'")
    own: Phrases = Field(default=(), description="Words by which such a sentence comes back to the person.")
    ends: Phrases = Field(description="Words that end what these phrases speak of.")
    leads: Phrases = Field(default=(), description="Right behind such a phrase they end nothing: 'no longer have'.")
    reach: int = Field(ge=1, le=40, description="How many words they reach.")
    _whole = whole("reach")


class YearsLevel(Value):
    """The level that a number of years stands for."""

    from_years: Decimal = Field(ge=0)
    level: LevelNumber
    _number = number("from_years")


class Little(Value):
    """What days or weeks of something come to, where the text says them of it: "3 days of", "a two-week course in"."""

    under_years: Decimal = Field(ge=0, description="Less than this long counts as ``level``.")
    level: LevelNumber
    spent: Phrases = Field(description="Words before such an amount: 'spent 3 days on'.")
    on: Phrases = Field(description="Words after it where it stands alone or was spent.")
    of: Phrases = Field(description="Words after it wherever it stands.")
    courses: Phrases = Field(description="What is taken or given; who gave it knows more.")
    _number = number("under_years")


class Levels(Value):
    """What words and years say about a level; where nothing does, the default is taken and marked as assumed."""

    default: LevelNumber
    asked: LevelNumber = Field(description="What a posting asks for where it does not say.")
    job_years: Decimal = Field(ge=0, description="Doing it in a job this long counts as ``job_level``.")
    job_level: LevelNumber
    years: tuple[YearsLevel, ...]
    little: Little
    words: dict[LevelName, Phrases]
    asked_words: dict[LevelName, Phrases]
    at: Phrases = Field(default=(), description="Words by which a mention stands at a level: 'Excel at'.")
    called: Phrases = Field(default=(), description="What the level is called there: 'an advanced level'.")
    reach: int = Field(ge=1, le=40, description="How many words before a mention a level word reaches.")
    _number = number("job_years")
    _whole = whole("reach")


class Degree(Value):
    """A degree as texts say it, and the credential it is in the rules."""

    skill: str
    said: Phrases


class Languages(Value):
    """How a text says which languages somebody speaks, all of them one skill of the rules."""

    skill: str = Field(default="", description="What speaking one of ``names`` is.")
    names: Phrases = ()
    own: Phrases = Field(default=(), description="What the workplace speaks; no second language.")
    headings: Phrases = Field(default=(), description="What a list of languages stands behind or below.")
    levels: dict[LevelName, Phrases] = Field(default={}, description="Words beside a language, by their level.")
    speak: Phrases = Field(default=(), description="Before a language: it is spoken, however well.")
    between: Phrases = Field(default=(), description="Words that may stand between these and the language.")
    asked: Phrases = Field(default=(), description="In a posting, behind a language: it is to be spoken.")
    follow: Phrases = Field(default=(), description="Words that may follow it; others make it 'basic French cooking'.")


class People(Value):
    """What is done with people in jobs, whatever their job: "trained 6 new bakers" is training others."""

    skills: dict[str, Phrases] = Field(default={}, description="A skill, and the verbs that say it of people in jobs.")
    called: Phrases = Field(default=(), description="What they are called beside the names of jobs.")
    opens: Phrases = Field(default=(), description="Words that may stand before the verb where it opens no line.")


class Titles(Value):
    """How job titles are told from other words."""

    after: Phrases = Field(description="Words that make another job of the title before them.")
    before: Phrases = Field(description="Words that make another job of the title after them.")
    held: Phrases = Field(description="Phrases that say a title was held.")
    unheld: Phrases = Field(default=(), description="Phrases that say it was not: it was applied for, or declined.")
    employers: Phrases = Field(default=(), description="Before the name of an employer: 'worked at'.")
    firms: Phrases = Field(default=(), description="What ends the name of a firm: 'Baker & Cook LLP'.")
    bodies: Phrases = Field(default=(), description="What begins the name of a body or post: 'department of'.")
    joints: Phrases = Field(description="Words that no title has before its noun.")
    groups: Phrases = Field(default=(), description="What people form: a skill before it is theirs, unless asked for.")
    labels: Phrases = Field(default=(), description="In a posting, before a colon: the title follows. 'Class title:'")
    nouns: Phrases = Field(description="What people in jobs are called: a skill named before it is part of a title.")
    near: dict[str, Phrases] = Field(default={}, description="A title that means more: it needs a word close by.")
    did: dict[str, Phrases] = Field(default={}, description="A role, and words for its work: 'waited tables'.")


class Dates(Value):
    """How dates are written."""

    months: dict[str, Annotated[int, Field(ge=1, le=12), WHOLE]]
    present: Phrases


class Joining(Value):
    """How a line says that one of several things is enough, or that only some are examples."""

    any_of: Phrases
    examples: Phrases
    alike: Phrases = Field(default=(), description="Behind a list: any one of it will do, and others like it.")
    kinds: Phrases = Field(default=(), description="Of 'at least one tool (A, B)' the word before the list.")
    equivalent: Phrases = Field(description="Experience may stand in for a degree.")
    substitution: Phrases = Field(description="Something else may be substituted for what is asked.")
    nearly: Phrases = Field(default=(), description="Right behind a credential: one need not have it yet, so a wish.")
    willing: Phrases = Field(default=(), description="It is enough to be willing to get what stands before: a wish.")
    minimum: Phrases = Field(description="Headings of what is asked at the very least.")
    inner: Phrases = Field(description="Headings that divide what is asked and do not end it.")
    outer: Phrases = Field(default=(), description="Labels of lines that belong to no alternative: 'Ability to:'.")


class Signs(Value):
    """What the lines of a posting are recognized by, whatever heading they stand under."""

    gate: Phrases
    strong: Phrases = Field(description="A line with one of these demands something outright.")
    mild: Phrases = Field(default=(), description="Of these, what demands nothing where things are only preferred.")
    waived: Phrases = Field(description="A line with one of these does not, for all that.")
    denied: Phrases = Field(description="Beside an offer: it is none.")
    offered: Phrases = Field(description="Beside a gate word: the employer offers it.")
    equal_opportunity: Phrases
    statement: Phrases = Field(default=(), description="An employer's words on equal opportunity, wherever they are.")
    promise: Phrases = Field(default=(), description="What follows is promised, wherever it stands.")
    sponsorship: Phrases = Field(default=(), description="Among perks, and not denied: offered.")
    unnamed: Phrases = Field(default=(), description="Further duties, of which nothing is said.")
    unneeded: Phrases = Field(default=(), description="A line that says no more than that asks for no experience.")
    trains: Phrases = Field(default=(), description="The same of an employer who says no more than that it trains.")
    applies: Phrases = Field(default=(), description="A line that begins so, among perks or facts: how to apply.")
    openers: Phrases = Field(default=(), description="Words that begin an item where the marks of a list were lost.")
    hiring: Phrases = Field(default=(), description="Before a role: it is the job of the posting.")
    pay: Phrases
    place: Phrases
    perk: Phrases
    company: Phrases
    apply: Phrases
    applying: Phrases = Field(default=(), description="The same, but only where nothing is asked and no duty told.")
    facts: Phrases = Field(description="Dry facts about the posting: dates, codes, hours.")
    wish: Phrases
    requirement: Phrases
    duty: Phrases = Field(description="Verbs a duty begins with.")


class Redaction(Value):
    """What personal particulars are recognized by, beside their shape."""

    streets: Phrases
    labels: Phrases = Field(description="What stands before a name or address: 'Name:', 'Address:'.")


class Cues(Value):
    """All that reading goes by."""

    words: Words
    neighbours: dict[str, Phrases] = Field(default={}, description="Named groups of words for ``near``.")
    ambiguous: dict[str, Ambiguous] = Field(default={}, description="Names that are ordinary words too.")
    standing: Standing
    levels: Levels
    degrees: dict[str, Degree]
    languages: Languages = Languages()
    people: People = People()
    titles: Titles
    dates: Dates
    background: dict[BackgroundPart, Phrases] = Field(description="Headings of a person's background.")
    posting: dict[PostingPart, Phrases] = Field(description="Headings of a posting.")
    signs: Signs
    joining: Joining
    redaction: Redaction
