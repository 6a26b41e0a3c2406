"""All the ways in which what a customer said may be named, as a graph of words: one for the grammar and for the guard.

A path from the start to a final state is a noun phrase made of the utterance's own words in their order. The graph
can be written as a grammar, which keeps a model on its paths, and it says whether a phrase is one of them.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

State = Hashable
START: State = "start"
NOTHING = "-"
"""What a model answers where there is nothing to name."""


@dataclass
class Graph:
    """`arcs` lead from a state by a word (with the space before it, if any) to another; `finals` may end a phrase."""

    arcs: dict[State, list[tuple[str, State]]] = field(default_factory=dict)
    finals: set[State] = field(default_factory=set)

    def add(self, source: State, word: str, target: State) -> None:
        """An arc; a second one alike changes nothing."""
        arcs = self.arcs.setdefault(source, [])
        if (word, target) not in arcs:
            arcs.append((word, target))

    def pruned(self) -> "Graph":
        """Without states from which no phrase can end, or that none reaches."""
        alive = set(self.finals)
        while more := {s for s, arcs in self.arcs.items() if s not in alive and any(t in alive for _, t in arcs)}:
            alive |= more
        kept = Graph(finals=set())
        queue: list[State] = [START]
        seen: set[State] = {START}
        while queue:
            state = queue.pop(0)
            if state in self.finals:
                kept.finals.add(state)
            for word, target in self.arcs.get(state, ()):
                if target in alive:
                    kept.add(state, word, target)
                    if target not in seen:
                        seen.add(target)
                        queue.append(target)
        return kept

    @property
    def empty(self) -> bool:
        return not self.arcs.get(START)

    def longest(self, phrase: str, max_words: int) -> str:
        """The longest beginning of `phrase`, of so many words at most, that is a path; empty if none is."""
        best = ""
        states: set[State] = {START}
        read = ""
        while states:
            if any(s in self.finals for s in states) and len(read.split()) <= max_words:
                best = read
            ways = {w for s in states for w, _ in self.arcs.get(s, ()) if _follows(phrase, read, w)}
            if not ways:
                break
            # Of "l'" and "l'ascensore" only one can go on: all arcs are single words, so the ways agree.
            word = max(ways, key=len)
            states = {t for s in states for w, t in self.arcs.get(s, ()) if w == word}
            read += word if read else word.strip()
        return best

    def accepts(self, phrase: str) -> bool:
        """True where the phrase is a whole path."""
        return bool(phrase) and self.longest(phrase, len(phrase.split())) == phrase

    def grammar(self) -> str:
        """The paths in GBNF, and beside them the sign for nothing."""
        names: dict[State, str] = {START: "start"}
        lines = [f'root ::= "{NOTHING}" | start']
        queue: list[State] = [START]
        while queue:
            state = queue.pop(0)
            ways = ['""'] if state in self.finals else []
            for word, target in self.arcs.get(state, ()):
                if target not in names:
                    names[target] = f"s{len(names)}"
                    queue.append(target)
                ways.append(f'"{word.strip() if state == START else word}" {names[target]}')
            lines.append(f"{names[state]} ::= {' | '.join(ways)}")
        return "\n".join(lines)


def _follows(phrase: str, read: str, word: str) -> bool:
    """The next whole word of the phrase is this one."""
    part = word if read else word.strip()
    end = len(read) + len(part)
    return phrase.startswith(part, len(read)) and (part.endswith("'") or phrase[end : end + 1] in ("", " "))
