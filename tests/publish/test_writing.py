"""Writing a site: whole or not at all, and never over what is not ours."""

from pathlib import Path

import pytest

from amparo.errors import BadInput
from amparo.publish import writing
from amparo.publish.writing import MANIFEST, manifest, write_site


def site(**files: bytes) -> dict[str, bytes]:
    """Return a small site with its manifest."""
    made = {"index.html": b"one", "en/index.html": b"two", **{name.replace("_", "."): content for name, content in files.items()}}
    return {**made, MANIFEST: manifest(made)}


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_is_written_whole(tmp_path: Path) -> None:
    """What was made is what lies on the disk, readable to others, and nothing else is left beside it."""
    write_site(site(), tmp_path / "a" / "out")
    assert tree(tmp_path / "a" / "out") == site()
    assert (tmp_path / "a" / "out").stat().st_mode & 0o777 == 0o755
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["out"]


def test_a_new_edition_replaces_the_old_one(tmp_path: Path) -> None:
    """Pages that are gone from the release are gone from the folder."""
    write_site(site(old_html=b"x"), tmp_path / "out")
    write_site(site(new_html=b"y"), tmp_path / "out")
    assert tree(tmp_path / "out") == site(new_html=b"y")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    """An empty folder that is already there is taken."""
    (tmp_path / "out").mkdir()
    write_site(site(), tmp_path / "out")
    assert tree(tmp_path / "out") == site()


def _of_somebody(out: Path) -> None:
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")


def _with_a_forged_manifest(out: Path) -> None:
    out.mkdir()
    (out / MANIFEST).write_bytes(b"\xff\xfe not ours")


def _ours_with_a_guest(out: Path) -> None:
    write_site(site(), out)
    (out / "CNAME").write_text("example.org")


def _a_file(out: Path) -> None:
    out.write_text("not a folder")


def _a_link(out: Path) -> None:
    (out.parent / "elsewhere").mkdir()
    out.symlink_to(out.parent / "elsewhere")


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (_of_somebody, "publish.not_our_site"),
        (_with_a_forged_manifest, "publish.not_our_site"),
        (_ours_with_a_guest, "publish.foreign_file"),
        (_a_file, "publish.not_a_folder"),
        (_a_link, "publish.not_a_folder"),
    ],
)
def test_what_is_not_ours_is_not_touched(tmp_path: Path, prepare: object, code: str) -> None:
    """A folder with other people's files, a file or a link is refused, and stays as it was."""
    prepare(tmp_path / "out")  # type: ignore[operator]
    before = tree(tmp_path)
    with pytest.raises(BadInput) as refused:
        write_site(site(), tmp_path / "out")
    assert refused.value.code == code
    assert str(tmp_path) in refused.value.message("es")
    assert tree(tmp_path) == before


@pytest.mark.parametrize("path", ["../up.html", "/etc/x", "a/../../b", "a\\b", "", "."])
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    """No file of a site may lie outside of it."""
    with pytest.raises(BadInput) as refused:
        write_site({path: b"x"}, tmp_path / "out")
    assert refused.value.code == "publish.path_outside"
    assert not (tmp_path / "out").exists()


def test_a_failure_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up half way, the old site is still there, whole."""
    write_site(site(), tmp_path / "out")

    def full(folder: Path, files: object) -> None:
        (folder / "half.html").write_bytes(b"x")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_fill", full)
    with pytest.raises(OSError, match="No space"):
        write_site(site(new_html=b"y"), tmp_path / "out")
    assert tree(tmp_path / "out") == site()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failed_swap_puts_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the second rename fails, the first is undone."""
    write_site(site(), tmp_path / "out")
    rename = Path.rename

    def refuses(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(OSError, match="Permission"):
        write_site(site(new_html=b"y"), tmp_path / "out")
    monkeypatch.undo()
    assert tree(tmp_path / "out") == site()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
