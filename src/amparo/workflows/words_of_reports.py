"""The words of reports that a registry has of its own: the folder ``lexicon`` beside its log."""

from pathlib import Path

from amparo import ingest
from amparo.ingest.reports import OwnWords, own_words
from amparo.workflows.session import Session

FOLDER = "lexicon"


def words_in(registry: Path) -> OwnWords:
    """Return the words of a registry's own; none where it has no such folder. Raises BadInput with the line that is wrong."""
    folder = registry / FOLDER
    if not folder.is_dir():
        return OwnWords()
    return own_words({path.name: ingest.file_content(path) for path in sorted(folder.glob("*.y*ml"))})


def words_of(session: Session) -> OwnWords:
    """Return the same for a sitting, read once as long as no file changes."""
    folder = session.registry.folder / FOLDER
    stamps = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.glob("*.y*ml")))
    return session.memory.kept(("words of reports", stamps), lambda: words_in(session.registry.folder))
