"""Everything that can go wrong by name: a closed list, with fixed sentences and typed facts.

No error carries words of a sender, an id or a secret, so that every one may be shown or logged.
"""

from __future__ import annotations

from enum import StrEnum


class TiplineError(Exception):
    """An error with a sentence for a person: what is wrong, and what to do."""


class NotSaved(TiplineError):
    """The store could not commit; nothing was kept, trying again is safe."""

    def __init__(self) -> None:
        super().__init__("The store could not save this. Nothing was kept; try again.")


class NotKnown(NotSaved):
    """The store was lost in the middle of saving and has not said since what became of it."""

    def __init__(self) -> None:
        TiplineError.__init__(
            self,
            "The store was lost while it saved this. Look whether it is there before you try "
            "again.",
        )


class SessionsAway(TiplineError):
    """Where conversations are remembered cannot be reached, or is full."""

    def __init__(self) -> None:
        super().__init__("Conversations cannot be remembered now. Try again in a minute.")


class Tampered(TiplineError):
    """Sealed data does not open: it was changed, moved, or is under another key."""

    def __init__(self) -> None:
        super().__init__("Sealed data does not open: it was changed or is under another key.")


class WrongPassphrase(TiplineError):
    """The passphrase, or the name it belongs to, is wrong; which of both is not said."""

    def __init__(self) -> None:
        super().__init__("Name or passphrase is wrong.")


class NoSuchTip(TiplineError):
    """No tip has this id."""

    def __init__(self) -> None:
        super().__init__("There is no tip with this id. `tipline queue` lists the ids.")


class TipChanged(TiplineError):
    """Somebody else changed the tip since it was read."""

    def __init__(self) -> None:
        super().__init__("The tip was changed by somebody else meanwhile. Read it again.")


class MoveRefused(TiplineError):
    """A status cannot follow the one the tip has."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__(f"A tip that is {old} cannot become {new}.")


class StepNeeded(TiplineError):
    """Grading, releasing and closing are more than a move, and have their own steps."""

    def __init__(self, status: str) -> None:
        super().__init__(f"A tip does not become {status} by a move alone.")


class NotYours(TiplineError):
    """Only whoever has claimed a tip works on it."""

    def __init__(self) -> None:
        super().__init__("Claim the tip first: only whoever has claimed it may grade it.")


class ClaimHeld(TiplineError):
    """Nobody but whoever has claimed a tip, and a lead, gives the claim up."""

    def __init__(self) -> None:
        super().__init__("Somebody else has claimed this tip. They put it back, or a lead does.")


class SecondPerson(TiplineError):
    """A tip leaves the desk past two people."""

    def __init__(self) -> None:
        super().__init__("Somebody else has to release this tip: you graded it.")


class UnknownTerm(TiplineError):
    """A reason, an outcome or a label that is not in its list."""

    def __init__(self) -> None:
        super().__init__("Choose from the list.")


class BadNote(TiplineError):
    """A note says nothing, or too much."""

    def __init__(self) -> None:
        super().__init__("A note has between 1 and 4000 characters.")


class NotReleased(TiplineError):
    """Only what two people let go leaves the desk, and not past its day of review."""

    def __init__(self) -> None:
        super().__init__(
            "This tip cannot leave the desk: it takes a grade, a second person who releases it, "
            "and a day of review that is still to come."
        )


class BadRecipient(TiplineError):
    """It is not said who gets what leaves the desk."""

    def __init__(self) -> None:
        super().__init__("Say who gets it, in at most 80 characters.")


class ExportRefused(TiplineError):
    """An export cannot be done what was asked of it."""

    def __init__(self) -> None:
        super().__init__(
            "This export cannot do that now: it waits for somebody else, is decided or taken "
            "already, or its time is up. Ask for it anew."
        )


class ExportGone(TiplineError):
    """No export has this id."""

    def __init__(self) -> None:
        super().__init__("There is no export with this id.")


class SecondPersonToExport(TiplineError):
    """Tips leave together past two people."""

    def __init__(self) -> None:
        super().__init__("Somebody else has to let this export go: you asked for it.")


class TooManyTips(TiplineError):
    """More tips than may leave together."""

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most:,} tips leave together: narrow the filter.")


class NothingSought(TiplineError):
    """A search for nothing, or for too much."""

    def __init__(self) -> None:
        super().__init__("Type at least one word to look for, of 100 characters at most.")


class BadView(TiplineError):
    """A view of the queue that cannot be saved."""

    def __init__(self) -> None:
        super().__init__(
            "A view has a name of 40 characters at most, and narrows the queue. An account has "
            "20 views at most."
        )


class NothingToCut(TiplineError):
    """Words that are to be cut do not stand in the tip."""

    def __init__(self) -> None:
        super().__init__("These words do not stand in the tip as whole words.")


class GradeProblem(StrEnum):
    """Why a grade is refused."""

    UNKNOWN = "unknown"
    NEEDS_CONDITION = "needs_condition"
    NEEDS_NONE = "needs_none"
    TWO_OF_A_KIND = "two_of_a_kind"


_GRADE_SENTENCES = {
    GradeProblem.UNKNOWN: "One of the codes does not exist.",
    GradeProblem.NEEDS_CONDITION: "Sharing with conditions needs at least one condition.",
    GradeProblem.NEEDS_NONE: "Sharing without conditions takes none.",
    GradeProblem.TWO_OF_A_KIND: "Choose at most one condition of each kind.",
}


class GradeRefused(TiplineError):
    """A grade is none of the scheme."""

    def __init__(self, problem: GradeProblem) -> None:
        super().__init__(_GRADE_SENTENCES[problem])
        self.problem = problem


class AnswerProblem(StrEnum):
    """Why an answer to a sender is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TASKING = "tasking"
    QUOTES = "quotes"
    NO_MAILBOX = "no_mailbox"


