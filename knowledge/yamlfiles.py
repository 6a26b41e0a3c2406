"""YAML that remembers its lines: checks a file against a pydantic type and names file and line of each fault."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from knowledge.errors import ContentError, Problem

T = TypeVar("T")
Loc = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class LocatedYaml:
    """A document and the line on which each of its values stands."""

    data: object
    path: Path
    lines: dict[Loc, int]

    def where(self, loc: Loc = ()) -> str:
        """`file:line` of the value at `loc`, or of the nearest value around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return f"{self.path}:{self.lines.get(loc, 1)}"

    def at(self, *loc: str | int) -> "LocatedYaml":
        """The part of the document at `loc`, with its lines."""
        data: Any = self.data
        for key in loc:
            data = data[key]
        n = len(loc)
        return LocatedYaml(data, self.path, {k[n:]: line for k, line in self.lines.items() if k[:n] == loc})


def read_text(path: Path) -> str:
    """The file as UTF-8 text; raises `ContentError` where it can't be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError.single(f"Not UTF-8 text ({error.reason}); save the file as UTF-8.", str(path)) from error
    except OSError as error:
        raise ContentError.single(f"Can't be read: {error.strerror}; restore it or its rights.", str(path)) from error


def read_yaml(path: Path) -> LocatedYaml:
    """Parse a YAML file; raises `ContentError` for broken syntax or a key that stands twice."""
    return parse_yaml(read_text(path), path)


def parse_yaml(text: str, path: Path, first_line: int = 1) -> LocatedYaml:
    """Parse YAML text that begins on line `first_line` of `path`."""
    lines: dict[Loc, int] = {}
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return LocatedYaml(None, path, {(): first_line})
        data = _Walk(loader, path, first_line, lines).value(node, ())
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        message = f"Not valid YAML: {error.problem or error.context}; check indentation, colons and quotes."
        raise ContentError.single(message, f"{path}:{line}") from error
    except RecursionError as error:
        message = "Nested too deep, or an anchor within itself; write the values out."
        raise ContentError.single(message, str(path)) from error
    except yaml.YAMLError as error:
        raise ContentError.single(f"Not valid YAML: {error}; remove the odd character.", str(path)) from error
    finally:
        loader.dispose()
    return LocatedYaml(data, path, lines)


class _Walk:
    """Turns composed nodes into plain values and notes their lines."""

    def __init__(self, loader: Any, path: Path, first_line: int, lines: dict[Loc, int]) -> None:
        self._loader, self._path, self._first, self._lines = loader, path, first_line, lines

    def value(self, node: yaml.Node, loc: Loc) -> object:
        self._lines.setdefault(loc, self._first + node.start_mark.line)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*loc, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        result: object = self._loader.construct_object(node)
        return result

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, object]:
        result: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = self._first + key_node.start_mark.line
            if key in result:
                message = f"{key!r} stands twice here; keep one of the two."
                raise ContentError.single(message, f"{self._path}:{line}")
            self._lines[(*loc, key)] = line
            result[key] = self.value(value_node, (*loc, key))
        return result


def validated(kind: type[T], located: LocatedYaml) -> T:
    """Check the document against `kind`; raises `ContentError` with one problem a fault."""
    try:
        return TypeAdapter(kind).validate_python(located.data)
    except ValidationError as error:
        problems = [Problem(fault_sentence(kind, e), located.where(e["loc"])) for e in error.errors()]
        raise ContentError(problems) from error


def fault_sentence(kind: type[object], error: Any) -> str:
    """What is wrong and what to do, for an entry of a pydantic `ValidationError.errors()`."""
    name = ".".join(str(part) for part in error["loc"])
    match error["type"]:
        case "missing":
            return f"`{name}` is missing; add it."
        case "extra_forbidden":
            hint = ""
            if len(error["loc"]) == 1 and isinstance(kind, type) and issubclass(kind, BaseModel):
                hint = f"; the fields are: {', '.join(kind.model_fields)}"
            return f"Unknown field `{name}`; remove it or correct its name{hint}."
        case "string_type":
            return f"`{name}` must be text; put {error['input']!r} in quotes."
        case _:
            message = str(error["msg"]).removeprefix("Value error, ")
            return f"`{name}`: {message}." if name else f"{message}."
