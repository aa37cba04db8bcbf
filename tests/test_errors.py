import pytest

from amparo import errors
from amparo.errors import AmparoError, BadInput, Locked, Problem, VerificationFailed, WrongUse
from amparo.words import Language


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [(VerificationFailed, 1), (WrongUse, 2), (BadInput, 3), (Locked, 4)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_each_leaf_of_the_tree_decides_its_exit_code(kind: type[AmparoError], exit_code: int) -> None:
    """The exit codes are those that scripts of others rely on, and the tree on top of the module shows them."""
    assert kind.exit_code == exit_code
    assert any(kind.__name__ in line and f" {exit_code} " in line for line in str(errors.__doc__).splitlines())
    assert set(AmparoError.__subclasses__()) == {VerificationFailed, WrongUse, BadInput, Locked}


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_message_ends_with_its_code(language: Language) -> None:
    """A message is the sentence with its values, and the stable code behind it."""
    message = BadInput("statements.not_json", kind="set").message(language)
    assert "set" in message
    assert message.endswith(" [statements.not_json]")


def test_an_error_that_nobody_catches_is_still_a_sentence() -> None:
    """Printed as an exception, an error says the same as its English message."""
    refusal = BadInput("statements.not_json", kind="set")
    assert str(refusal) == refusal.message("en")
    assert refusal.problems == ()


@pytest.mark.parametrize(
    ("row", "column", "spanish", "english"),
    [
        (212, "Fecha", 'Fila 212, columna "Fecha": ', 'Row 212, column "Fecha": '),
        (212, None, "Fila 212: ", "Row 212: "),
        (None, "Fecha", 'Columna "Fecha": ', 'Column "Fecha": '),
        (None, None, "", ""),
    ],
    ids=["cell", "row", "column", "file"],
)
def test_a_problem_says_where_it_is(row: int | None, column: str | None, spanish: str, english: str) -> None:
    """A problem names its row and its column where it has them, then the reason with its code."""
    problem = Problem("statements.not_json", row, column, {"kind": "set"})
    reason = BadInput("statements.not_json", kind="set")
    assert problem.message("es") == spanish + reason.message("es")
    assert problem.message("en") == english + reason.message("en")