_ANSWER_SENTENCES = {
    AnswerProblem.EMPTY: "The answer is empty.",
    AnswerProblem.TOO_LONG: "The answer is longer than 600 characters.",
    AnswerProblem.TASKING: "The answer asks the sender to find something out. Ask only what they "
    "already know: a caller must not become a covert source.",
    AnswerProblem.QUOTES: "The answer repeats five words of the tip. Whoever finds the phone must "
    "not learn what was reported.",
    AnswerProblem.NO_MAILBOX: "This tip takes no more answers.",
}


class AnswerRefused(TiplineError):
    """An answer to a sender breaks a rule that protects them."""

    def __init__(self, problem: AnswerProblem) -> None:
        super().__init__(_ANSWER_SENTENCES[problem])
        self.problem = problem


class ReceiptProblem(StrEnum):
    """What is wrong with a typed code."""

    EMPTY = "empty"
    LETTERS = "letters"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    MISTYPED = "mistyped"


class BadReceipt(TiplineError):
    """A typed code is no receipt; ``digits`` is how many digits were typed."""

    def __init__(self, problem: ReceiptProblem, digits: int) -> None:
        super().__init__(f"This is no receipt ({problem}); a receipt has 20 digits.")
        self.problem = problem
        self.digits = digits


class Outreach(StrEnum):
    """Why a referral or something of an operation is refused."""

    NOT_RELEASED = "not_released"
    CONSULT = "consult"
    ANSWERED = "answered"
    UNKNOWN = "unknown"
    TAKEN = "taken"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    DATES = "dates"
    QUOTES = "quotes"


_OUTREACH_SENTENCES = {
    Outreach.NOT_RELEASED: "Only a tip that a second person has released goes to a partner.",
    Outreach.CONSULT: "This tip is graded S2: its sender would have to be asked first. Only a lead "
    "decides that in their place.",
    Outreach.ANSWERED: "The referral was answered already. Read it again.",
    Outreach.UNKNOWN: "That is not in the list any more. Choose again.",
    Outreach.TAKEN: "There is one of this name already.",
    Outreach.EMPTY: "It says nothing yet.",
    Outreach.TOO_LONG: "It is too long.",
    Outreach.DATES: "It cannot end before it begins.",
    Outreach.QUOTES: "It repeats five words of a tip. Nobody may learn from the news what was "
    "reported.",
}


class OutreachRefused(TiplineError):
    """A referral or something of an operation cannot be."""

    def __init__(self, problem: Outreach) -> None:
        super().__init__(_OUTREACH_SENTENCES[problem])
        self.problem = problem
