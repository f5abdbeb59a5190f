"""The mean of two fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.mean_weights import main, mean


def test_a_weight_that_one_fit_lacks_is_halved_and_what_is_tiny_left_out(tmp_path: Path) -> None:
    one, two, out = tmp_path / "1.tsv", tmp_path / "2.tsv", tmp_path / "out.tsv"
    one.write_text("# fitted\nnext\ttitle\t1.000\nend\tbody\t-0.500\ntiny\tbody\t0.010\n", "utf-8")
    two.write_text("# fitted too\nnext\ttitle\t2.000\n", "utf-8")
    assert mean([one, two]) == ["# fitted", "next\ttitle\t1.500", "end\tbody\t-0.250"]
    main([str(out), str(one), str(two)])
    assert out.read_text("utf-8").splitlines() == mean([one, two])


def test_it_says_how_it_is_used() -> None:
    with pytest.raises(SystemExit, match="usage"):
        main(["out.tsv", "one.tsv"])
