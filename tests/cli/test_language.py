"""One run, one language: Spanish unless English is asked for."""

import ast
import gettext
import json
import re
import string
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import click
import pytest

from amparo import words as table_of_sentences
from tests.cli.running import amparo, process, surroundings

SENTENCES: dict[str, dict[str, str]] = tomllib.loads((files("amparo.locale") / "cli.toml").read_text(encoding="utf-8"))
SOURCES = sorted(Path(table_of_sentences.__file__).parent.rglob("*.py"))
CATALOGUE = Path(str(files("amparo.locale"))) / "es" / "LC_MESSAGES" / "amparo.po"
# Words that stand in one language only; names of options, places to fill and tokens of the vocabulary aside.
ENGLISH = r"\b(the|of|is|not|and|with|usage|options?|commands?|missing|invalid|value|such|try|for|help|show|exit|required|default)\b"
SPANISH = r"\b(el|la|los|las|de|del|y|con|uso|opciones|órdenes|falta|existe|valor|muestra|obligatoria|omisión|una?|archivo)\b"
# Tokens and names that both languages print as they are.
NEUTRAL = (
    r"--[\w-]+|amparo(?: [a-z]+)+|\S*[/_.]\S*|[A-Z]{2,}\S*|\[[a-z|]+\]|«[^»]*»|“[^”]*”|\"[^\"]*\"|'[^']*'|^  [a-z]+(?=  )|\(\S+( …)?[,)]"
)


def words(text: str) -> str:
    """Return the words of a text that are in some language."""
    return re.sub(NEUTRAL, " ", text, flags=re.MULTILINE)


HELP = """
import json, sys
from amparo.cli import amparo, main
from amparo.cli.language import speak
import click
speak()
found = {}
def walk(command, context):
    found[context.command_path] = command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            one = command.get_command(context, name)
            walk(one, click.Context(one, info_name=name, parent=context))
walk(amparo, click.Context(amparo, info_name="amparo"))
json.dump(found, sys.stdout)
"""


