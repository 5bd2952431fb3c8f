"""Operations over the API: begun, fed with tips, given results, told to the public."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from console.api import operation_answers as answers
from console.api.entry import (
    LeadingProgram,
    OperationId,
    PublishingProgram,
    QueueProgram,
    TipWorkingProgram,
)
from console.api.given import LastDay, NewOperation, NewResult, News, OneTip
from console.parts import Parts
from core.operations import AttachedTip, Operation, Story

router = APIRouter(prefix="/operations", tags=["operations"])


@router.get("")
async def show_operations(request: Request, entrant: QueueProgram) -> answers.Operations:
    """List every operation."""
    del entrant
    parts: Parts = request.app.state.parts
    found = await parts.operating.operations.all()
    return answers.Operations(operations=[_operation(each) for each in found])


@router.post("", status_code=201)
async def begin(
    request: Request, entrant: LeadingProgram, given: NewOperation
) -> answers.Operation:
    """Begin an operation."""
    parts: Parts = request.app.state.parts
    made = await parts.operating.begin(
        given.name, ",".join(given.areas), given.starts, given.ends, member=entrant.member
    )
    return _operation(made)


@router.get("/{operation_id}")
async def show_operation(
    request: Request, entrant: QueueProgram, operation_id: OperationId
) -> answers.Story:
    """Give the story of an operation in numbers."""
    del entrant
    parts: Parts = request.app.state.parts
    return await _story(parts, operation_id)


@router.post("/{operation_id}/end")
async def end(
    request: Request, entrant: LeadingProgram, operation_id: OperationId, given: LastDay
) -> answers.Story:
    """Set the last day of an operation."""
    parts: Parts = request.app.state.parts
    await parts.operating.end(operation_id, given.ends, member=entrant.member)
    return await _story(parts, operation_id)


@router.post("/{operation_id}/results", status_code=201)
async def add_result(
    request: Request, entrant: LeadingProgram, operation_id: OperationId, given: NewResult
) -> answers.Story:
    """Note what came of an operation."""
    parts: Parts = request.app.state.parts
    await parts.operating.add_result(
        operation_id, given.kind, given.count, given.on, member=entrant.member
    )
    return await _story(parts, operation_id)


@router.post("/{operation_id}/publish", status_code=204)
async def publish(
    request: Request, entrant: PublishingProgram, operation_id: OperationId, given: News
) -> Response:
    """Tell the public through /news of the bot; the tips attached are compared with it."""
    parts: Parts = request.app.state.parts
    await parts.operating.publish(operation_id, given.news, entrant.key, member=entrant.member)
    return Response(status_code=204)


@router.post("/{operation_id}/attach")
async def attach(
    request: Request, entrant: TipWorkingProgram, operation_id: OperationId, given: OneTip
) -> answers.Attached:
    """Attach a tip to an operation."""
    parts: Parts = request.app.state.parts
    done = await parts.operating.attach(operation_id, given.tip, member=entrant.member)
    return answers.Attached(has_changed=done)


@router.post("/{operation_id}/detach")
async def detach(
    request: Request, entrant: TipWorkingProgram, operation_id: OperationId, given: OneTip
) -> answers.Attached:
    """Take a tip off an operation."""
    parts: Parts = request.app.state.parts
    done = await parts.operating.detach(operation_id, given.tip, member=entrant.member)
    return answers.Attached(has_changed=done)


async def _story(parts: Parts, operation_id: str) -> answers.Story:
    found: Story = await parts.operating.story(operation_id)
    return answers.Story(
        operation=_operation(found.operation),
        attached=[_attached(tip) for tip in found.attached],
        tips=dict(found.tips),
        totals=dict(found.totals),
        results=[answers.Result(kind=d.kind, count=d.count, on=d.on) for d in found.days],
        proposed=parts.operating.terms.propose(found),
    )


def _operation(operation: Operation) -> answers.Operation:
    return answers.Operation(
        id=operation.id,
        name=operation.name,
        areas=list(operation.areas),
        starts=operation.starts,
        ends=operation.ends,
    )


def _attached(tip: AttachedTip) -> answers.AttachedTip:
    return answers.AttachedTip(
        id=tip.id,
        arrived=tip.arrived,
        priority=tip.priority,
        drug=tip.drug_group,
        area=tip.area,
        status=tip.status,
        attached=tip.attached,
    )
