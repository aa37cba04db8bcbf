"""What is asked of how people move: the flows of a window, what changed since a day, and what became of pledges."""

from amparo.errors import BadInput
from amparo.questions.law.loading import shipped_instrument
from amparo.questions.law.records import aliases, records
from amparo.words import Language
from amparo.workflows import moves_papers as papers
from amparo.workflows.answers import facility_names, ledger
from amparo.workflows.asked import Asked, Asker, Params, day, freshness
from amparo.workflows.flows import answer_flows
from amparo.workflows.session import Session
from amparo.workflows.watching import answer_pledges, answer_watch


def title_of(instrument: str, language: Language) -> str:
    """Return the title of an instrument of the package; the id of one that it does not hold."""
    own = aliases().get(instrument, instrument.partition("@")[0])
    for one in records():
        if one.id == own:
            return one.title.get(language, own)
    try:
        return shipped_instrument(own).title.get(language, own)
    except BadInput:
        return instrument


def _flows(session: Session, params: Params) -> Asked:
    known_at, fresh_within = day(params, "known_at"), freshness(params)
    since, until = day(params, "since"), day(params, "until") or known_at or session.today()
    key = ("flows", session.log().height, session.clearance, since, until, known_at, fresh_within)
    found = session.memory.kept(key, lambda: answer_flows(session, since=since, until=until, known_at=known_at, fresh_within=fresh_within))
    position = ledger(session)
    return Asked("flows", params, found.to_dict(), lambda language: papers.flows_paper(found, position, language), found)


def _watch(session: Session, params: Params) -> Asked:
    since, on, fresh_within = day(params, "since"), day(params, "on") or session.today(), freshness(params)
    key = ("watch", session.log().height, session.clearance, since, on, fresh_within)
    found = session.memory.kept(key, lambda: answer_watch(session, since=since, on=on, fresh_within=fresh_within))
    position, places = ledger(session), facility_names(session)

    def rows(language: Language) -> list[papers.Watch]:
        return papers.watch_rows(found, places, lambda one: title_of(one, language), language)

    return Asked(
        "watch", params, found.to_dict(), lambda language: papers.watch_paper(found, rows(language), position, language), (found, rows)
    )


def _pledges(session: Session, params: Params) -> Asked:
    known_at, fresh_within = day(params, "known_at"), freshness(params)
    on = day(params, "on") or known_at or session.today()
    key = ("pledges", session.log().height, session.clearance, on, known_at, fresh_within)
    found = session.memory.kept(key, lambda: answer_pledges(session, on=on, known_at=known_at, fresh_within=fresh_within))
    position, places = ledger(session), facility_names(session)

    def told(language: Language) -> list[papers.Promise]:
        return papers.promises(found, places, lambda one: title_of(one, language), language)

    document = {"pledges": [one.to_dict() for one in found]}
    return Asked("pledges", params, document, lambda language: papers.pledges_paper(told(language), on, position, language), (found, told))


MOVES_ASKERS: dict[str, Asker] = {"flows": _flows, "watch": _watch, "pledges": _pledges}
