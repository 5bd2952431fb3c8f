"""What staff may say to a sender: never a task, never the tip's own words."""

import pytest

from core.answers import MAX_ANSWER, AnswerRules
from core.errors import AnswerProblem, AnswerRefused

RULES = AnswerRules.shipped()
TIP = "A tall man sells crack from the flat above the bakery every Friday night"


@pytest.mark.parametrize("key", list(RULES.questions))
def test_every_listed_question_passes_its_own_rules(key: str) -> None:
    question = RULES.questions[key]
    assert RULES.check(key, [TIP]) == question
    assert RULES.check(question, [TIP]) == question


@pytest.mark.parametrize(
    "text",
    [
        "Could you find out his surname?",
        "Please keep an eye on the door and tell us.",
        "Next time, count how many come.",
        "Can you get the reg of the car?",
        "Try to take a photo of him",
        "ASK HIM where he gets it",
        "go\n and   look",
        "Let us know when he's back",
        "Buy some and keep the wrap",
    ],
)
def test_an_answer_that_tasks_the_sender_is_refused(text: str) -> None:
    with pytest.raises(AnswerRefused) as error:
        RULES.check(text, [])
    assert error.value.problem is AnswerProblem.TASKING


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, this helped.",
        "Do you already know his nickname?",
        "Is the door on the left or the right, if you know it now?",
        "We have passed this to the right team.",
    ],
)
def test_a_question_about_what_is_known_passes(text: str) -> None:
    assert RULES.check(text, [TIP]) == text


@pytest.mark.parametrize(
    "text",
    [
        "You said the flat above the bakery. Which floor?",
        "So: CRACK, FROM THE FLAT ABOVE the shop?",
        "the flat, above... the bakery!",
    ],
)
def test_an_answer_that_quotes_the_tip_is_refused(text: str) -> None:
    with pytest.raises(AnswerRefused) as error:
        RULES.check(text, [TIP])
    assert error.value.problem is AnswerProblem.QUOTES


def test_four_shared_words_are_no_quotation() -> None:
    assert RULES.check("Is it the flat above the shop?", [TIP])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", AnswerProblem.EMPTY),
        (" \n ", AnswerProblem.EMPTY),
        ("x" * (MAX_ANSWER + 1), AnswerProblem.TOO_LONG),
    ],
)
def test_an_empty_or_long_answer_is_refused(text: str, problem: AnswerProblem) -> None:
    with pytest.raises(AnswerRefused) as error:
        RULES.check(text, [])
    assert error.value.problem is problem


def test_the_refusal_says_what_to_do_and_none_of_the_words() -> None:
    with pytest.raises(AnswerRefused) as error:
        RULES.check("find out about Zanzibar", [])
    assert "already know" in str(error.value)
    assert "Zanzibar" not in str(error.value)
