"""Local accounts and bearer keys. Passwords and keys are stored as hashes only."""

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.adapters.store import tables
from assistant.adapters.store.engine import Database
from assistant.domain.errors import Conflict
from assistant.domain.storable import storable
from assistant.domain.users import ApiKey, User

_users = tables.users
_keys = tables.api_keys


class StoredUsers:
    """Implements the port `Users`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, user: User, password_hash: str) -> None:
        """Raises `Conflict` if the user name is taken. An empty hash: the person can't sign in with a password."""
        row = user.model_dump() | {"principals": list(user.principals), "password_hash": password_hash}
        try:
            async with self._database.writing() as connection:
                await connection.execute(insert(_users).values(row))
        except IntegrityError as error:
            raise Conflict(f"The user name {user.username!r} is taken.", where=user.username) from error

    async def get(self, username: str) -> User | None:
        if not storable(username):
            return None
        async with self._database.reading() as connection:
            row = (await connection.execute(select(_users).where(_users.c.username == username))).mappings().first()
        return None if row is None else User(**{name: row[name] for name in User.model_fields})

    async def password_hash(self, username: str) -> str | None:
        """None for an unknown person, and for one who has no password."""
        if not storable(username):
            return None
        query = select(_users.c.password_hash).where(_users.c.username == username)
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalar() or None

    async def list(self) -> list[User]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(_users).order_by(_users.c.username))).mappings().all()
        return [User(**{name: row[name] for name in User.model_fields}) for row in rows]

    async def remove(self, username: str) -> bool:
        """Remove the account; False where there is none."""
        async with self._database.writing() as connection:
            done = await connection.execute(delete(_users).where(_users.c.username == username))
        return done.rowcount > 0

    async def revoke_key(self, key_id: str) -> bool:
        """Remove the key; False where there is none."""
        async with self._database.writing() as connection:
            done = await connection.execute(delete(_keys).where(_keys.c.id == key_id))
        return done.rowcount > 0

    async def add_key(self, key: ApiKey, secret_hash: str) -> None:
        """Raises `Conflict` if the key's id or hash exists."""
        row = {
            "id": key.id,
            "name": key.name,
            "scopes": list(key.scopes),
            "principals": list(key.principals),
            "secret_hash": secret_hash,
        }
        try:
            async with self._database.writing() as connection:
                await connection.execute(insert(_keys).values(row))
        except IntegrityError as error:
            raise Conflict(f"The key {key.id!r} exists already; make another one.", where=key.id) from error

    async def key_by_hash(self, secret_hash: str) -> ApiKey | None:
        async with self._database.reading() as connection:
            query = select(_keys).where(_keys.c.secret_hash == secret_hash)
            row = (await connection.execute(query)).mappings().first()
        return None if row is None else ApiKey(**{name: row[name] for name in ApiKey.model_fields})
