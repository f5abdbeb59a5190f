from briefing.boxes import contains, shared_width, smallest_around, union


def test_union_and_containment() -> None:
    assert union([(0, 0, 1, 1), (5, -2, 6, 0)]) == (0, -2, 6, 1)
    assert contains((0, 0, 10, 10), (-1, 0, 10, 11)) and not contains((0, 0, 10, 10), (-5, 0, 5, 5))


def test_shared_width_is_of_the_narrower_box() -> None:
    assert shared_width((0, 0, 100, 1), (90, 0, 110, 1)) == 0.5
    assert shared_width((0, 0, 10, 1), (20, 0, 30, 1)) < 0


def test_the_smallest_frame_around() -> None:
    assert smallest_around((5, 5, 6, 6), [(0, 0, 100, 100), (4, 4, 8, 8), (50, 50, 60, 60)]) == 1
    assert smallest_around((5, 5, 6, 6), []) == -1
