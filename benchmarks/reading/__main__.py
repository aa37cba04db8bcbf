"""
How well and how fast reports are read: the rows of the gold, speed, memory.

    python -m benchmarks.reading dev           the rows; --misses lists what was missed
    python -m benchmarks.reading speed         articles per second of processor time, memory of the process
    python -m benchmarks.reading dateparser    exact dates of dateparser on a part, for the hardness of the gold
"""

import resource
import sys
import time
from datetime import date

from tests.ingest.reports.gold import all_claims, passages
from tests.ingest.reports.scoring import dateparser_exact, misses, table

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


def speed() -> None:
    """Print how many articles of 5 kB are read in a second of processor time, and the memory of this process."""
    texts = ["\n\n".join(one.text for one in passages("dev") if one.language == language) for language in ("es", "en")]
    articles = [(text * 3)[at : at + _ARTICLE] for text in texts for at in range(0, 2 * len(text), _ARTICLE)]
    read(articles[0], published_on=date(2026, 2, 6))
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
