"""Systems that take notes: `FileConnectors` reads which ones each principal has; each kind is a module beside it."""

from assistant.adapters.crm.config import problems_of_connectors
from assistant.adapters.crm.connectors import FileConnectors

__all__ = ["FileConnectors", "problems_of_connectors"]
