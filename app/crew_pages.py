"""What can be watched of several processes on one port: their parent shows it for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from app.crew import Crew
from app.inside import Page, Pages, health_pages


def crew_health(crew: Crew) -> Pages:
    """`/health` while the parent lives, `/ready` while at least one process takes updates."""
    return health_pages(lambda: bool(crew.members))


class CrewMeters(Collector):
    """The metrics of all processes, each under the number of its place."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def page(self) -> Page:
        """The metrics as text."""
        return Page(generate_latest(self._registry), content_type=CONTENT_TYPE_LATEST)

    def collect(self) -> Iterable[Metric]:
        """All metrics."""
        members = self._crew.members
        yield GaugeMetricFamily("tipline_processes", "Processes that take updates", len(members))
        lost = CounterMetricFamily("tipline_processes_lost", "Processes that ended by themselves")
        lost.add_metric([], self._crew.lost)
        yield lost
        yield from _together({place: one.metrics for place, one in members.items()})


def _together(pages: Mapping[int, str]) -> Iterable[Metric]:
    """Metrics of several pages, each value with the place that it comes from."""
    found: dict[str, Metric] = {}
    for place, page in pages.items():
        for family in text_string_to_metric_families(page):
            one = found.setdefault(
                family.name, Metric(family.name, family.documentation, family.type)
            )
            for sample in family.samples:
                labels = {**sample.labels, "process": str(place)}
                one.add_sample(sample.name, labels, sample.value)
    return found.values()
