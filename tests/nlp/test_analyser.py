from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

import nlp.lane
from core.analysis import Triage
from nlp.analyser import ProcessAnalyser
from nlp.bounds import Bounds, Outcome
from nlp.inline import InlineAnalyser
from nlp.lane import Terms
from nlp.model import Model, ModelMissing
from nlp.outfit import Outfit
from tests.nlp.bare import BARE, bare_parts

AT = datetime(2026, 3, 27, 22, 40)
TEXT = "My cousin sells weed from 3 Church Street, Luton every night"

pytestmark = pytest.mark.slow


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)


async def busy_with[T](analyser: ProcessAnalyser, work: Awaitable[T]) -> asyncio.Future[T]:
    """The work, begun, once its text has been handed to a worker that stands still."""
    for pid in analyser.pids:
        os.kill(pid, signal.SIGSTOP)
    begun = asyncio.ensure_future(work)
    await until(lambda: any(lane._job for lane in analyser._lanes))
    return begun


async def test_a_worker_answers(small_model: str) -> None:
    async with ProcessAnalyser(small_model) as analyser:
        analysis = await analyser.analyse(TEXT, AT)
        assert (analysis.text, analysis.triage, analysis.degraded) == (TEXT, Triage.QUEUE, False)
        assert analyser.outcomes == {Outcome.MODEL: 1}


async def test_texts_of_every_kind_come_back_whole() -> None:
    texts = ["", "\ud800\x00", "x" * 9000, "İ" * 50, "a\r\nb\u2028c"]
    async with ProcessAnalyser(outfit=BARE, bounds=Bounds(workers=2)) as analyser:
        analyses = await asyncio.gather(*(analyser.analyse(text, AT) for text in texts))
        assert [analysis.text for analysis in analyses] == texts
        assert analyser.outcomes == {Outcome.MODEL: 5}


async def test_a_worker_killed_in_a_text_costs_neither_it_nor_the_next(small_model: str) -> None:
    async with ProcessAnalyser(small_model) as analyser:
        pids = analyser.pids
        hit = await busy_with(analyser, analyser.analyse(TEXT, AT))
        os.kill(pids[0], signal.SIGKILL)
        analysis = await hit
        assert (analysis.text, analysis.degraded) == (TEXT, True)
        assert "cousin" not in analysis.sanitised
        assert await analyser.wait_ready(20)
        after = await analyser.analyse(TEXT, AT)
        assert after.degraded is False
        assert analyser.pids != pids
        assert analyser.outcomes == {Outcome.DIED: 1, Outcome.MODEL: 1}


async def test_a_worker_killed_at_rest_is_replaced() -> None:
    async with ProcessAnalyser(outfit=BARE) as analyser:
        os.kill(analyser.pids[0], signal.SIGKILL)
        await until(lambda: analyser.ready == 0)
        assert (await analyser.analyse(TEXT, AT)).degraded
        assert await analyser.wait_ready(20)
        assert not (await analyser.analyse(TEXT, AT)).degraded
        assert analyser.outcomes == {Outcome.DOWN: 1, Outcome.MODEL: 1}


async def test_a_worker_that_cannot_be_started_at_first_is_started_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[Terms] = []

    def scarce(terms: Terms) -> nlp.lane._Process:
        tries.append(terms)
        if len(tries) == 1:
            raise BlockingIOError("no more processes")
        return process(terms)

    async with ProcessAnalyser(outfit=BARE) as analyser:
        process = nlp.lane._Process
        monkeypatch.setattr(nlp.lane, "_Process", scarce)
        os.kill(analyser.pids[0], signal.SIGKILL)
        await until(lambda: analyser.ready == 1 and len(tries) == 2)
        assert not (await analyser.analyse(TEXT, AT)).degraded


async def test_a_worker_that_is_late_is_replaced() -> None:
    async with ProcessAnalyser(outfit=BARE, bounds=Bounds(limit=0.4)) as analyser:
        late = await (await busy_with(analyser, analyser.analyse(TEXT, AT)))
        assert (late.text, late.degraded) == (TEXT, True)
        await until(lambda: analyser.ready == 0)
        assert await analyser.wait_ready(20)
        assert not (await analyser.analyse(TEXT, AT)).degraded
        assert analyser.outcomes == {Outcome.LATE: 1, Outcome.MODEL: 1}


