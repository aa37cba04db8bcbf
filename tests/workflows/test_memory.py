"""What one process has worked out is worked out once, and nobody waits for what they did not ask."""

from threading import Event, Thread

from amparo.workflows.memory import Grown, Memory

PATIENCE = 30  # seconds until a test gives up


def test_who_asks_something_else_does_not_wait() -> None:
    """While one question is being worked out, another one is answered."""
    memory, begun, may_end = Memory(), Event(), Event()

    def slow() -> str:
        begun.set()
        assert may_end.wait(PATIENCE)
        return "slow"

    worker = Thread(target=lambda: memory.kept("a", slow))
    worker.start()
    assert begun.wait(PATIENCE)
    assert memory.kept("b", lambda: "quick") == "quick"
    assert memory.grown("c", 1, lambda before: "grown") == "grown"
    may_end.set()
    worker.join(PATIENCE)
    assert memory.kept("a", lambda: "never asked") == "slow"


def test_who_asks_the_same_waits_and_nothing_is_worked_out_twice() -> None:
    """Two who ask one question at a time get one answer, worked out once."""
    memory, begun, may_end = Memory(), Event(), Event()
    worked: list[int] = []
    heard: list[object] = []

    def slow() -> object:
        worked.append(1)
        begun.set()
        assert may_end.wait(PATIENCE)
        return object()

    askers = [Thread(target=lambda: heard.append(memory.kept("a", slow))) for _ in range(2)]
    for one in askers:
        one.start()
    assert begun.wait(PATIENCE)
    may_end.set()
    for one in askers:
        one.join(PATIENCE)
    assert worked == [1]
    assert heard[0] is heard[1]


def test_what_grows_goes_on_from_what_was_known() -> None:
    """A longer log is given the value of the shorter one; a shorter one asked for later begins anew and takes nothing away."""
    memory = Memory()
    given: list[Grown[int] | None] = []

    def counted(before: Grown[int] | None) -> int:
        given.append(before)
        return len(given)

    assert memory.grown("n", 5, counted) == 1
    assert memory.grown("n", 5, counted) == 1
    assert memory.grown("n", 9, counted) == 2
    assert memory.grown("n", 5, counted) == 3
    assert memory.grown("n", 9, counted) == 2
    assert [None if one is None else (one.height, one.value) for one in given] == [None, (5, 1), None]
