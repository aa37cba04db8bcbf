"""What must hold before the app serves anybody."""

from django.urls import URLPattern, get_resolver

from amparo.errors import WrongUse
from amparo.web.access import unlisted


def addresses() -> list[URLPattern]:
    """Return every address of the app."""
    return [pattern for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)]


def check_matrix() -> None:
    """Raise WrongUse where an address has no row in the matrix of roles, or a row has no address."""
    faults = unlisted(pattern.name for pattern in addresses())
    if faults:
        raise WrongUse("web.matrix", faults=", ".join(faults))
