"""How staff see the queue and a tip in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from core.analysis import Analysis, Finding, Place, Time
from core.desk_ports import Entry, Opened
from core.tip import Part, Priority, TipRow

_PRIORITY_STYLE = {
    Priority.URGENT: "bold red",
    Priority.HIGH: "bold yellow",
    Priority.NORMAL: "",
    Priority.LOW: "dim",
}
MARKS = (
    ("reasons", "bold red"),
    ("locations", "green"),
    ("times", "cyan"),
    ("drugs", "magenta"),
    ("vehicles", "yellow"),
    ("phones", "blue"),
    ("handles", "blue"),
    ("people", "bold"),
)
"""How each kind of finding is shown, later ones over earlier ones."""


def console() -> Console:
    """Where staff read: the terminal, or wide enough lines for a file."""
    made = Console(highlight=False)
    if not made.is_terminal:
        made.width = max(made.width, 140)
    return made


def print_queue(rows: Sequence[TipRow]) -> None:
    """Print a page of the queue as a table."""
    screen = console()
    if not rows:
        screen.print("The queue is empty. `tipline demo` fills it with sample tips.")
        return
    table = Table(title=f"Queue: {len(rows)} {'tip' if len(rows) == 1 else 'tips'}")
    table.add_column("id", no_wrap=True)
    for name in ("priority", "arrived", "area", "drug", "at risk", "status"):
        table.add_column(name)
    for row in rows:
        table.add_row(
            row.id,
            Text(row.priority, style=_PRIORITY_STYLE[row.priority]),
            f"{row.arrived:%d %b %Y}, {row.arrived:%H}h",
            Text(plain(row.area) or "-"),
            Text(row.drug_group or "-"),
            "yes" if row.safeguarding else "-",
            row.status + (f" ({row.claimed_by})" if row.claimed_by else ""),
        )
    screen.print(table)


def print_tip(opened: Opened) -> None:
    """Print an opened tip: its words with what was found in them marked, and why it is urgent."""
    row, details = opened.row, opened.details
    facts = [
        (
            f"Priority {row.priority} (machine: {row.machine_priority}), triage {details.triage}, "
            f"status {row.status}"
        ),
        (
            f"Dangers: {', '.join(details.dangers) or 'none'}. "
            f"Signs of exploitation: {', '.join(details.safeguarding) or 'none'}"
        ),
        (
            f"How known: {details.how_known}. Others could know: {details.others_know}. "
            f"Happening now: {details.happening or 'not asked'}"
        ),
        f"Times were read against {details.reported_on:%A %d %B %Y}",
    ]
    if details.pin:
        facts.append(f"Pin of the dealing: {details.pin[0]:.5f}, {details.pin[1]:.5f}")
    blocks = [Text("\n".join(facts)), *_parts(details.parts)]
    for number, parts in enumerate(opened.additions, 1):
        blocks += [Text(f"\nAdded later ({number})", style="bold"), *_parts(parts)]
    console().print(Panel(Group(*blocks), title=f"Tip {row.id}"))


def print_entries(entries: Sequence[Entry]) -> None:
    """Print entries of the audit as a table."""
    table = Table(title=f"Audit: {len(entries)} {'entry' if len(entries) == 1 else 'entries'}")
    for name in ("no.", "when (UTC)", "who", "what", "to", "reason"):
        table.add_column(name)
    for entry in entries:
        table.add_row(
            str(entry.number),
            f"{entry.at:%d %b %Y %H:%M:%S}",
            Text(plain(entry.by)),
            Text(plain(entry.action)),
            Text(plain(entry.subject)),
            Text(plain(entry.note)),
        )
    console().print(table)


def _parts(parts: Sequence[Part]) -> Iterator[Text]:
    for part in parts:
        yield Text(f"\n{part.question}", style="underline")
        yield _marked(part.analysis)
        yield from (Text(line, style="dim") for line in _found(part.analysis))


def _marked(analysis: Analysis) -> Text:
    text = Text(plain(analysis.text))
    for name, style in MARKS:
        findings: Sequence[Finding] = getattr(analysis, name)
        for finding in findings:
            text.stylize(style, finding.start, finding.end)
    return text


def _found(analysis: Analysis) -> Iterator[str]:
    for reason in analysis.reasons:
        yield f"  {reason.code}: {plain(reason.text)}"
    for place in analysis.locations:
        yield f"  place: {plain(place.text)} {_where(place)}"
    for time in analysis.times:
        yield f"  time: {plain(time.text)} {_when(time)}"
    for drug in analysis.drugs:
        yield f"  drug: {plain(drug.text)} ({drug.drug})"
    for vehicle in analysis.vehicles:
        known = (vehicle.colour, vehicle.make, vehicle.plate)
        yield f"  vehicle: {plain(vehicle.text)} ({', '.join(filter(None, known)) or 'vehicle'})"
    for kind, findings in (
        ("phone", analysis.phones),
        ("handle", analysis.handles),
        ("person", analysis.people),
    ):
        for finding in findings:
            yield f"  {kind}: {plain(finding.text)}"


def _where(place: Place) -> str:
    known = [place.kind.value, place.town, place.postcode]
    if place.latitude is not None and place.longitude is not None:
        exact = place.precision.value if place.precision else "about"
        known.append(f"{place.latitude:.5f}, {place.longitude:.5f} ({exact})")
    return f"({'; '.join(filter(None, known))})"


def _when(time: Time) -> str:
    until = f" to {time.end_at}" if time.end_at else ""
    known = [time.kind.value, time.rrule, f"{time.start_at}{until}" if time.start_at else until]
    return f"({'; '.join(filter(None, known)).replace('  ', ' ')})"


def plain(text: str) -> str:
    """Words of a stranger on a terminal: no control characters, same length."""
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
