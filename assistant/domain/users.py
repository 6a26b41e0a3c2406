"""People and keys: who may see which principal, and do what."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.errors import Forbidden
from assistant.domain.money import Language

Role = Literal["operator", "supervisor", "trainer", "admin"]
Scope = Literal["feed", "crm"]


class User(BaseModel):
    """`principals` is empty for nobody: an admin or a person of every principal holds `("*",)`."""

    model_config = ConfigDict(frozen=True)

    username: str
    display_name: str
    role: Role
    principals: tuple[str, ...]
    team: str = ""
    language: Language = "it"

    def may_see(self, principal: str) -> bool:
        return "*" in self.principals or principal in self.principals

    def require(self, principal: str) -> None:
        """Raise `Forbidden` unless the principal is theirs."""
        if not self.may_see(principal):
            raise Forbidden("This belongs to a principal that isn't yours.", where=principal)


class ApiKey(BaseModel):
    """A bearer key of a feed or a CRM. Only its hash is stored; `id` is the part that may be shown."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    scopes: tuple[Scope, ...]
    principals: tuple[str, ...]
