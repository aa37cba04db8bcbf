"""The language of this run: --lang, else the locale, else Spanish."""

import gettext
import os
import sys
from functools import cache
from importlib.resources import files

from amparo.words import Language


@cache
def language() -> Language:
    """Return the language in which this run speaks; help is written before options are read, so they are looked for here."""
    words = sys.argv[1:]
    for place, word in enumerate(words):
        if word.startswith("--lang="):
            return _named(word.removeprefix("--lang="))
        if word == "--lang" and place + 1 < len(words):
            return _named(words[place + 1])
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else "es"


def speak() -> None:
    """Click's own words come out in the language of this run: it asks gettext, which asks the environment."""
    gettext.bindtextdomain("amparo", str(files("amparo.locale")))
    gettext.textdomain("amparo")
    os.environ["LANGUAGE"] = language()


def _named(word: str) -> Language:
    return "en" if word == "en" else "es"
