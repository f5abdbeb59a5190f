"""One contender in a process of its own: `python -m benchmarks.run NAME COUNT SECONDS`.

It goes over the texts once, then again until so many seconds of the processor are used: a pass of the fastest
takes 30 ms, and three of those would be at the mercy of whatever else the machine does. Prints one line of
JSON: processor seconds of each pass after getting ready, and the peak of memory.
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


def main(name: str, count: int, budget: float) -> None:
    """Time one contender over so many articles for `budget` seconds; prints one line of JSON."""
    articles = texts(count)
    summarize = CONTENDERS[name]()
    seconds: list[float] = []
    while not seconds or sum(seconds) < budget:
        start = time.process_time()
        for article in articles:
            summarize(article)
        seconds.append(time.process_time() - start)
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
