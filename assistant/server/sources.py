"""What a citation points to: the article as safe HTML, or the customer's record as labelled fields."""

from typing import Any

from fastapi import APIRouter
from markdown_it import MarkdownIt

from assistant.domain.errors import NotFound
from assistant.domain.money import Language
from assistant.server.auth import Person, ServicesOf
from assistant.server.customers import read_file
from assistant.server.record_fields import fields_of
from assistant.services.history import all_records, record_citation

router = APIRouter(prefix="/v1/sources")

# Articles are data that people write: no HTML of theirs passes, and no picture is fetched from elsewhere.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@router.get("/article/{principal}/{article_id}")
async def article(
    principal: str, article_id: str, user: Person, services: ServicesOf, language: Language | None = None
) -> dict[str, Any]:
    user.require(principal)
    found = services.library.article(principal, article_id, language or user.language)
    if found is None:
        raise NotFound(f"There is no article {article_id!r} for {principal!r}.", where=article_id)
    return {
        "id": found.id,
        "title": found.title,
        "owner": found.owner,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
        "language": found.language,
        "html": _MARKDOWN.render(found.text),
    }


@router.get("/record/{principal}/{ref}/{record_id:path}")
async def record(  # noqa: PLR0913  (three parts of the path, one of the query, and who asks)
    principal: str, ref: str, record_id: str, user: Person, services: ServicesOf, language: Language | None = None
) -> dict[str, Any]:
    file = await read_file(services, user, principal, ref, record_id)
    found = next((item for item in all_records(file) if item.id == record_id), None)
    shown = language or user.language
    citation = record_citation(file, record_id, shown, services.clock.now().date())
    if found is None or citation is None:
        raise NotFound(f"{file.customer.name} has no record {record_id!r}.", where=record_id)
    kind = record_id.partition(":")[0]
    return {"id": record_id, "kind": kind, "title": citation.title, "fields": fields_of(found, shown)}
