"""
The index of names that the search of the site reads: plain scripts, so that it works from a disk too.

``names/index.js`` holds the names alone, sorted, and is fetched only when somebody starts to
search; the addresses, which do not compress, lie in small files of ``PER_FILE`` each.
"""

import json
from collections.abc import Mapping

from amparo.publish.links import file_names
from amparo.publish.release import Release
from amparo.publish.sorting import sort_key

PER_FILE = 256


def search_files(release: Release) -> Mapping[str, bytes]:
    """Return the scripts of the index, by path."""
    entries = _entries(release)
    files = {"names/index.js": _script("amparoNames", "\n".join(name for name, _ in entries))}
    for number, start in enumerate(range(0, len(entries), PER_FILE)):
        addresses = "\n".join(address for _, address in entries[start : start + PER_FILE])
        files[f"names/pages-{number}.js"] = b"window.amparoPages=window.amparoPages||{};" + _script(f"amparoPages[{number}]", addresses)
    return files


def _entries(release: Release) -> list[tuple[str, str]]:
    """Return every name with the page that it leads to, sorted as the site sorts names."""
    persons = file_names(person.person_id for person in release.persons)
    facilities = file_names(release.facilities["facility_id"].to_list())
    found = [(_line(person.name), f"cases/{persons[person.person_id]}.html") for person in release.persons]
    for row in release.rows("facilities"):
        names = dict.fromkeys(_line(name) for name in (row["name"], *(row["aliases"] or ())))
        found += [(name, f"facilities/{facilities[row['facility_id']]}.html") for name in names]
    return sorted(found, key=lambda entry: (sort_key(entry[0]), entry))


def _line(name: str) -> str:
    return " ".join(name.split())


def _script(variable: str, text: str) -> bytes:
    """Return a script that sets a variable to a text; signs that end lines in scripts are written as escapes."""
    written = json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.{variable}={written};\n".encode(errors="replace")
