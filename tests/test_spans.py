"""What headlines stand over."""

from __future__ import annotations

from briefing.boxes import Rectangle
from briefing.spans import spans, text_sizes

COLUMNS: list[Rectangle] = [(0, 100, 100, 300), (120, 100, 220, 300), (240, 100, 340, 300)]


def span_of(*heads: tuple[Rectangle, float], bars: tuple[Rectangle, ...] = ()) -> list[tuple[float, float]]:
    """The spans of heads above three columns set in 10 points."""
    boxes = [box for box, _ in heads] + COLUMNS
    return spans(boxes, [size for _, size in heads] + [10.0] * 3, bars)[: len(heads)]


def test_nothing_spans_nothing() -> None:
    assert spans([], [], []) == []


def test_a_centred_and_a_left_title_span_the_columns_below() -> None:
    assert span_of(((130, 60, 210, 90), 24)) == [(0, 340)]
    assert span_of(((0, 60, 60, 90), 24)) == [(0, 340)]


def test_text_spans_itself() -> None:
    assert spans(COLUMNS, [10.0] * 3, []) == [(0, 100), (120, 220), (240, 340)]


def test_another_title_beside_bounds_it() -> None:
    assert span_of(((0, 60, 60, 90), 24), ((250, 60, 330, 90), 24)) == [(0, 220), (240, 340)]


def test_an_upright_rule_bounds_it() -> None:
    assert span_of(((0, 60, 60, 90), 24), bars=((230, 40, 230, 300),)) == [(0, 220)]


def test_a_rule_between_columns_below_the_title_does_not() -> None:
    assert span_of(((0, 60, 60, 90), 24), bars=((230, 98, 230, 300),)) == [(0, 340)]


def test_a_rule_below_ends_it() -> None:
    assert span_of(((0, 60, 60, 90), 24), bars=((0, 95, 340, 95),)) == [(0, 60)]


def test_a_byline_set_right_belongs_to_the_title_set_left() -> None:
    assert span_of(((0, 50, 60, 74), 24), ((280, 80, 340, 90), 10)) == [(0, 340), (0, 340)]


def test_a_kicker_spans_what_its_title_does() -> None:
    assert span_of(((0, 44, 30, 56), 12), ((0, 60, 60, 90), 24)) == [(0, 340), (0, 340)]


def test_columns_that_begin_lower_are_another_matter() -> None:
    boxes: list[Rectangle] = [(0, 60, 60, 90), (0, 100, 100, 300), (120, 160, 220, 300)]
    assert spans(boxes, [24.0, 10.0, 10.0], [])[0] == (0, 100)


def test_a_byline_set_right_or_left_below_the_title_bounds_nothing() -> None:
    title: tuple[Rectangle, float] = ((130, 50, 210, 74), 24)
    for byline in ((270, 80, 340, 90), (0, 80, 70, 90), (140, 80, 200, 90)):
        assert span_of(title, (byline, 10))[0] == (0, 340)


def test_a_title_centred_over_an_empty_column_spans_the_text_that_is_there() -> None:
    # Centred over four columns, of which the story filled three.
    assert span_of(((190, 60, 270, 90), 24)) == [(0, 340)]


def test_a_picture_level_beside_the_text_is_not_under_its_title() -> None:
    assert span_of(((130, 60, 210, 90), 24), bars=((360, 100, 500, 200),)) == [(0, 340)]


def test_each_box_has_the_size_of_the_text_it_stands_by() -> None:
    small, large = (50.0, 100.0, 150.0, 200.0), (300.0, 100.0, 400.0, 260.0)
    boxes = [small, (50.0, 84.0, 130.0, 96.0), large, (300.0, 80.0, 390.0, 94.0), (600.0, 80.0, 650.0, 90.0)]
    assert text_sizes(boxes, [8, 10, 11, 13, 9]) == [8, 8, 11, 11, 11]


def test_a_headline_of_many_lines_is_no_text() -> None:
    text, head = (50.0, 200.0, 250.0, 600.0), (50.0, 50.0, 250.0, 180.0)
    assert text_sizes([text, head], [10, 26]) == [10, 10]
    assert text_sizes([], []) == []


def test_a_line_right_below_one_headline_is_no_byline_of_the_next() -> None:
    wide, narrow = ((0.0, 60.0, 220.0, 90.0), 24.0), ((240.0, 62.0, 330.0, 80.0), 16.0)
    below = ((240.0, 84.0, 300.0, 92.0), 8.0)
    assert span_of(wide, narrow, below) == [(0, 220), (240, 340), (240, 340)]


def test_a_byline_that_takes_a_columns_first_line_is_the_column() -> None:
    title, byline = (147, 42, 522, 74), (87, 85, 174, 96)
    boxes: list[Rectangle] = [title, byline, (40, 102, 221, 250), (244, 84, 425, 250), (448, 84, 629, 250)]
    assert spans(boxes, [31.0, 10.5, 10.5, 10.5, 10.5], [])[0] == (40, 629)


def test_a_line_under_the_kicker_bounds_nothing() -> None:
    kicker, title = ((250, 40, 290, 52), 12), ((50, 60, 290, 90), 24)
    assert span_of(kicker, title, bars=((250, 54, 290, 55),))[1] == (0, 340)
    assert span_of(kicker, title, bars=((295, 40, 296, 95),))[1] == (0, 290)


def test_a_frame_is_no_text() -> None:
    boxes: list[Rectangle] = [(0, 60, 100, 70), (0, 80, 100, 300)]
    assert text_sizes(boxes, [10.0, 0.0]) == [10.0, 10.0]


def test_a_labels_ground_spans_what_the_headline_below_does() -> None:
    ground, title = ((0, 40, 40, 54), 0), ((0, 60, 80, 84), 24)
    assert span_of(ground, title) == [(0, 340), (0, 340)]
    assert span_of(((200, 40, 240, 54), 0), title)[0] == (200, 240)


def test_below_a_short_byline_stands_what_is_below_its_headline() -> None:
    picture, text = (120, 100, 340, 300), (0, 310, 340, 500)
    boxes: list[Rectangle] = [(0, 40, 200, 64), (0, 72, 60, 82), text]
    assert spans(boxes, [24.0, 10.0, 10.0], [picture])[:2] == [(0, 340), (0, 340)]


def test_a_columns_last_line_above_a_sections_head_is_as_wide_as_the_column() -> None:
    boxes: list[Rectangle] = [(130, 60, 210, 90), COLUMNS[0], (120, 100, 140, 110), (120, 150, 220, 300)]
    assert spans([*boxes, COLUMNS[2]], [24.0, *[10.0] * 4], [])[0] == (0, 340)
