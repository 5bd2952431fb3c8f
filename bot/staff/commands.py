"""Which commands there are: one table for doing them, for the menus and for /help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.staff import operations, people, stats, steer, tips
from bot.staff.calling import Act, Call, Said
from core.pending import ON_ACCOUNTS, Deed
from core.people import Member, Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command.

    Attributes:
        name: without the slash; its line in /help is the text ``about-NAME``.
        rights: of which an account needs one; none: everybody at the desk.
        takes: what follows it, as /help shows it.
        example: the whole of one that works.
        act: does it, or says what is to be done.
        console: of what it may do, what waits for a tap in the console: a chat is in the hands of
            whoever holds the phone.
    """

    name: str
    rights: frozenset[Right]
    takes: str = ""
    example: str
    act: Act
    console: frozenset[Deed] = frozenset()

    @property
    def usage(self) -> str:
        """How it is typed."""
        return f"/{self.name} {self.takes}".rstrip()

    def is_for(self, member: Member) -> bool:
        """Whether a member may use it now."""
        return not self.rights or any(member.may(right) for right in self.rights)


async def _help(call: Call) -> Said:
    say = call.texts.say
    lines = [say("help-head", role=call.member.role), ""]
    for command in commands_for(call.member):
        about = say(f"about-{command.name.replace('_', '-')}")
        mark = say("help-mark") if command.console else ""
        lines.append(f"{command.usage} - {about}{mark}")
    return Said("\n".join([*lines, "", say("help-foot")]))


def _one_of(*rights: Right) -> frozenset[Right]:
    return frozenset(rights)


_SEES = _one_of(Right.QUEUE)
_STEERS = _one_of(Right.STEER)
_ID = "3f2a81c0"

_TABLE = (
    Command(name="queue", rights=_SEES, takes="[urgent|high|normal|low]", example="/queue urgent",
            act=tips.queue),
    Command(name="tip", rights=_SEES, takes="ID", example=f"/tip {_ID}", act=tips.tip),
    Command(name="claim", rights=_STEERS, takes="ID", example=f"/claim {_ID}", act=tips.claim),
    Command(name="release_claim", rights=_STEERS, takes="ID", example=f"/release_claim {_ID}",
            act=tips.release_claim),
    Command(name="priority", rights=_STEERS, takes="ID LEVEL REASON",
            example=f"/priority {_ID} high known address", act=tips.priority),
    Command(name="junk", rights=_STEERS, takes="ID REASON", example=f"/junk {_ID} test",
            act=tips.junk),
    Command(name="hold", rights=_STEERS, takes="ID [REASON]", example=f"/hold {_ID}",
            act=tips.hold),
    Command(name="reopen", rights=_STEERS, takes="ID", example=f"/reopen {_ID}", act=tips.reopen),
    Command(name="pause", rights=_STEERS, takes="REASON", example="/pause nobody on duty",
            act=steer.pause),
    Command(name="resume", rights=_STEERS, example="/resume", act=steer.resume,
            console=frozenset({Deed.RESUME})),
    Command(name="notice", rights=_STEERS, takes="TEXT|off",
            example="/notice Answers may take a week.", act=steer.notice,
            console=frozenset({Deed.NOTICE})),
    Command(name="flood", rights=_STEERS, takes="on|off|auto", example="/flood auto",
            act=steer.flood),
    Command(name="limits", rights=_SEES, example="/limits", act=steer.limits),
    Command(name="stats", rights=_SEES, takes="[7d|30d|AREA]", example="/stats 30d",
            act=stats.stats),
    Command(name="operation", rights=_one_of(Right.LEAD),
            takes="[new NAME | AREAS | result NUMBER KIND COUNT | publish NUMBER]",
            example="/operation result 1 arrests 3", act=operations.operation,
            console=frozenset({Deed.PUBLISH})),
    Command(name="oncall", rights=_STEERS, takes="[NAME ...]", example="/oncall ann bob",
            act=people.oncall),
    Command(name="quiet", rights=frozenset(), takes="[HOURS|off]", example="/quiet 22-7",
            act=people.quiet),
    Command(name="ban", rights=_STEERS, example="/ban", act=steer.ban),
    Command(name="news", rights=_SEES, takes="preview", example="/news preview",
            act=operations.news),
    Command(name="staff", rights=_one_of(Right.PEOPLE, Right.LEAD),
            takes="[list|add NAME ROLE|role NAME ROLE|remove NAME]",
            example="/staff role ann moderator", act=people.staff,
            console=ON_ACCOUNTS),
    Command(name="audit", rights=_one_of(Right.AUDIT), takes="[COUNT]", example="/audit 20",
            act=steer.audit),
    Command(name="retention", rights=_SEES, example="/retention", act=steer.retention),
    Command(name="health", rights=frozenset(), example="/health", act=steer.health),
    Command(name="help", rights=frozenset(), example="/help", act=_help),
)  # fmt: skip

COMMANDS: Mapping[str, Command] = MappingProxyType({command.name: command for command in _TABLE})
"""Every command by its name."""


def commands_for(member: Member) -> tuple[Command, ...]:
    """The commands that a member may use, in the order of /help."""
    return tuple(command for command in _TABLE if command.is_for(member))
