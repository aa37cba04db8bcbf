"""Who may do what, said in the log: accounts themselves are no part of the record, but what they were allowed is."""

from collections.abc import Sequence

from amparo.statements import StatementId
from amparo.workflows.session import Session


def role_given(session: Session, account: str, roles: Sequence[str]) -> StatementId:
    """Append which roles an account has from now on; none where it was closed."""
    subject = session.registry.mint("u", account)
    value = {"name": account, "roles": list(roles)}
    statement = session.statement(subject_kind="account", subject=subject, property="roles", value=value, source=session.who, exposure=0)
    return session.registry.append([statement], at=session.now())[0]
