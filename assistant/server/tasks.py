"""What was promised to customers and is still to be done, and the calls that follow from it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.domain.money import Language
from assistant.domain.tasks import Task
from assistant.server.auth import Person, ServicesOf
from assistant.server.services import Services
from assistant.services.proposals import proposals_for
from assistant.services.tasks import MAX_OUTCOME_CHARS, TaskPorts, TaskQuery, close_task, finish_task, task_list

router = APIRouter(prefix="/v1")


class Asked(TaskQuery):
    """The panel's query; `language` is for what has no language of its own."""

    language: Language | None = None


class Done(BaseModel):
    model_config = ConfigDict(extra="forbid")

    outcome: str = Field(default="", max_length=MAX_OUTCOME_CHARS)

    @field_validator("outcome")
    @classmethod
    def _text(cls, outcome: str) -> str:
        if "\0" in outcome:
            raise ValueError("must be text")
        return outcome


@router.get("/tasks")
async def tasks(user: Person, services: ServicesOf, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """`{"on", "counts", "tasks"}`: what isn't closed, of the principals that the person may see."""
    query = TaskQuery.model_validate(asked.model_dump(exclude={"language"}))
    found = await task_list(user, query, _ports(services))
    await services.audit.record(user.username, "tasks.read", query.principal or "*", services.clock.now())
    shown: dict[str, Any] = found.model_dump(mode="json")
    for task in shown["tasks"]:
        task["language"] = task["language"] or asked.language or user.language
    return shown


@router.post("/tasks/{task_id:path}/done")
async def done(task_id: str, words: Done, user: Person, services: ServicesOf) -> Task:
    """The work is done; `outcome` says what the customer will be told."""
    return await finish_task(user, task_id, words.outcome, _ports(services))


@router.post("/tasks/{task_id:path}/told")
async def told(task_id: str, user: Person, services: ServicesOf) -> Task:
    """The customer was told: the task is closed."""
    return await close_task(user, task_id, _ports(services))


@router.get("/proposals")
async def proposals(
    user: Person, services: ServicesOf, principal: str = "", language: Language | None = None
) -> dict[str, Any]:
    """`{"on", "proposals"}`: calls that promises, plans and disputes ask for, the longest waiting first."""
    if principal:
        user.require(principal)
    found = await proposals_for(user, principal, language or user.language, services.proposals)
    await services.audit.record(user.username, "proposals.read", principal or "*", services.clock.now())
    shown: dict[str, Any] = found.model_dump(mode="json")
    return shown


def _ports(services: Services) -> TaskPorts:
    return TaskPorts(services.tasks, services.calls, services.audit, services.clock)
