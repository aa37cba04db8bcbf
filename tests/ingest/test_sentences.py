import re
import tomllib
from importlib.resources import files
from string import Formatter

import pytest

SENTENCES = {
    package: tomllib.loads((files("amparo.locale") / f"{package}.toml").read_text("utf-8")) for package in ("ingest", "statements")
}
SOURCE = "\n".join(part.read_text("utf-8") for part in files("amparo.ingest").iterdir() if part.name.endswith(".py"))


def test_every_code_has_a_sentence() -> None:
    """Each code that the package names is a sentence of the tables."""
    named = set(re.findall(r'"(ingest|statements)\.([a-z_]+)"', SOURCE)) | {
        ("ingest", code) for code in re.findall(r'\.add\(\s*"(\w+)"', SOURCE)
    }
    assert {code for code in named if code[1] not in SENTENCES[code[0]]} == set()


@pytest.mark.parametrize("package", SENTENCES)
def test_both_languages_print_the_same_values(package: str) -> None:
    """Spanish and English have a sentence each and fill in the same places."""
    for code, forms in SENTENCES[package].items():
        places = {form: {name for _, name, _, _ in Formatter().parse(text) if name} - {"n"} for form, text in forms.items()}
        assert places["es"] == places["en"], code
