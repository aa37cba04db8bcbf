"""Pages: Jinja templates, one voice per request, a name that nobody defined is an error."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.urls import reverse
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from amparo.histories.people import day, plain
from amparo.publish import wording
from amparo.publish.links import host, is_web_address
from amparo.publish.voice import Voice as Printed
from amparo.publish.voice import capital, printable
from amparo.questions.law.stagenames import stage_label
from amparo.questions.rule import value_label
from amparo.statements import label, vocabulary
from amparo.web.access import MATRIX, may
from amparo.web.desk import account_of, language_of, signed_in
from amparo.words import Language, day_in_words, listed, number_in_words, say
from amparo.workflows.law_papers import facts_words, took_words


@attrs.frozen
class Voice:
    """The words of the app in one language."""

    language: Language

    @property
    def other(self) -> Language:
        """The other language."""
        return "en" if self.language == "es" else "es"

    def t(self, key: str, **values: object) -> str:
        """Return a sentence of the app; counts are written as the language writes them."""
        written = {name: self.number(value) if isinstance(value, int) and value != 1 else value for name, value in values.items()}
        return say(f"web.{key}", self.language, **written)

    def a(self, key: str, **values: object) -> str:
        """Return a sentence of the answers, as it stands on paper too."""
        written = {name: self.number(value) if isinstance(value, int) and value != 1 else value for name, value in values.items()}
        return say(f"answers.{key}", self.language, **written)

    def say(self, code: str, **values: object) -> str:
        """Return a sentence of any package."""
        return say(code, self.language, **values)

    def number(self, value: int) -> str:
        """Return a number."""
        return number_in_words(value, self.language)

    def day(self, value: date | None) -> str:
        """Return a day in words."""
        return day_in_words(value, self.language) if value is not None else self.t("day_unknown")

    def number_day(self, value: int | None) -> str:
        """Return a day counted since 1970 in words."""
        return self.day(day(value))

    def moment(self, recorded_at: str) -> str:
        """Return a moment as statements carry it: day and time, in UTC."""
        return f"{day_in_words(date.fromisoformat(recorded_at[:10]), self.language)}, {recorded_at[11:16]} UTC"

    def phrase(self, edtf: str | None) -> str:
        """Return a partial date in words that claim no more than it does."""
        return wording.phrase(edtf, self.language)

    def window(self, lo: date | None, hi: date | None) -> str:
        """Return the days that something may have happened on."""
        return wording.window(lo, hi, self.language)

    def stretch(self, since: date | None, until: date | None) -> str:
        """Return a stretch of days, its end not included."""
        last = None if until is None else until - timedelta(days=1)
        if since is None and last is None:
            return self.t("stretch_always")
        if last is None:
            return self.t("stretch_since", since=self.within(since))
        if since is None:
            return self.t("stretch_until", last=self.within(last))
        return self.t("stretch", since=self.within(since), last=self.within(last))

    def within(self, value: date | None) -> str:
        """Return a day as it stands within a sentence."""
        return wording.phrase(value.isoformat(), self.language, article=True) if value is not None else self.t("day_unknown")

    def bounds(self, at_least: int | None, at_most: int | None) -> str:
        """Return an interval of counts in words."""
        return wording.bounds(at_least, at_most, self.language)

    def label(self, section: str, token: str | int) -> str:
        """Return the word of the field for a token."""
        return label(section, token, self.language)

    def value(self, dimension: str, value: str) -> str:
        """Return the word for a value of a dimension."""
        if dimension == "measure_level":
            return self.label("restriction_levels", value)
        return value_label(dimension, value, self.language)

    def window_days(self, lo: int | None, hi: int | None) -> str:
        """Return the days, counted since 1970, that something may have happened on."""
        return self.window(day(lo), day(hi)) if lo is not None or hi is not None else self.t("day_unknown")

    def shown(self, name: str, value: Any) -> str:  # Any: Json
        """Return the value of a property as it is read: words of the field for tokens, dates in words."""
        if name in vocabulary()["dimensions"]:
            return self.value(name, str(value))
        if name == "birth_date" and isinstance(value, str):
            return self.phrase(value)
        return self.json(value)

    def json(self, value: Any) -> str:  # Any: Json
        """Return any value in words: lists with commas, parts with their names."""
        if isinstance(value, dict):
            return "; ".join(f"{self.part(name)}: {self.json(part)}" for name, part in value.items() if part not in (None, [], {}))
        if isinstance(value, list):
            return ", ".join(self.json(part) for part in value)
        if isinstance(value, bool):
            return self.t("yes" if value else "no")
        if isinstance(value, str) and value in vocabulary()["kinds"]:
            return self.label("kinds", value)
        return self.number(value) if isinstance(value, int) and value >= 10_000 else str(value)

    def plain(self, value: Any) -> Any:  # Any: Json
        """Return the cleaned value where what was printed stands beside it."""
        return plain(value)

    def cell(self, value: Any) -> str:  # Any: a cell of a paper
        """Return a cell of a paper as the screen shows it."""
        if isinstance(value, date):
            return self.day(value)
        return self.number(value) if isinstance(value, int) else "" if value is None else str(value)

    def title(self, text: Any) -> str:  # Any: an instrument, or a line of the time line
        """Return the title of a text of the law in this language, or in the one that it has."""
        return self.own(text.title)

    def own(self, words: Mapping[str, Any]) -> str:  # Any: texts
        """Return this language's part of a text that comes in both."""
        return str(words.get(self.language) or next(iter(words.values())))

    def either(self, prefix: str, tokens: Sequence[str]) -> str:
        """Return sentences of some codes joined by "or"."""
        return listed([say(prefix + token, self.language) for token in tokens], self.language, either=True)

    def ends(self, ends: tuple[int, int | None]) -> str:
        """Return a number known between two ends."""
        return self.bounds(*ends)

    def took(self, took: tuple[int, int] | None) -> str:
        """Return how many days something took."""
        return took_words(took, self.language) or ""

    def provision(self, provision: Any) -> str:  # Any: a Provision
        """Return the words of an article: its quotation, else its summary."""
        return str(provision.words(self.language))

    def facts(self, text: Any, facts: Mapping[str, Any]) -> str:  # Any: an instrument, values
        """Return the facts of a smallest set with the values that would do."""
        return facts_words(text, facts, self.language)

    def country(self, code: str) -> str:
        """Return the name of a State; its code where no table knows it."""
        try:
            return self.a(f"state_{code.lower()}")
        except KeyError:
            return code

    def stage(self, token: str) -> str:
        """Return the word for a stage of a law."""
        return stage_label(token, self.language)

    def fact_name(self, name: str, value: Any) -> str:  # Any: Json
        """Return what a fact is about: the kind of an event, else the property."""
        if name == "event" and isinstance(value, dict):
            return capital(self.label("kinds", value["kind"]))
        return capital(self.property(name))

    def rest_of(self, value: Any) -> str:  # Any: Json
        """Return what an event says besides its kind and its order."""
        parts = {name: part for name, part in value.items() if name not in ("kind", "key", "after", "states")}
        if "measures" in parts:
            parts["measures"] = [self.label("measures", one) for one in parts["measures"]]
        return self.json(parts)

    def qualified(self, row: Mapping[str, Any]) -> str:  # Any: a claim
        """Return the figure of a claim with its qualifier."""
        high = self.number(row["value_high"]) if row["value_high"] is not None else "…"
        try:
            return say(f"web.qualifier_{row['qualifier']}", self.language, value=self.number(row["value"]), high=high)
        except KeyError:
            return self.number(row["value"])

    def claim_window(self, row: Mapping[str, Any]) -> str:  # Any: a claim
        """Return when a claim's figure holds."""
        since, until = row["from"], row["until"]
        if since and until and since != until:
            return self.t("claim_from_until", since=self.phrase(since), until=self.phrase(until))
        return self.phrase(until or since) if until or since else self.t("claim_undated")

    def per_mille(self, value: int) -> str:
        """Return a share in thousandths as per cent."""
        if value >= 1000 or value <= 0:  # nothing that was computed is that sure
            return self.a("nearly_sure" if value >= 1000 else "nearly_nothing")
        text = f"{value / 10:.1f} %"
        return text.replace(".", ",") if self.language == "es" else text

    def chip(self, name: str, value: Any) -> str:  # Any: Json
        """Return the value of a field of a proposal in words."""
        if value is None:
            return say("reading.the_report_itself", self.language)
        if isinstance(value, bool):
            return self.t("yes" if value else "no")
        words: dict[str, Callable[[Any], str]] = {  # Any: a token, or a partial date
            "measure": lambda token: self.label("claim_measures", token),
            "kind": lambda token: self.label("kinds", token),
            "stage": self.stage,
            "qualifier": lambda token: self.a(f"qualifier_{token}"),
            "modality": lambda token: self.a(f"modality_{token}"),
            "claimant_kind": lambda token: self.printed("claimantkind", token),
            "population": lambda token: self.printed("population", token),
            **dict.fromkeys(("date", "from", "until"), self.phrase),
        }
        if name in words:
            return words[name](value)
        return self.number(value) if isinstance(value, int) else str(value)

    def printed(self, section: str, token: str) -> str:
        """Return the word that the site prints for a token; what no table knows is shown as it came."""
        return Printed(self.language, self.language).word(section, token)

    def part(self, name: str) -> str:
        """Return the word for a part of a value."""
        try:
            return self.t(f"part_{name}")
        except KeyError:
            return name.replace("_", " ")

    def property(self, name: str) -> str:
        """Return the word for a property of a person."""
        for section in ("person_fields", "dimensions"):
            if name in vocabulary()[section]:
                return label(section, name, self.language)
        try:
            return self.t(f"property_{name}")
        except KeyError:
            return name.replace("_", " ")

    def about(self, kind: str) -> str:
        """Return the word for what a statement is about."""
        try:
            return self.t(f"about_{kind}")
        except KeyError:
            return kind.replace("_", " ")

    def reason(self, reason: str) -> str:
        """Return why a proposal was rejected: the words of a usual reason, else the reviewer's own."""
        try:
            return self.say(f"reading.reason_{reason}")
        except KeyError:
            return reason

    def one_of(self, section: str, tokens: list[str] | tuple[str, ...]) -> str:
        """Return words joined by "or"."""
        return listed([self.label(section, token) for token in tokens], self.language, either=True)

    def all_of(self, words: list[str] | tuple[str, ...]) -> str:
        """Return words joined by "and"."""
        return listed(list(words), self.language)


def environment(**options: Any) -> Environment:  # Any: Django's own signature
    """Return the environment of the templates."""
    made = Environment(**{**options, "undefined": StrictUndefined, "finalize": printable, "trim_blocks": True, "lstrip_blocks": True})  # noqa: S701 (Django turns escaping on)
    made.globals.update(url=reverse, vocabulary=vocabulary)
    made.filters.update(capital=capital, host=host)
    made.tests["web"] = is_web_address
    return made


def voice_of(request: HttpRequest) -> Voice:
    """Return the voice that a request is answered in."""
    return Voice(language_of(request))


def render(
    request: HttpRequest, template: str, values: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:  # Any: of each page
    """Return a page."""
    known, token = signed_in(request), get_token(request)
    shared = {
        "v": voice_of(request),
        "account": account_of(request) if known else None,
        "may": lambda page: known and page in MATRIX and may(account_of(request).roles, page),
        "here": request.resolver_match.url_name if request.resolver_match else None,
        "path": request.get_full_path(),
        "fragment": request.headers.get("HX-Request") == "true",
        "token": token,
        "csrf_input": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(token),
    }
    text = get_template(template).render({**shared, **(values or {})})
    return HttpResponse(text, status=status)