async def test_beyond_the_queue_rules_answer_at_once() -> None:
    async with ProcessAnalyser(outfit=BARE, bounds=Bounds(waiting=2, limit=10)) as analyser:
        held = await busy_with(analyser, analyser.analyse(TEXT, AT))
        waiting = [asyncio.ensure_future(analyser.analyse(TEXT, AT)) for _ in range(2)]
        await asyncio.sleep(0)
        over = await asyncio.gather(*(analyser.analyse(TEXT, AT) for _ in range(3)))
        assert [analysis.degraded for analysis in over] == [True] * 3
        assert not any(future.done() for future in (held, *waiting))
        os.kill(analyser.pids[0], signal.SIGCONT)
        answered = await asyncio.gather(held, *waiting)
        assert [analysis.degraded for analysis in answered] == [False] * 3
        assert analyser.outcomes == {Outcome.FULL: 3, Outcome.MODEL: 3}


async def test_danger_overtakes_and_what_waits_too_long_is_read_by_rules() -> None:
    bounds = Bounds(limit=20, patience=0.3, least_patience=0.1)
    order: list[str] = []

    async def analyse(analyser: ProcessAnalyser, text: str) -> bool:
        analysis = await analyser.analyse(text, AT)
        order.append(text)
        return analysis.degraded

    def urgency(text: str) -> float:
        return 1.0 if "danger" in text else 0.0

    async with ProcessAnalyser(outfit=BARE, bounds=bounds, urgency=urgency) as analyser:
        held = await busy_with(analyser, analyser.analyse(TEXT, AT))
        calm = [f"calm {number}" for number in range(11)]  # so many that danger has a headstart
        texts = ["ahead", *calm, "danger"]
        waiting = [asyncio.ensure_future(analyse(analyser, text)) for text in texts]
        await asyncio.sleep(0.5)
        assert analyser.waiting == 14
        os.kill(analyser.pids[0], signal.SIGCONT)
        assert not (await held).degraded
        assert await asyncio.gather(*waiting) == [False, *(True for _ in calm), True]
        assert order == ["ahead", "danger", *calm]
        assert analyser.outcomes == {Outcome.MODEL: 2, Outcome.RUSHED: 12}


async def test_a_crowd_that_waits_when_the_worker_dies_is_read_by_rules_one_by_one(
    small_model: str,
) -> None:
    async with ProcessAnalyser(small_model, bounds=Bounds(limit=0.5)) as analyser:
        held = await busy_with(analyser, analyser.analyse(TEXT, AT))
        waiting = [asyncio.ensure_future(analyser.analyse(TEXT, AT)) for _ in range(300)]
        await asyncio.sleep(0)
        os.kill(analyser.pids[0], signal.SIGKILL)
        assert (await held).degraded
        analyses = await asyncio.gather(*waiting)
        assert [analysis.text for analysis in analyses] == [TEXT] * 300
        assert Outcome.SEALED not in analyser.outcomes


async def test_a_cancelled_text_does_not_answer_for_the_next() -> None:
    async with ProcessAnalyser(outfit=BARE) as analyser:
        pids = analyser.pids
        first = await busy_with(analyser, analyser.analyse("first " + TEXT, AT))
        queued = asyncio.ensure_future(analyser.analyse("second " + TEXT, AT))
        await asyncio.sleep(0)
        for cancelled in (first, queued):
            cancelled.cancel()
            with suppress(asyncio.CancelledError):
                await cancelled
        os.kill(pids[0], signal.SIGCONT)
        analysis = await analyser.analyse("third " + TEXT, AT)
        assert (analysis.text, analysis.degraded) == ("third " + TEXT, False)
        assert analyser.pids == pids


async def test_a_text_too_long_for_the_model_is_read_by_rules() -> None:
    async with ProcessAnalyser(outfit=BARE, bounds=Bounds(longest=100)) as analyser:
        assert not (await analyser.analyse("a " * 50, AT)).degraded
        assert (await analyser.analyse("a " * 50 + "b", AT)).degraded


