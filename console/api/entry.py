"""Who may reach a route of the API: whoever shows the token of an open session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request

from console.rights import Allowed, Entrant
from console.visits import Door, Visit
from core.people import Right

_SCHEME = "bearer "


@dataclass(frozen=True, slots=True)
class Bearer(Allowed):
    """`Allowed` by a bearer token. Cookies are never looked at: no browser can be misused."""

    def _token(self, request: Request) -> tuple[str, Door]:
        shown = request.headers.get("authorization", "")
        is_bearer = shown[: len(_SCHEME)].lower() == _SCHEME
        return (shown[len(_SCHEME) :].strip() if is_bearer else ""), Door.API

    async def _check_form(self, request: Request, visit: Visit) -> None:
        """Nothing: a page of somebody else cannot send the token."""


AnyProgram = Annotated[Entrant, Depends(Bearer(()))]
QueueProgram = Annotated[Entrant, Depends(Bearer((Right.QUEUE,)))]
SteeringProgram = Annotated[Entrant, Depends(Bearer((Right.STEER,)))]
ReadingProgram = Annotated[Entrant, Depends(Bearer((Right.READ,)))]
WorkingProgram = Annotated[Entrant, Depends(Bearer((Right.READ, Right.WORK)))]
ReleasingProgram = Annotated[Entrant, Depends(Bearer((Right.READ, Right.RELEASE)))]
TipWorkingProgram = Annotated[Entrant, Depends(Bearer((Right.WORK,)))]
LeadingProgram = Annotated[Entrant, Depends(Bearer((Right.LEAD,)))]
PublishingProgram = Annotated[Entrant, Depends(Bearer((Right.READ, Right.LEAD)))]
AuditingProgram = Annotated[Entrant, Depends(Bearer((Right.AUDIT,)))]

_ID = r"^[0-9A-Za-z-]{1,64}$"
TipId = Annotated[str, Path(pattern=_ID, description="Id of a tip, as the queue gives it.")]
ExportId = Annotated[str, Path(pattern=_ID, description="Id of an export.")]
PartnerId = Annotated[str, Path(pattern=_ID, description="Id of a partner.")]
ReferralId = Annotated[str, Path(pattern=_ID, description="Id of a referral.")]
OperationId = Annotated[str, Path(pattern=_ID, description="Id of an operation.")]
