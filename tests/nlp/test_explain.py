"""An explanation shows the same outcome as the analysis, and what decided it."""

from datetime import datetime

from app.explaining import as_html, as_svg, print_explanation
from nlp.explain import Explainer

AT = datetime(2026, 3, 27, 22, 40)
TEXT = "my brother sells weed from 9 Hill Road every Friday. a man with a knife is here right now"


def test_it_says_which_rows_and_cues_decided() -> None:
    explained = Explainer(None).explain(TEXT, AT)
    assert explained.analysis.triage == "999"
    assert explained.fired
    cues = {TEXT[c.start : c.end].lower() for one in explained.clauses for c in one.cues}
    assert "right now" in cues


def test_clauses_cover_the_words_in_order() -> None:
    explained = Explainer(None).explain(TEXT, AT)
    spans = [(one.clause.start, one.clause.end) for one in explained.clauses]
    assert spans == sorted(spans)


def test_the_terminal_shows_what_is_kept(capsys: object) -> None:
    print_explanation(Explainer(None).explain(TEXT, AT))
    said = capsys.readouterr().out  # type: ignore[attr-defined]
    assert "what would be kept" in said
    assert "999" in said


def test_the_page_escapes_what_people_write() -> None:
    page = as_html(Explainer(None).explain("<script>alert(1)</script> weed at 9 Hill Road", AT))
    assert "<script>" not in page
    assert "Hill Road" in page


def test_the_picture_shows_it_and_fetches_nothing() -> None:
    drawn = as_svg(Explainer(None).explain(TEXT, AT))
    assert "9\xa0Hill\xa0Road" in drawn or "9&#160;Hill&#160;Road" in drawn
    assert "url(http" not in drawn
    assert "@font-face" not in drawn
    assert "@import" not in drawn
