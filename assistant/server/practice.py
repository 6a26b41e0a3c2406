"""Practice over REST: the desk, a call turn by turn, assignments. All of it stays between trainee and trainer."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from assistant.domain.calls import MAX_UTTERANCE_CHARS
from assistant.domain.debrief import Debrief
from assistant.domain.exercises import Assignment, Exercise
from assistant.domain.users import User
from assistant.server.auth import Person, ServicesOf
from assistant.server.services import Services
from assistant.services import practice_room as room
from assistant.services.practice_room import Assign, Begin
from assistant.services.practice_view import (
    ExerciseView,
    PracticeDesk,
    ToDo,
    debrief_file,
    exercise_view,
    practice_desk,
    to_do,
)

router = APIRouter(prefix="/v1/practice")


class Version(BaseModel):
    """Which version of the call the person has in front of them."""

    model_config = ConfigDict(extra="forbid")

    version: Annotated[int, Field(ge=1)]


class Said(Version):
    text: Annotated[str, Field(max_length=MAX_UTTERANCE_CHARS, pattern="^[^\0]*$")]


class Paused(Version):
    paused: bool


@router.get("")
async def desk(user: Person, services: ServicesOf) -> PracticeDesk:
    """The person's assignments, scenarios and attempts; of a trainer also what was given and what came of it."""
    return await practice_desk(user, services.practice)


@router.get("/trainees")
async def trainees(user: Person, services: ServicesOf) -> dict[str, Any]:
    """`{"trainees": [{"username", "display_name", "team"}]}` to whom the trainer may assign a scenario."""
    people = await room.trainees(user, services.practice.room)
    return {"trainees": [person.model_dump(include={"username", "display_name", "team"}) for person in people]}


@router.post("/assignments", status_code=201)
async def assign(asked: Assign, user: Person, services: ServicesOf) -> Assignment:
    return await room.assign(user, asked, services.practice.room)


@router.delete("/assignments/{assignment_id}", status_code=204)
async def withdraw(assignment_id: str, user: Person, services: ServicesOf) -> None:
    await room.withdraw(user, assignment_id, services.practice.room)


@router.post("/exercises", status_code=201)
async def begin(asked: Begin, user: Person, services: ServicesOf) -> ExerciseView:
    """The customer picks up."""
    return await _shown(user, await room.begin(user, asked, services.practice.room), services)


@router.get("/exercises/{exercise_id}")
async def look(exercise_id: str, user: Person, services: ServicesOf) -> ExerciseView:
    return await _shown(user, await room.open_exercise(user, exercise_id, services.practice.room), services)


@router.post("/exercises/{exercise_id}/say")
async def say(exercise_id: str, said: Said, user: Person, services: ServicesOf) -> ExerciseView:
    """The trainee speaks; the answer is the last turn. 409 where the call went on in another window."""
    exercise = await room.say(user, exercise_id, said.version, said.text, services.practice.room)
    return await _shown(user, exercise, services)


@router.post("/exercises/{exercise_id}/undo")
async def undo(exercise_id: str, asked: Version, user: Person, services: ServicesOf) -> ExerciseView:
    """Take the last turn back."""
    return await _shown(user, await room.undo(user, exercise_id, asked.version, services.practice.room), services)


@router.post("/exercises/{exercise_id}/pause")
async def pause(exercise_id: str, asked: Paused, user: Person, services: ServicesOf) -> ExerciseView:
    exercise = await room.pause(user, exercise_id, asked.version, asked.paused, services.practice.room)
    return await _shown(user, exercise, services)


@router.post("/exercises/{exercise_id}/finish")
async def finish(exercise_id: str, asked: Version, user: Person, services: ServicesOf) -> ExerciseView:
    """The call is over; its debrief can be read."""
    return await _shown(user, await room.finish(user, exercise_id, asked.version, services.practice.room), services)


@router.get("/exercises/{exercise_id}/debrief")
async def read_debrief(exercise_id: str, user: Person, services: ServicesOf) -> Debrief:
    """409 `not_finished` while the call goes on."""
    return await room.read_debrief(user, exercise_id, services.practice.room)


@router.get("/exercises/{exercise_id}/debrief.md")
async def debrief_document(exercise_id: str, user: Person, services: ServicesOf) -> Response:
    """The debrief as a Markdown file in the scenario's language."""
    name, text = await debrief_file(user, exercise_id, services.practice)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


@router.get("/to-do")
async def waiting(user: Person, services: ServicesOf) -> ToDo:
    """`{"waiting", "overdue"}`: assignments that the person hasn't finished."""
    return await to_do(user, services.practice)


async def _shown(user: User, exercise: Exercise, services: Services) -> ExerciseView:
    return await exercise_view(user, exercise, services.practice)