def helps(**environment: str) -> dict[str, str]:
    """Return the help of every command, from a process that speaks one language."""
    done = subprocess.run(
        [sys.executable, "-c", HELP], capture_output=True, check=True, text=True, encoding="utf-8", env=surroundings(environment)
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_no_help_mixes_languages() -> None:
    """The help of every command is whole in Spanish, and whole in English, with the same options."""
    spanish, english = helps(), helps(LC_ALL="en_GB.UTF-8")
    assert spanish.keys() == english.keys()
    for path in spanish:
        assert re.findall(ENGLISH, words(spanish[path]), re.IGNORECASE) == [], path
        assert re.findall(SPANISH, words(english[path]), re.IGNORECASE) == [], path
        assert spanish[path].startswith("Uso:")
        assert english[path].startswith("Usage:")
        options = [re.findall(r"^  (-\S+)", text, re.MULTILINE) for text in (spanish[path], english[path])]
        assert options[0] == options[1]


WRONG = [
    "rescue", "people --colour red", "count --stat deprived", "count --on", "count --on 30/02/2026", "count --min-sources 0",
    "count --min-sources few", "count --unit cells", "person", "person p1 p2", "import list", "import claims /no/such/file",
    "import list / --map /", "supersede s1", "log verify --against /no/such/file", "count --json=yes", "import", "--registry x",
    "count --fresh-within soon", "count", "count --state imprisoned --on 2026-02-01", "record p1 --exposure high",
]  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_no_message_mixes_languages(line: str) -> None:
    """What is said of a wrong command is whole in the language of the run, Click's own words among them."""
    run = process if "/" in line or line == "import" else amparo  # help, and the word for a file, are chosen once a process
    for language, other in (("es", ENGLISH), ("en", SPANISH)):
        ran = run("--lang", language, *line.split(), LC_ALL="de_DE.UTF-8")
        assert ran.code == 2
        said = ran.err or ran.out
        assert said
        assert re.findall(other, words(said), re.IGNORECASE) == []


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LANG": "de_DE.UTF-8"}, "es"),
        ({"LANG": "es_VE.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "es_VE.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "es_VE.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "es_VE.UTF-8"}, "es"),
        ({"LANG": "es_VE.UTF-8", "LANGUAGE": "en"}, "es"),
    ],
)
def test_the_locale_chooses(environment: dict[str, str], expected: str) -> None:
    """English where LC_ALL, LC_MESSAGES or LANG, the first that is set, say English; else Spanish."""
    assert language_of(amparo("person", "p0", "--registry", "nowhere", **environment).err) == expected


@pytest.mark.parametrize("line", ["--lang en person p0", "person p0 --lang en", "person --lang=en p0", "--lang=en person p0"])
def test_the_option_wins_over_the_locale(line: str) -> None:
    """--lang decides, before the verb or behind it, for amparo's words and for Click's."""
    for more in ("--registry nowhere", "--nonsense"):
        assert language_of(amparo(*line.split(), *more.split(), LC_ALL="es_VE.UTF-8").err) == "en"
        assert language_of(amparo(*line.replace("en", "es", 1).split(), *more.split(), LC_ALL="en_US.UTF-8").err) == "es"


def language_of(message: str) -> str:
    """Return the one language that a message is in."""
    found = {code for code, own in (("es", SPANISH), ("en", ENGLISH)) if re.search(own, words(message), re.IGNORECASE)}
    assert len(found) == 1, message
    return found.pop()


def test_a_process_of_its_own_speaks_the_same(tmp_path: Path) -> None:
    """The installed program, alone in its process, speaks Spanish by itself and English when told."""
    assert process("rescue", cwd=tmp_path) == amparo("rescue")
    assert "No such command" in process("rescue", cwd=tmp_path, LC_ALL="en_US.UTF-8").err


def test_the_catalogue_is_compiled() -> None:
    """The compiled catalogue holds what its source says, with the same places in every sentence."""
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    source = entries()
    assert len(source) > 30
    for (said, plural), forms in source.items():
        for number, form in enumerate(forms):
            found = translations.ngettext(said, plural, number + 1) if plural else translations.gettext(said)
            assert found == form
            assert places(form) <= places(said + plural)


def places(sentence: str) -> set[str]:
    """Return the names of a sentence's places."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_the_catalogue_has_what_click_says() -> None:
    """No sentence of the catalogue is one that this version of Click no longer says."""
    modules = Path(click.__file__).parent.glob("*.py")
    constants = {
        node.value for path in modules for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }  # fmt: skip
    assert [said for pair in entries() for said in pair if said and said not in constants] == []


def entries() -> dict[tuple[str, str], list[str]]:
    """Return the sentences of the catalogue's source: what Click says, of one and of many, and how we say it."""
    found: dict[tuple[str, str], list[str]] = {}
    for block in CATALOGUE.read_text(encoding="utf-8").split("\n\n")[1:]:
        lines = dict(line.split(" ", 1) for line in block.strip().splitlines())
        spoken = {key: ast.literal_eval(text) for key, text in lines.items()}
        said = spoken.pop("msgid"), spoken.pop("msgid_plural", "")
        found[said] = list(spoken.values())
    return found


def test_every_sentence_is_said_and_every_word_has_its_sentence() -> None:
    """What the commands say stands in the table, with the places that they fill; nothing in the table is unsaid."""
    plain, beginnings = used()
    assert plain - SENTENCES.keys() == set()
    assert [start for start in beginnings if not any(key.startswith(start) for key in SENTENCES)] == []
    assert [key for key in SENTENCES if key not in plain and not any(key.startswith(start) for start in beginnings)] == []


def used() -> tuple[set[str], set[str]]:
    """Return the keys of sentences that the program names, and the beginnings of those that it puts together."""
    plain, beginnings = set(), set()
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if source.parent.name == "cli" and isinstance(node, ast.Constant) and isinstance(node.value, str):
                plain |= {node.value} & SENTENCES.keys()  # named in a list, and said elsewhere
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", "") if source.parent.name == "cli" else ""
            match node.args[0]:
                case ast.Constant(value=str(key)) if name == "text":
                    plain.add(key)
                case ast.Constant(value=str(code)) if code.startswith("cli."):
                    plain.add(code.removeprefix("cli."))
                case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if name == "text" or start.startswith("cli."):
                    beginnings.add(start.removeprefix("cli."))
                case ast.BinOp(left=ast.Constant(value=str(start))) if name == "text":
                    beginnings.add(start)
    return plain, beginnings - {""}  # ``text`` itself puts any key together
