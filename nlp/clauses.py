"""Where the clauses of a text begin and end: the stretches that share one time and polarity."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.document import Clause, Token

_ENDS = frozenset(".!?;\n:")
_OPENERS = frozenset(
    {
        "but",
        "because",
        "cos",
        "coz",
        "so",
        "if",
        "when",
        "while",
        "although",
        "though",
        "and",
        "or",
        "then",
        "except",
        "unless",
    }
)


def cut_clauses(folded: str, tokens: Sequence[Token]) -> list[Clause]:
    """Clauses that cover all tokens in order; at least one where there is a token."""
    clauses: list[Clause] = []
    first = 0
    for index in range(1, len(tokens) + 1):
        if index < len(tokens) and not _breaks(folded, tokens, index):
            continue
        start, end = tokens[first].start, tokens[index - 1].end
        clauses.append(Clause(len(clauses), start, end, first, index))
        first = index
    return clauses


def _breaks(folded: str, tokens: Sequence[Token], index: int) -> bool:
    before, token = tokens[index - 1], tokens[index]
    if "\n" in folded[before.end : token.start]:
        return True
    if before.lower in _ENDS and before.end < token.start:
        return True
    return token.lower in _OPENERS
