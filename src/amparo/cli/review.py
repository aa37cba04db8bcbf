"""``review``: decide pairs of records, blind to the score until the answer is in; undo; explain."""

from typing import TYPE_CHECKING, cast

import click

from amparo.cli.language import language
from amparo.cli.link import words
from amparo.cli.shared import command, json_option, print_json, say_line, session, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.workflows.deciding import Decision
    from amparo.workflows.pair_review import Answer, Card
    from amparo.workflows.session import Session


@command("review")
@click.option("--list", "only_list", is_flag=True, help=words("option_list"))
@click.option("--decide", nargs=3, metavar="A B same|different|unsure", help=words("option_decide"))
@click.option("--why", default="", help=words("option_why"))
@click.option("--undo", metavar="ID|last", help=words("option_undo"))
@click.option("--explain", metavar="ID", help=words("option_explain"))
@click.option("--second", is_flag=True, help=words("option_second"))
@json_option
def review(
    decide: tuple[str, str, str] | None, why: str, undo: str | None, explain: str | None, *, only_list: bool, second: bool, as_json: bool
) -> None:
    """Review pairs of records."""
    from amparo.workflows.pair_review import Review

    with session() as opened:
        if decide:
            from amparo.workflows.deciding import decide as record

            _print_decision(record(opened, decide[0], decide[1], cast("Answer", decide[2]), why=why, second=second), as_json=as_json)
        elif undo:
            _undo(opened, undo, why, as_json=as_json)
        elif explain:
            _explain(opened, explain, as_json=as_json)
        elif only_list or as_json:
            found = Review.of(opened)
            pairs = found.second_queue() if second else found.queue()
            if as_json:
                print_json({"pairs": [found.card(a, b, second=second).to_dict() for a, b in pairs], "second_answers": found.agreement()})
            else:
                say_line(words("to_review", n=len(pairs)) if pairs else words("nothing_to_review"))
                for a, b in pairs:
                    say_line(f"  {a}  {b}")
        else:
            _ask(opened, second=second)


def _ask(opened: "Session", *, second: bool) -> None:
    """Show pair after pair, and record the answers."""
    from amparo.workflows.deciding import decide, last_decision
    from amparo.workflows.pair_review import Review, next_card

    keys = dict(part.split("=") for part in words("keys").split())
    passed: list[tuple[str, str]] = []
    while (card := next_card(opened, skip=passed, second=second)) is not None:
        _print_card(card)
        answer = keys[click.prompt(words("ask"), type=click.Choice(list(keys)), show_choices=False)]
        if answer == "quit":
            return
        if answer == "pass":
            passed.append((card.a.record, card.b.record))
        elif answer == "undo":
            _undo(opened, last_decision(opened) or "", "", as_json=False)
        else:
            why = click.prompt(words("ask_why"), default="", show_default=False)
            made = decide(opened, card.a.record, card.b.record, cast("Answer", answer), why=why, second=second)
            _print_decision(made, as_json=False)
            for line in Review.of(opened).evidence(card.a.record, card.b.record):
                say_line("  " + line.sentence(language()))
        say_line()
    say_line(words("nothing_to_review"))
    if second:
        n, same = Review.of(opened).agreement()
        say_line(words("agreement", n=n, same=same))


def _print_card(card: "Card") -> None:
    say_line(words("card_touches", undecided=card.undecided, touches=card.touches))
    names = list(dict.fromkeys(one.property for side in (card.a, card.b) for one in side.sayings))
    rows = [
        (name, *("\n".join(_cell(one.value, one.happened_on) for one in side.sayings if one.property == name) for side in (card.a, card.b)))
        for name in names
    ]
    table(
        [words("field"), f"{card.a.source}  {card.a.record}", f"{card.b.source}  {card.b.record}"], cast("Sequence[tuple[str, ...]]", rows)
    )


def _cell(value: str, happened_on: str | None) -> str:
    return f"{value} ({happened_on})" if happened_on else value


def _print_decision(made: "Decision", *, as_json: bool) -> None:
    if as_json:
        import attrs

        print_json(attrs.asdict(made))
        return
    decision = words(f"decision_{made.decision}")
    if made.per_mille is None:
        say_line(words("decided_without", id=made.statement_id, decision=decision))
    else:
        say_line(words("decided", id=made.statement_id, decision=decision, chance=_chance(made.per_mille)))
    if made.agrees is False:
        say_line(words("disagrees"))


def _chance(per_mille: int | None) -> str:
    if per_mille is None:
        return words("chance_none")
    share = f"{min(max(per_mille, 1), 999) / 10:.1f} %"  # no join is certain
    return share.replace(".", ",") if language() == "es" else share


def _undo(opened: "Session", which: str, why: str, *, as_json: bool) -> None:
    from amparo.workflows.deciding import last_decision, undo_decision

    statement = last_decision(opened) if which in ("last", "") else which
    if statement is None:
        say_line(words("nothing_to_undo"))
        return
    one, other = undo_decision(opened, statement, why or words("undo_reason"))
    if as_json:
        print_json({"undone": statement, "persons": [one, other]})
    else:
        say_line(words("undone", one=one, other=other))


def _explain(opened: "Session", subject: str, *, as_json: bool) -> None:
    from amparo.workflows.pair_review import explain_person

    found = explain_person(opened, subject)
    if as_json:
        print_json(found.to_dict())
        return
    say_line(words("person_records", person=found.person, n=len(found.records)))
    for a, b, per_mille, why in found.joins:
        say_line(words("person_join", a=a, b=b, chance=_chance(per_mille), why=words(f"why_{why}")))
        for line in found.lines[a, b]:
            say_line("    " + line.sentence(language()))
    if found.weakest is not None:
        say_line(words("person_weakest", a=found.weakest[0], b=found.weakest[1]))
    for person, a, b in found.open:
        say_line(words("person_open", person=person, a=a, b=b))
    for person in found.apart:
        say_line(words("person_apart", person=person))
