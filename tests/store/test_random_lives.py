"""Any sequence of additions and decisions: the store says what a plain model of it says, now and of every past moment."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from marsad.model import Correction, Retraction
from marsad.store import Incoming, Item, Store

REPORTS, TEXTS, DAYS = ("r0", "r1", "r2"), ("A.", "B.", "C."), ("2024-11-01", "2024-11-02", "2024-11-03")
Claims = list[tuple[str, str, str]]


class Life(RuleBasedStateMachine):
    """Three reports in up to three texts, read by different readers, retracted, corrected and brought back."""

    new: Callable[[], Store]
    make: SimpleNamespace

    def __init__(self) -> None:
        super().__init__()
        self.store = self.new()
        self.versions: dict[str, list[tuple[str, str]]] = {name: [] for name in REPORTS}  # day, text, as they came
        self.readings: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        self.made: list[Any] = []
        self.standing: set[str] = set()
        self.undos: list[tuple[str, str]] = []
        self.items: list[Item] = []
        self.past: list[tuple[int, Claims]] = []

    def report(self, name: str, text: str) -> Any:
        day = next(day for day, there in self.versions[name] if there == text)
        return self.make.report(name, f"{name} {text}", published=day)

    def add(self, item: Item) -> None:
        self.items.append(item)
        self.store.append([item])

    @rule(name=st.sampled_from(REPORTS), text=st.sampled_from(TEXTS), day=st.sampled_from(DAYS))
    def comes(self, name: str, text: str, day: str) -> None:
        if text not in [there for _, there in self.versions[name]]:
            self.versions[name].append((day, text))
        self.add(Incoming(report=self.report(name, text)))

    @precondition(lambda self: any(self.versions.values()))
    @rule(data=st.data(), picked=st.sets(st.integers(0, 3)))
    def is_read(self, data: st.DataObject, picked: set[int]) -> None:
        name, text = data.draw(st.sampled_from([(name, text) for name in REPORTS for _, text in self.versions[name]]))
        found = tuple(f"{name}{text}{number}" for number in sorted(picked))
        earlier = self.readings.setdefault((name, text), [])
        if found not in earlier:
            earlier.append(found)
        self.add(self.make.reading(self.report(name, text), *(self.make.toll(id) for id in found)))

    @precondition(lambda self: self.readable())
    @rule(data=st.data())
    def is_decided(self, data: st.DataObject) -> None:
        claims = self.readable()
        id = f"d{len(self.made)}"
        told: dict[str, Any] = {"id": id, "who": "Editor", "at": "2025-01-01T00:00:00Z"}
        target = data.draw(st.sampled_from(claims))
        if data.draw(st.booleans()):
            decision: Any = Retraction(target=data.draw(st.sampled_from([target, target[:2]])), **told)
        else:
            decision = Correction(
                claim=target, fields={"scope": data.draw(st.sampled_from(["delta", "period", "cumulative"]))}, **told
            )
        self.made.append(decision)
        self.standing.add(id)
        self.add(decision)

    @precondition(lambda self: self.made)
    @rule(data=st.data())
    def is_undone(self, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from([decision.id for decision in self.made]))
        added = self.store.undo(id, who="Editor")
        assert (added.seq is not None) == (id in self.standing)
        if added.seq is not None:
            self.undos.append((added.id, id))
        self.standing.discard(id)

    @precondition(lambda self: self.undos)
    @rule(data=st.data())
    def is_brought_back(self, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, len(self.undos) - 1))
        undo, id = self.undos.pop(index)
        assert self.store.undo(undo, who="Editor").seq is not None
        self.standing.add(id)

    @rule()
    def comes_again(self) -> None:
        head = self.store.head()
        self.store.append(self.items)
        assert self.store.head() == head

    def readable(self) -> list[str]:
        """Claims that have stood in the tables."""
        return sorted({entry[1] for _, claims in self.past for entry in claims})

    def due(self, as_of: str = "2099-01-01") -> Claims:
        """What should hold."""
        claims: Claims = []
        for name in REPORTS:
            said = [(day, index, text) for index, (day, text) in enumerate(self.versions[name]) if day <= as_of]
            if not said:
                continue
            text = max(said)[2]
            standing = [decision for decision in self.made if decision.id in self.standing]
            gone = {decision.target for decision in standing if isinstance(decision, Retraction)}
            scopes = {decision.claim: decision.fields["scope"] for decision in standing if isinstance(decision, Correction)}
            for id in self.readings.get((name, text), [()])[-1]:
                if not gone & {name, id}:
                    claims.append((name, id, scopes.get(id, "incident")))
        return claims

    def told(self, **clocks: Any) -> Claims:
        return [(known.report, known.claim.id, known.claim.scope) for known in self.store.claims(**clocks)]  # type: ignore[union-attr]

    @invariant()
    def the_present_is_as_the_model_has_it(self) -> None:
        assert self.told() == self.due()
        assert self.told(as_of=DAYS[1]) == self.due(DAYS[1])
        self.past.append((self.store.head().seq, self.due()))

    def teardown(self) -> None:
        for seq, claims in dict(self.past).items():
            assert self.told(known_at=seq) == claims
        assert self.store.verify() == []
        now = list(self.store.claims())
        self.store.rebuild()
        assert self.store.verify() == []
        assert list(self.store.claims()) == now
        self.store.close()


def test_any_life(new_store: Callable[..., Store], make: SimpleNamespace) -> None:
    machine = type("SomeLife", (Life,), {"new": staticmethod(new_store), "make": make})
    examples = 15 if new_store().engine == "sqlite" else 2  # a new database takes PostgreSQL a second
    many = settings(max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=many)
