"""How good the analyses of annotated tips are."""

from nlp.evaluate.gold import GoldTip, read_gold
from nlp.evaluate.report import Report
from nlp.evaluate.scoring import evaluate

__all__ = ["GoldTip", "Report", "evaluate", "read_gold"]
