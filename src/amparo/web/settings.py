"""Django's settings for the app of one registry; folder, secret and door are those of the run."""

from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from amparo.store import settings as store
from amparo.store.settings import DEFAULT_AUTO_FIELD, TIME_ZONE, USE_TZ, sqlite

__all__ = ["DEFAULT_AUTO_FIELD", "TIME_ZONE", "USE_TZ", "app_database", "configure"]

APP_FILE = "app.sqlite3"
DATA_LIMIT = 110 * 2**20  # bytes of a request: an import takes files of up to 100 MiB
IDLE_SECONDS = 30 * 60
_SELF, _NONE = [CSP.SELF], [CSP.NONE]

INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", *store.INSTALLED_APPS, "amparo.web"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "amparo.web.middleware.Door",
    "amparo.web.middleware.FirstRun",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "amparo.web.middleware.Access",
]
ROOT_URLCONF = "amparo.web.urls"
DATABASES = store.DATABASES
DATABASE_ROUTERS = ["amparo.web.router.OneFileEach"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(__file__).with_name("templates")],
        "OPTIONS": {"environment": "amparo.web.rendering.environment"},
    }
]
USE_I18N = False  # every sentence comes from locale/*.toml
APPEND_SLASH = False
LOGGING_CONFIG = None

AUTH_USER_MODEL = "web.Account"
AUTHENTICATION_BACKENDS = ["amparo.web.accounts.ByPassphrase"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
SESSION_COOKIE_NAME = "amparo_session"
SESSION_COOKIE_AGE = IDLE_SECONDS
SESSION_SAVE_EVERY_REQUEST = True  # the half hour begins anew with every request
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "amparo_form"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "amparo.web.views.errors.stale_form"

ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
SECURE_CSP = {"default-src": _SELF, "form-action": _SELF, "frame-ancestors": _NONE, "base-uri": _NONE, "object-src": _NONE}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = DATA_LIMIT
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_LIMIT
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # never a file in the clear in /tmp
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SECRET_KEY = "replaced by each run"  # noqa: S105 (see `configure`)
AMPARO_FOLDER = Path()  # the registry's
AMPARO_DOOR = ""  # the word that a browser must have brought from the terminal


def configure(folder: Path, *, secret: str, door: str) -> None:
    """Set Django up for the app of the registry in a folder, which may not be there yet; ``secret`` signs cookies and forms."""
    from django.conf import settings

    path = folder.resolve()
    shared = {name: value for name, value in globals().items() if name.isupper() and not name.startswith("_")}
    own = {"SECRET_KEY": secret, "AMPARO_FOLDER": path, "AMPARO_DOOR": door, "DATABASES": {"default": app_database(path)}}
    settings.configure(**{**shared, **own})


def app_database(folder: Path) -> dict[str, Any]:  # Any: Django's own shape
    """Return the settings of the file that holds accounts, sittings and work in progress: beside the log, and not in its backups."""
    return sqlite(str(folder / APP_FILE))
