"""Scenarios over REST, for trainers: the whole scenario, its faults field by field, saving, deleting."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from assistant.domain.scenario_editing import ScenarioAssigned, ScenarioRefused, ShelvedScenario
from assistant.server.auth import Person, ServicesOf
from assistant.services import scenario_editor as editor
from assistant.services.practice_room import scenarios_for
from assistant.services.practice_view import scenario_card

router = APIRouter(prefix="/v1/practice/scenarios")


Stamp = Annotated[str, Field(max_length=64)]


class Written(BaseModel):
    """A scenario as the form has it; its fields are those of the YAML file."""

    model_config = ConfigDict(extra="forbid")

    scenario: dict[str, Any]


class Rewritten(Written):
    """`stamp` as it came with the scenario that was opened."""

    stamp: Stamp


@router.get("")
async def scenarios(user: Person, services: ServicesOf) -> dict[str, Any]:
    """`{"scenarios": [card], "broken": [{"id", "where", "message"}], "principals": [{"id", "name", "language"}]}`.

    All of the trainer's principals; new scenarios are written for these.
    """
    ports = services.practice.room
    broken, principals = editor.broken_for(user, ports), editor.principals_for(user, ports)
    return {
        "scenarios": [scenario_card(one) for one in scenarios_for(user, ports)],
        "broken": broken,
        "principals": [one.model_dump(include={"id", "name", "language"}) for one in principals],
    }


@router.post("", status_code=201)
async def add(written: Written, user: Person, services: ServicesOf) -> Response:
    """A new scenario; 422 with `faults`, 409 where the id is taken."""
    try:
        return _shelved(await editor.add_scenario(user, written.scenario, services.practice.room), 201)
    except ScenarioRefused as refused:
        return _refused(refused)


@router.post("/check")
async def check(written: Written, user: Person, services: ServicesOf) -> Response:
    """`{"faults": []}`, or 422 with each fault's place and remedy; nothing is written."""
    try:
        await editor.check_scenario(user, written.scenario, services.practice.room)
    except ScenarioRefused as refused:
        return _refused(refused)
    return JSONResponse({"faults": []})


@router.get("/{scenario_id}")
async def read(scenario_id: str, user: Person, services: ServicesOf) -> Response:
    """`{"scenario", "stamp", "place", "own"}`: everything, what the customer hides too."""
    return _shelved(editor.read_scenario(user, scenario_id, services.practice.room))


@router.put("/{scenario_id}")
async def save(scenario_id: str, written: Rewritten, user: Person, services: ServicesOf) -> Response:
    """The next version; 422 with `faults`, 409 where the file was changed meanwhile."""
    room = services.practice.room
    try:
        return _shelved(await editor.save_scenario(user, scenario_id, written.scenario, written.stamp, room))
    except ScenarioRefused as refused:
        return _refused(refused)


@router.delete("/{scenario_id}", status_code=204)
async def delete(scenario_id: str, stamp: Stamp, user: Person, services: ServicesOf) -> Response:
    """Only a principal's own; 409 where it is assigned and not done (with `trainers`), shared, or changed meanwhile."""
    try:
        await editor.delete_scenario(user, scenario_id, stamp, services.practice.room)
    except ScenarioAssigned as refused:
        return JSONResponse(refused.as_dict() | {"trainers": refused.trainers}, status_code=409)
    return Response(status_code=204)


def _shelved(found: ShelvedScenario, status: int = 200) -> Response:
    return JSONResponse(found.model_dump(mode="json"), status_code=status)


def _refused(refused: ScenarioRefused) -> Response:
    faults = [{"loc": list(fault.loc), "message": fault.message, "kind": fault.kind} for fault in refused.faults]
    return JSONResponse(refused.as_dict() | {"faults": faults}, status_code=422)
