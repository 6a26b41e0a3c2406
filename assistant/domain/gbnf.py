"""Whether a text keeps to a GBNF grammar, for servers that take no grammar and models that ignore it.

Covers what the prompts' grammars use: literals, character classes, groups, alternatives, repetitions and rules that
don't refer to themselves. The notation is llama.cpp's (`grammars/README.md` of that project).
"""

import re
from functools import lru_cache

_RULE = re.compile(r"^\s*([a-zA-Z][\w-]*)\s*::=", re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_TOKEN = re.compile(
    r'\s*(?:(?P<literal>"(?:\\.|[^"\\])*")|(?P<charset>\[(?:\\.|[^\]\\])*\])|(?P<name>[a-zA-Z][\w-]*)'
    r"|(?P<open>\()|(?P<sign>[)|*+?]|\{\d+(?:,\d*)?\}))"
)


def keeps_to(grammar: str, text: str) -> bool:
    """Whether `root` derives the whole text. Raises `ValueError` for a grammar beyond the subset."""
    return _pattern(grammar).fullmatch(text) is not None


@lru_cache(maxsize=64)
def _pattern(grammar: str) -> re.Pattern[str]:
    starts = [*_RULE.finditer(grammar)]
    ends = [match.start() for match in starts[1:]] + [len(grammar)]
    rules = {match[1]: grammar[match.end() : end].strip() for match, end in zip(starts, ends, strict=True)}
    return re.compile(_expression("root", rules, ()))


def _expression(name: str, rules: dict[str, str], within: tuple[str, ...]) -> str:
    if name not in rules:
        raise ValueError(f"the grammar has no rule {name!r}")
    if name in within:
        raise ValueError(f"the rule {name!r} refers to itself")
    body, position, pieces = rules[name], 0, []
    while position < len(body):
        token = _TOKEN.match(body, position)
        if token is None:
            raise ValueError(f"the rule {name!r} can't be read at {body[position : position + 20]!r}")
        pieces.append(_piece(token, rules, (*within, name)))
        position = token.end()
    return f"(?:{''.join(pieces)})"


def _piece(token: re.Match[str], rules: dict[str, str], within: tuple[str, ...]) -> str:
    match token.lastgroup:
        case "literal":
            return "(?:" + re.escape(_ESCAPED.sub(r"\1", token["literal"][1:-1])) + ")"
        case "name":
            return _expression(token["name"], rules, within)
        case "open":
            return "(?:"
        case _:
            return token["charset"] or token["sign"]
