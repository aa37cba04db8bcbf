"""Reading what a form sent: days, words and numbers, each refused with a sentence of its own."""

from datetime import date

from django.http import QueryDict

from amparo.errors import BadInput
from amparo.questions.rule import DEFAULT_FRESHNESS
from amparo.workflows.asked import Params


def params_of(given: QueryDict) -> Params:
    """Return the parameters of a question as the address carries them."""
    return {
        name: tuple(value.strip() for value in given.getlist(name) if value.strip())
        for name in given
        if name not in ("csrfmiddlewaretoken", "first")
    }


def day_in(given: QueryDict, name: str) -> date | None:
    """Return a day, None where the field is empty."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("web.not_a_day", value=text) from None


def text_in(given: QueryDict, name: str) -> str:
    """Return the text of a field without outer blanks."""
    return str(given.get(name, "")).strip()


def whole_in(given: QueryDict, name: str, otherwise: int, *, least: int = 0, most: int = 10**6) -> int:
    """Return a whole number within bounds, or what stands for an empty field."""
    text = given.get(name, "").strip()
    if not text:
        return otherwise
    try:
        value = int(text)
    except ValueError:
        raise BadInput("web.not_a_number", value=text) from None
    if not least <= value <= most:
        raise BadInput("web.number_out_of_bounds", value=value, least=least, most=most)
    return value


def freshness_in(given: QueryDict, name: str = "fresh") -> int | None:
    """Return the days for which a state is supported after it was last cited; None for ever."""
    return None if given.get(name) == "forever" else whole_in(given, name, DEFAULT_FRESHNESS, most=36500)


def words_in(given: QueryDict, name: str) -> tuple[str, ...]:
    """Return the words that were ticked or chosen, each once."""
    return tuple(dict.fromkeys(word for word in given.getlist(name) if word))