async def test_a_worker_is_recycled_without_a_gap() -> None:
    async with ProcessAnalyser(outfit=BARE, bounds=Bounds(texts=3)) as analyser:
        pids = analyser.pids
        while analyser.pids == pids:
            assert not (await analyser.analyse(TEXT, AT)).degraded
            await asyncio.sleep(0.05)
        assert not (await analyser.analyse(TEXT, AT)).degraded


async def test_a_missing_model_stops_the_start_with_its_sentence() -> None:
    with pytest.raises(ModelMissing, match="'en_nowhere' cannot be loaded"):
        async with ProcessAnalyser("en_nowhere", outfit=Outfit(parts=bare_parts)):
            pass


async def test_what_waits_at_the_end_is_still_answered() -> None:
    async with ProcessAnalyser(outfit=BARE) as analyser:
        waiting = await busy_with(analyser, analyser.analyse(TEXT, AT))
    analysis = await waiting
    assert (analysis.text, analysis.degraded) == (TEXT, True)


async def test_no_process_and_no_thread_is_left() -> None:
    import threading

    async with ProcessAnalyser(outfit=BARE, bounds=Bounds(workers=2)) as analyser:
        pids = analyser.pids
    assert not [t for t in threading.enumerate() if t.name.startswith("tipline-lane")]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.alone
async def test_the_event_loop_stays_free(small_model: str) -> None:
    """A stopped worker, a full queue and rules at work: the loop is never 0.2 s late."""
    async with ProcessAnalyser(small_model, bounds=Bounds(waiting=1, limit=0.5)) as analyser:
        held = await busy_with(analyser, analyser.analyse(TEXT, AT))
        work = [asyncio.ensure_future(analyser.analyse(TEXT * 20, AT)) for _ in range(5)]
        loop = asyncio.get_running_loop()
        latest = 0.0
        while not all(future.done() for future in (held, *work)):
            before = loop.time()
            await asyncio.sleep(0.005)
            latest = max(latest, loop.time() - before)
        assert latest < 0.2


ORPHAN = """
import asyncio, sys
from datetime import datetime
from nlp.analyser import ProcessAnalyser

async def main():
    async with ProcessAnalyser(sys.argv[1]) as analyser:
        await analyser.analyse("one text", datetime(2026, 3, 27))
        print(*analyser.pids, "spacy" in sys.modules, flush=True)
        await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.fixture
def parent(small_model: str, tmp_path: Path) -> subprocess.Popen[str]:
    """A process of its own with a worker."""
    script = tmp_path / "parent.py"
    script.write_text(ORPHAN)
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, str(script), small_model],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(root)},
    )


async def test_the_parent_imports_no_spacy_and_its_death_ends_the_worker(
    parent: subprocess.Popen[str],
) -> None:
    with parent:
        assert parent.stdout
        pid, spacy = (await asyncio.to_thread(parent.stdout.readline)).split()
        parent.kill()
    assert spacy == "False"

    def gone() -> bool:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        return state == "Z"

    await until(gone)


async def test_ctrl_c_ends_the_parent_without_a_word_from_the_worker(
    parent: subprocess.Popen[str],
) -> None:
    with parent:
        assert parent.stdout
        pid = int((await asyncio.to_thread(parent.stdout.readline)).split()[0])
        os.kill(pid, signal.SIGINT)
        os.kill(parent.pid, signal.SIGINT)
        _, said = await asyncio.to_thread(parent.communicate)
    assert "nlp/worker.py" not in said
    assert "one text" not in said


@pytest.mark.model
@pytest.mark.alone
async def test_ready_within_fifteen_seconds_and_warm() -> None:
    loop = asyncio.get_running_loop()
    before = loop.time()
    async with ProcessAnalyser() as analyser:
        assert loop.time() - before < 15
        assert analyser.ready == 1
        before = loop.time()
        assert not (await analyser.analyse(TEXT, AT)).degraded
        assert loop.time() - before < 0.5


@pytest.mark.model
async def test_in_process_with_a_model(model: Model) -> None:
    async with InlineAnalyser(model) as analyser:
        assert not (await analyser.analyse(TEXT, AT)).degraded


async def test_in_process_by_rules() -> None:
    async with InlineAnalyser() as analyser:
        assert (await analyser.analyse(TEXT, AT)).degraded
