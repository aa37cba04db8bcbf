import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import BadInput
from amparo.statements import Checkpoint, read_checkpoint

ORIGINS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
CHECKPOINTS = st.builds(Checkpoint, ORIGINS, st.integers(0, 10**12), st.binary(min_size=32, max_size=32))
GOOD = Checkpoint("amparo/logabc", 12, bytes(range(32))).text()
ORIGIN, SIZE, ROOT, _ = GOOD.split("\n")


@given(CHECKPOINTS, st.text(max_size=40))
def test_a_checkpoint_reads_back_from_its_text(checkpoint: Checkpoint, signatures: str) -> None:
    """Three lines hold a checkpoint, and signatures below them change nothing."""
    assert read_checkpoint(checkpoint.text()) == checkpoint
    assert read_checkpoint(checkpoint.text() + "\n" + signatures) == checkpoint


def test_the_text_is_the_one_that_others_sign() -> None:
    """The text is the body of a C2SP checkpoint: origin, size, base64 root, a line each."""
    assert f"amparo/logabc\n12\n{base64.b64encode(bytes(range(32))).decode()}\n" == GOOD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "amparo/logabc",
        f"{ORIGIN}\n{SIZE}\n",
        f"\n{SIZE}\n{ROOT}\n",
        f"{ORIGIN}\n-1\n{ROOT}\n",
        f"{ORIGIN}\ntwelve\n{ROOT}\n",
        f"{ORIGIN}\n012\n{ROOT}\n",
        f"{ORIGIN}\n+12\n{ROOT}\n",
        f"{ORIGIN}\n1_2\n{ROOT}\n",
        f"{ORIGIN}\n 12\n{ROOT}\n",
        f"{ORIGIN}\n١٢\n{ROOT}\n",
        f"{ORIGIN}\n{SIZE}\n{ROOT[:-4]}\n",
        f"{ORIGIN}\n{SIZE}\n{ROOT[:-2]}9=\n",
        f"{ORIGIN}\n{SIZE}\n{ROOT}AAAA\n",
        f"{ORIGIN}\n{SIZE}\n!{ROOT}\n",
        f"{ORIGIN}\n{SIZE}\n{bytes(range(32)).hex()}\n",
        GOOD.replace("\n", "\r\n"),
        f"{ORIGIN}\n{'9' * 5000}\n{ROOT}\n",
    ],
    ids=[
        "empty", "one-line", "no-root", "no-origin", "below-zero", "word", "leading-zero", "sign", "underscore", "blank",
        "other-digits", "short-root", "stray-bits", "long-root", "not-base64", "hex", "carriage-return", "endless-number",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    """A text that no amparo wrote is refused with its code, and the message says how to make one."""
    with pytest.raises(BadInput) as refusal:
        read_checkpoint(text)
    assert refusal.value.code == "statements.not_a_checkpoint"
    assert "log head" in refusal.value.message("es")


@given(CHECKPOINTS, st.data())
def test_a_changed_text_is_another_checkpoint_or_none(checkpoint: Checkpoint, data: st.DataObject) -> None:
    """No change of one character in the three lines goes unnoticed: it is refused, or is a checkpoint that is not equal."""
    text = checkpoint.text()[:-1]
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda sign: sign != text[place]))
    found = None
    with suppress(BadInput):
        found = read_checkpoint(text[:place] + other + text[place + 1 :])
    assert found != checkpoint
