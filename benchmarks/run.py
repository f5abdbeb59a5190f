"""One contender in a process of its own: `python -m benchmarks.run NAME COUNT PASSES`.

Prints one line of JSON: processor seconds of each pass over the texts after getting ready, and the peak of
memory.
"""

from __future__ import annotations

import json
import sys
import time

from benchmarks.contenders import CONTENDERS
from benchmarks.corpus import texts


def peak_megabytes() -> float | None:
    """The most memory this process has held; None where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(name: str, count: int, passes: int) -> None:
    """Time one contender over so many articles, `passes` times; prints one line of JSON."""
    articles = texts(count)
    summarize = CONTENDERS[name]()
    seconds = []
    for _ in range(passes):
        start = time.process_time()
        for article in articles:
            summarize(article)
        seconds.append(time.process_time() - start)
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
