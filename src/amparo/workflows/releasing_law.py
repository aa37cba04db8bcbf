"""
What a release says of the law: the path of each text with its deadlines, and whom the text in force covers.

The texts that are applied travel with the release, and its edition commits to them: a coverage that cannot be computed again is not
published. No answer about one person leaves: only bounds, and none while so few have public charges that a bound would point at them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import orjson
import polars as pl

from amparo.histories.people import People
from amparo.publish import Figure, Words, schema
from amparo.questions.law import Assessment, Instrument, assess, load_instrument
from amparo.questions.law.asking import missing_fact
from amparo.questions.law.bounds import Bounds, answer_bounds, change_bounds
from amparo.questions.law.cases import Case
from amparo.questions.law.loading import head_of, shipped
from amparo.questions.law.records import SHIPPED, aliases
from amparo.questions.law.stages import Path as LawPath
from amparo.questions.law.stages import Told, path_of
from amparo.statements import canonical_json
from amparo.words import LANGUAGES, both, day_in_words, say
from amparo.workflows.coverage import content_of, registry_cases, undecided_webs
from amparo.workflows.law import may_bind
from amparo.workflows.law_path import told_by, told_in

FEWEST = 5  # persons with public charges below which a bound would say something of each of them
_ANSWERS = ("covered", "partial", "excluded", "cannot_tell")
_CHANGES = ("gained", "lost", "unchanged")
_MOST_MISSING = 12

type Texts = Mapping[str, bytes]


@attrs.frozen(eq=False, kw_only=True)
class Law:
    """
    What a release says of the law.

    Attributes:
        main: the instrument whose path and coverage are shown in full; None where there is none.
        stages: those that only the files of the text in force tell, with the instrument's name.
        texts: the files of the texts that were applied, by name.
        deadlines, checks, law_texts, missing_facts: tables of the release.
    """

    main: str | None = None
    stages: Sequence[tuple[str, Told]] = ()
    texts: Texts = attrs.field(factory=dict)
    deadlines: pl.DataFrame
    checks: pl.DataFrame
    law_texts: pl.DataFrame
    missing_facts: pl.DataFrame
    figures: tuple[Figure, ...] = ()

    def tables(self) -> dict[str, Any]:  # Any: fields of a release
        """Return what a release takes of it as it is."""
        names = ("deadlines", "checks", "law_texts", "missing_facts")
        return {"main_instrument": self.main, "law_files": self.texts, **{name: getattr(self, name) for name in names}}


def texts_applied(public: pl.DataFrame, on: date) -> Texts:
    """
    Return the files of the text in force that the statements speak of, and of the versions before it, by name.

    Those that stand among the statements are not repeated: they travel as statements.
    """
    spoken = _spoken(public)
    for own in dict.fromkeys(own for _, own in spoken):
        if _imported(public, own):
            continue
        files = sorted({file for name, (file, option) in shipped().items() if name.partition("@")[0] == own and option is None})
        texts = {file: (SHIPPED / file).read_bytes() for file in files}
        if any(may_bind(one, on) for one in versions_in(texts)):
            return texts
    return {}


def law_of(public: pl.DataFrame, everybody: People, *, on: date, texts: Texts) -> Law:
    """Return what is said of the law on a day; ``texts``: what `texts_applied` returned, or what a release carries."""
    spoken = _spoken(public)
    versions, subject = _in_force(public, spoken, texts, on)
    beyond = {one.id: _beyond(public, one.id, versions) for one in versions}
    paths = [
        (subject, path_of(own, (*told_in(public, own), *beyond.get(own, ())), jurisdiction=own.partition("/")[0].upper(), on=on))
        for subject, own in spoken
    ]
    rows, missing, figures = (_coverage(subject, versions, everybody, on, texts)) if versions and subject else ([], [], [])
    return Law(
        main=subject,
        stages=[(subject, one) for told in beyond.values() for one in told] if subject else [],
        texts=texts if versions else {},
        deadlines=_table("deadlines", _deadlines(paths)),
        checks=_table("checks", [(name, one.id, one.article, one.words["es"], one.words["en"], one.met)
                                 for name, path in paths for one in path.checks]),
        law_texts=_table("law_texts", rows),
        missing_facts=_table("missing_facts", missing),
        figures=tuple(figures),
    )  # fmt: skip


def _table(name: str, rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:  # Any: cells
    return pl.DataFrame(rows, schema=schema(name), orient="row")


def _spoken(public: pl.DataFrame) -> list[tuple[str, str]]:
    """Return the instruments that stages speak of, the latest first: the name that the statements use, and the id that it stands for."""
    rows = public.filter((pl.col("subject_kind") == "instrument") & (pl.col("property") == "stage"))
    latest = rows.group_by("subject").agg(pl.col("happened_on").max()).sort("happened_on", "subject", descending=True, nulls_last=True)
    return [(subject, aliases().get(subject, subject)) for subject in latest["subject"]]


def _imported(public: pl.DataFrame, own: str) -> dict[str, bytes]:
    """Return the files of an instrument that stand among the statements, by name; of one version the latest."""
    about = (pl.col("subject_kind") == "instrument") & (pl.col("property") == "text") & (pl.col("subject") == own)
    values = [orjson.loads(value) for value in public.filter(about).sort("happened_on", nulls_last=False, maintain_order=True)["value"]]
    return {f"{place}-{Path(value['name']).name}": value["yaml"].encode() for place, value in enumerate(values)}


def versions_in(texts: Texts) -> list[Instrument]:
    """Return the versions that the files hold, in the order of their days; the text in force is the last that is no bill."""
    with TemporaryDirectory() as folder:
        for name, content in texts.items():
            (Path(folder) / Path(name).name).write_bytes(content)
        found = [load_instrument(Path(folder) / Path(name).name) for name in sorted(texts)]
    return sorted(found, key=lambda one: (one.dated, one.label))


def _in_force(public: pl.DataFrame, spoken: Sequence[tuple[str, str]], texts: Texts, on: date) -> tuple[list[Instrument], str | None]:
    """Return the first and the last version of the latest instrument that may be in force, and the name that statements call it by."""
    for subject, own in spoken:
        versions = [one for one in versions_in(_imported(public, own) or texts) if one.id == own]
        force = [one for one in versions if one.kind != "bill"]
        if force and may_bind(force[-1], on):
            return [*([versions[0]] if versions[0].label != force[-1].label else []), force[-1]], subject
    return [], spoken[0][0] if spoken else None


def _beyond(public: pl.DataFrame, own: str, versions: Sequence[Instrument]) -> list[Told]:
    """Return the stages that the files of a text tell and no statement does."""
    known = {(one.stage, one.date) for one in told_in(public, own)}
    found = {(one.stage, one.date, one.source): one for one in reversed(list(told_by([version.document for version in versions])))}
    return [one for one in reversed(found.values()) if (one.stage, one.date) not in known]


def _deadlines(paths: Sequence[tuple[str, LawPath]]) -> list[tuple[Any, ...]]:  # Any: cells
    return [
        (name, one.id, one.article, one.words["es"], one.words["en"], one.days, *one.due, one.met, *(one.took or (None, None)))
        for name, path in paths
        for one in path.deadlines
    ]


type Part = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[Figure]]  # Any: cells


def _coverage(subject: str, versions: Sequence[Instrument], everybody: People, on: date, texts: Texts) -> Part:
    """Return the rows of the texts, of the facts that are missing most, and the figures."""
    cases, _ = registry_cases(everybody)
    named = [cases[person] for person in sorted(cases) if everybody.name(person) != person]
    webs = undecided_webs(everybody)
    charged = sum(bool(case.charges) for case in named)
    digests = {name: sha256(content).hexdigest() for name, content in texts.items()}
    files = {one.label: next((name for name, content in texts.items() if _is_of(content, one)), None) for one in versions}
    rows = [
        (subject, one.label, one.id, one.title.get("es", one.id), one.title.get("en", one.id), one.kind, one.text_status.level, one.dated,
         files[one.label], digests.get(files[one.label] or ""), len(named), charged)
        for one in versions
    ]  # fmt: skip
    if 0 < charged < FEWEST:
        return rows, [], []
    found = {one.label: _assessed(one, named) for one in versions}
    told = _statements(named)
    figures = [figure for one in versions for figure in _answers(one, answer_bounds(found[one.label], webs), on, told)]
    if len(versions) > 1:
        figures += _changes(versions[0], versions[-1], change_bounds(versions[0], versions[-1], named, webs), on, told)
    return rows, _missing(subject, versions[-1], found[versions[-1].label]), figures


def _assessed(instrument: Instrument, cases: Sequence[Case]) -> list[Assessment]:
    """Return the answer for each case; those of whom the same is known are answered once."""
    seen: dict[str, Assessment] = {}
    found = []
    for case in cases:
        key = content_of(case)
        if key not in seen:
            seen[key] = assess(instrument, case)
        found.append(attrs.evolve(seen[key], case=case))
    return found


def _is_of(content: bytes, instrument: Instrument) -> bool:
    head = head_of(content)
    return head is not None and head[:2] == (instrument.id, instrument.label)


def _statements(cases: Sequence[Case]) -> tuple[str, ...]:
    """Return the statements on charges and facts that the answers rest on."""
    told = {one for case in cases for ids in case.sources.values() for one in ids}
    return tuple(sorted(told | {one for case in cases for charge in case.charges for one in charge.sources.get("", ())}))


def _answers(one: Instrument, bounds: Mapping[Any, Bounds], on: date, told: tuple[str, ...]) -> Iterator[Figure]:
    for answer in _ANSWERS:
        words = {language: say(f"law.answer_{answer}", language) for language in LANGUAGES}
        yield _figure(
            f"law_{answer}_{_slug(one.label)}",
            on,
            bounds[answer],
            {language: say("releasing.law_label", language, answer=words[language], version=one.label) for language in LANGUAGES},
            {language: say("releasing.law_rule", language, answer=words[language], title=_title(one, language), version=one.label,
                           day=day_in_words(on, language), level=say(f"law.level_{one.text_status.level}", language))
             for language in LANGUAGES},
            f"amparo law assess {one.id}@{one.label} --on {on}",
            {"law": one.id, "version": one.label, "answer": answer},
            told,
        )  # fmt: skip


def _changes(a: Instrument, b: Instrument, bounds: Mapping[Any, Bounds], on: date, told: tuple[str, ...]) -> Iterator[Figure]:
    for change in _CHANGES:
        words = {language: say(f"releasing.law_change_{change}", language) for language in LANGUAGES}
        yield _figure(
            f"law_{change}_{_slug(a.label)}_to_{_slug(b.label)}",
            on,
            bounds[change],
            {language: say("releasing.law_change_label", language, change=words[language], before=a.label, after=b.label)
             for language in LANGUAGES},
            {language: say("releasing.law_change_rule", language, change=words[language], title=_title(b, language), before=a.label,
                           after=b.label, day=day_in_words(on, language)) for language in LANGUAGES},
            f"amparo law compare {a.id}@{a.label} {b.id}@{b.label}",
            {"law": b.id, "before": a.label, "after": b.label, "change": change},
            told,
        )  # fmt: skip


def _figure(ident: str, on: date, bounds: Bounds, label: Words, rule: Words, query: str, question: Any, told: tuple[str, ...]) -> Figure:
    width = bounds.at_most - bounds.at_least
    return Figure(
        id=f"{ident}_on_{on:%Y_%m_%d}", label=label, rule=rule, at_least=bounds.at_least, at_most=bounds.at_most, unit="persons",
        gap={"facts": width} if width else {}, statements=told, query=query, question=canonical_json(question), topic="law",
    )  # fmt: skip


def _slug(label: str) -> str:
    return "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in label.lower())


def _title(one: Instrument, language: Any) -> str:  # Any: a language
    return one.title.get(language, one.id)


def _missing(subject: str, one: Instrument, found: Sequence[Assessment]) -> list[tuple[Any, ...]]:  # Any: cells
    """Return the facts that would settle most open answers: of how many persons each is missing."""
    alike: dict[str, list[Assessment]] = {}
    for assessment in found:
        alike.setdefault(content_of(assessment.case), []).append(assessment)
    count: Counter[str] = Counter()
    weight: Counter[str] = Counter({"charges": len(found)})  # in how many of the smallest sets: what settles most is first among equals
    for first, *others in alike.values():
        if first.person == "cannot_tell":
            sets = [one for charge in first.charges.values() for one in charge.missing_sets]
            names = {name for one in sets for name in one} if first.charges else {"charges"}
            count.update(dict.fromkeys(names, 1 + len(others)))
            weight.update(name for one in sets for name in one)
    rows: list[tuple[Any, ...]] = []  # Any: cells
    for name, persons in sorted(count.items(), key=lambda item: (-item[1], -weight[item[0]], item[0]))[:_MOST_MISSING]:
        if name == "charges":
            articles: tuple[str, ...] = ()
            words: tuple[Words, Words] = both("releasing.charges_label"), both("releasing.charges_question")
        else:
            fact = missing_fact(one, name)
            articles, words = fact.articles, (fact.label, fact.question)
        told = [part[language] for part in words for language in LANGUAGES]
        rows.append((subject, one.label, name, *told, list(articles), persons))
    return rows
