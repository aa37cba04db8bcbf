import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from amparo.errors import BadInput
from amparo.statements import Statement, StatementId, standing
from amparo.store import Registry, back_up, create_registry, open_registry, restore
from tests.store.invented import MOMENT, said

VALUES = st.sampled_from(["Ana Ruiz", "Ana Ruíz", "Zoé Quispe", ""])


class Model:
    """What a registry is, as one dict of lines and nothing clever."""

    def __init__(self) -> None:
        self.lines: dict[StatementId, Statement] = {}

    def stands(self, number: StatementId) -> bool:
        """Say whether nothing that stands and came later takes a line back."""
        ids = list(self.lines)
        mine = self.lines[number]
        for later in ids[ids.index(number) + 1 :]:
            line = self.lines[later]
            undoes = line.property == "undone" and line.action != "retract" and line.subject == mine.import_id
            if (line.target == number or undoes) and self.stands(later):
                return False
        return True

    def facts(self) -> list[tuple[str, str]]:
        """Return what stands, but for withdrawals, which say nothing of the world."""
        return [(number, line.subject) for number, line in self.lines.items() if line.action != "retract" and self.stands(number)]


class RegistryMachine(RuleBasedStateMachine):
    """A registry through its whole life, beside its model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.model = Model()
        self.imports = 0
        self.backups = 0
        self.registry: Registry = create_registry(self.folder / "0")
        self.checkpoints = [self.registry.head()]

    def teardown(self) -> None:
        """Close and remove what the run made."""
        self.registry.close()
        shutil.rmtree(self.folder)

    def write(self, *statements: Statement) -> None:
        """Append to both."""
        ids = self.registry.append(statements, at=MOMENT)
        assert len(ids) == len(statements)
        self.model.lines |= dict(zip(ids, statements, strict=True))
        self.checkpoints.append(self.registry.head())

    def about(self, data: st.DataObject, **fields: Any) -> Statement:  # Any: the fields of Statement
        """Return a statement on any line, standing or not."""
        target = data.draw(st.sampled_from(list(self.model.lines)))
        old = self.model.lines[target]
        return said(7, subject_kind=old.subject_kind, subject=old.subject, property=old.property, target=target, **fields)

    @rule(values=st.lists(VALUES, max_size=4))
    def append(self, values: list[str]) -> None:
        """Append some statements by hand."""
        self.write(*(said(number, value=value) for number, value in enumerate(values)))

    @rule(values=st.lists(VALUES, min_size=1, max_size=4))
    def bring(self, values: list[str]) -> None:
        """Append an import."""
        self.imports += 1
        self.write(*(said(number, value=value, import_id=f"i{self.imports}") for number, value in enumerate(values)))

    @precondition(lambda self: self.model.lines)
    @rule(data=st.data(), value=VALUES)
    def supersede(self, data: st.DataObject, value: str) -> None:
        """Correct any line."""
        self.write(self.about(data, value=value, action="supersede"))

    @precondition(lambda self: self.model.lines)
    @rule(data=st.data())
    def retract(self, data: st.DataObject) -> None:
        """Withdraw any line, a withdrawal too."""
        self.write(self.about(data, value=None, action="retract"))

    @precondition(lambda self: self.imports)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Take an import back."""
        number = data.draw(st.integers(1, self.imports))
        self.write(said(9, subject_kind="import", subject=f"i{number}", property="undone", value=True))

    @rule(values=st.lists(VALUES, max_size=3))
    def fail(self, values: list[str]) -> None:
        """Try what cannot be taken as a whole."""
        before = self.registry.head()
        with pytest.raises(BadInput):
            self.registry.append([*(said(1, value=value) for value in values), said(2, value="\x00")], at=MOMENT)
        assert self.registry.head() == before

    @rule()
    def reopen(self) -> None:
        """Close the registry and open it again."""
        folder = self.registry.folder
        self.registry.close()
        self.registry = open_registry(folder)

    @rule()
    def save_and_restore(self) -> None:
        """Go on in a restored backup."""
        self.backups += 1
        head = back_up(self.registry, self.folder / f"{self.backups}.zip")
        self.registry.close()
        assert restore(self.folder / f"{self.backups}.zip", self.folder / str(self.backups)) == head
        self.registry = open_registry(self.folder / str(self.backups))

    @invariant()
    def the_log_is_the_model(self) -> None:
        """All lines are there in order, and exactly those stand that the model says."""
        log = self.registry.log()
        assert log["statement_id"].to_list() == list(self.model.lines)
        assert log["property"].to_list() == [line.property for line in self.model.lines.values()]
        assert standing(log).select("statement_id", "subject").rows() == self.model.facts()

    @invariant()
    def every_checkpoint_holds(self) -> None:
        """The log verifies against the first and the last checkpoint that were ever taken."""
        for checkpoint in (self.checkpoints[len(self.checkpoints) // 2], self.checkpoints[-1]):
            assert self.registry.verify(checkpoint).size == len(self.model.lines)


def test_a_registry_lives_as_its_model() -> None:
    """Whatever is appended, corrected, withdrawn, undone, closed, saved and restored, the registry is its model and verifies."""
    run_state_machine_as_test(RegistryMachine, settings=settings(max_examples=15, stateful_step_count=20, deadline=None))


@pytest.mark.nightly
def test_many_registries_live_as_their_models() -> None:
    """The same over many and longer lives."""
    run_state_machine_as_test(RegistryMachine, settings=settings(max_examples=100, stateful_step_count=40, deadline=None))
