"""Asks a language model what ragas asks its judges. An answer that isn't one is a failure with a name, never a figure.

Small models are held to ragas' JSON by a grammar where the server has grammars, by a schema where it takes schemas; the
answer is checked all the same.
"""

import json
import math
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from assistant.services.asking import ask
from assistant.services.model_work import Priority
from assistant.services.ports import LanguageModel, ModelRequest

B = TypeVar("B", bound=BaseModel)
Failure = Literal["timeout", "busy", "unavailable", "empty", "not_json", "wrong_shape", "nan"]
"""Why an item has no figure: no answer in time or none at all; an answer, or a part of it, that says nothing; no JSON;
JSON of another shape, or with more or fewer verdicts than were asked for; a figure that is no number from 0 to 1."""
MAX_TOKENS = 1_000
SECONDS = 300.0
"""For one answer: a machine of two cores reads some 50 tokens a second and writes 16."""
_MAX_CHARS = 10_000
_INPUT = "Now perform the same with the following input\n"
"""Ends the fixed part of ragas' prompts, which a server keeps in its cache."""
_MOST_PARTS = 16
_RULES = r"""
string ::= "\"" char{1,400} "\""
char ::= [^"\\\x00-\x1F] | "\\" ["\\/bfnrt]
flag ::= "0" | "1"
ws ::= " "?
"""


class JudgeFailed(Exception):
    """There is no verdict, and why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure: Failure = failure


class Judge:
    """A language model behind the interface that ragas' metrics ask (`agenerate`). `seconds` are for one answer."""

    def __init__(self, model: LanguageModel, seconds: float = SECONDS) -> None:
        self._model, self._seconds = model, seconds

    async def agenerate(self, prompt: str, response_model: type[B]) -> B:
        """The answer in its shape. Raises `JudgeFailed`."""
        fixed, mark, question = prompt.partition(_INPUT)
        schema = response_model.model_json_schema()
        counts = _counts(question, schema)
        request = ModelRequest(
            prefix=(("system", fixed),) if mark else (),
            text=mark + question if mark else prompt,
            max_tokens=MAX_TOKENS,
            grammar=gbnf(schema, counts),
            schema=schema,
            work="ragas",
            priority=Priority.BACKGROUND,
            deadline=self._seconds,
        )
        text, trouble = await ask(self._model, request, _MAX_CHARS)
        if trouble and trouble != "loop":  # words that repeat themselves may still be a whole answer
            raise JudgeFailed(trouble)
        return read_answer(text, response_model, counts)


def read_answer(text: str, shape: type[B], counts: Mapping[str, int]) -> B:
    """The JSON in what a model wrote, with so many parts in each list of `counts`. Raises `JudgeFailed`."""
    if not text.strip():
        raise JudgeFailed("empty")
    try:
        value = json.loads(text[text.find("{") : text.rfind("}") + 1])
    except (ValueError, RecursionError):
        raise JudgeFailed("not_json") from None
    try:
        answer = shape.model_validate(value)
    except ValidationError:
        raise JudgeFailed("wrong_shape") from None
    if not _flags_only(value) or any(len(value[name]) != count for name, count in counts.items()):
        raise JudgeFailed("wrong_shape")
    if any(_blank(part) for part in value.values()):
        raise JudgeFailed("empty")
    return answer


def _flags_only(value: Any) -> bool:
    """ragas asks for whole numbers only as verdicts, 0 or 1, and would take any other for a yes."""
    if isinstance(value, dict | list):
        return all(_flags_only(part) for part in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) or value in (0, 1)


def _blank(part: Any) -> bool:
    if isinstance(part, list):
        return not part or any(_blank(one) for one in part)
    return isinstance(part, str) and not part.strip()


def _counts(question: str, schema: Mapping[str, Any]) -> dict[str, int]:
    """How many parts the answer's lists must have: as many as the question's lists of the same name."""
    try:
        asked = json.JSONDecoder().raw_decode(question.removeprefix("input: "))[0]
    except ValueError:
        return {}
    names = [name for name, kind in schema["properties"].items() if kind.get("type") == "array"]
    return {name: len(asked[name]) for name in names if asked.get(name)}


def gbnf(schema: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    """A grammar for JSON of this schema: objects, lists, strings, and whole numbers, which are 0 or 1."""

    def rule(kind: Mapping[str, Any], count: int | None = None) -> str:
        if "$ref" in kind:
            return rule(schema["$defs"][kind["$ref"].rpartition("/")[2]])
        match kind["type"]:
            case "object":
                fields = [rf'"\"{name}\":" ws {rule(of, counts.get(name))}' for name, of in kind["properties"].items()]
                return '"{" ws ' + ' ws "," ws '.join(fields) + ' ws "}"'
            case "array":
                more = f"{{{count - 1}}}" if count else f"{{0,{_MOST_PARTS - 1}}}"
                one = rule(kind["items"])
                return f'"[" ws {one} ' + ("" if count == 1 else f'(ws "," ws {one}){more} ') + 'ws "]"'
            case "integer":
                return "flag"
            case _:
                return "string"

    return f"root ::= {rule(schema)}{_RULES}"


@dataclass(frozen=True)
class Score:
    """One item as one metric has it: a figure from 0 to 1, or None and why. `seconds` are those of this run."""

    value: float | None
    failure: Failure | None
    seconds: float


async def scored(ask_for: Callable[[], Awaitable[float]]) -> Score:
    """The figure that comes of asking, or why there is none."""
    since = time.perf_counter()
    value: float | None = None
    failure: Failure | None = None
    try:
        found = float(await ask_for())
        # The cosine of two vectors may be a rounding above 1.
        value = min(found, 1.0) if math.isfinite(found) and 0 <= found < 1.001 else None
        failure = "nan" if value is None else None
    except JudgeFailed as problem:
        failure = problem.failure
    return Score(value, failure, time.perf_counter() - since)


def figure(scores: Sequence[Score]) -> dict[str, Any]:
    """`{"mean", "mean_failures_as_zero", "of", "failed", "share_ok", "failures"}`; `failures` counts the reasons.

    `mean` is of those that have a figure. Means and share are None where there was nothing to ask.
    """
    values = [score.value for score in scores if score.value is not None]
    reasons = Counter(score.failure for score in scores if score.failure)
    of = len(scores)
    return {
        "mean": round(sum(values) / len(values), 4) if values else None,
        "mean_failures_as_zero": round(sum(values) / of, 4) if of else None,
        "of": of,
        "failed": of - len(values),
        "share_ok": round(len(values) / of, 4) if of else None,
        "failures": {reason: reasons[reason] for reason in get_args(Failure) if reasons[reason]},
    }
