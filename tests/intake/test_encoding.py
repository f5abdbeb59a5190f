import random

import pytest

from briefing.intake.encoding import Undecodable, canonical, decode

PAGE = "本报讯（记者 李靓）7月6日，我区召开结对帮扶脱贫攻坚工作第四次推进会，朱镕基题词，陶喆演出。\n"
CODECS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("length", [8, 20, len(PAGE), len(PAGE) * 1000])
def test_each_encoding_at_each_length(codec: str, length: int) -> None:
    text = (PAGE * 1000)[:length]
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("text", ["R&D <3% {{ x }} {% y %}", "喆𠮷😀", "一\x01二三四五六七八九十", "a", ""])
def test_hostile_text_survives(codec: str, text: str) -> None:
    assert decode(text.encode(codec)) == text


def test_pages_cut_anywhere_are_told_apart() -> None:
    choose = random.Random(1)
    for _ in range(200):
        start = choose.randrange(len(PAGE) - 10)
        text = PAGE[start : start + 10]
        for codec in CODECS:
            assert decode(text.encode(codec)) == text


@pytest.mark.parametrize("size", [4, 40, 400, 40_000])
def test_bytes_at_random_are_no_text(size: int) -> None:
    for seed in range(20):
        with pytest.raises(Undecodable):
            decode(b"\x00\x01" + random.Random(seed).randbytes(size))


def test_a_damaged_byte_names_its_line() -> None:
    data = PAGE.encode() * 3 + b"\xff" + PAGE.encode()
    with pytest.raises(Undecodable) as caught:
        decode(data)
    assert caught.value.line == 4


def test_a_text_cut_inside_its_last_character_names_the_line() -> None:
    with pytest.raises(Undecodable) as caught:
        decode((PAGE * 2).encode() + "中".encode()[:2])
    assert caught.value.line == 3


def test_a_marked_text_that_breaks_its_mark_is_no_text() -> None:
    with pytest.raises(Undecodable):
        decode(b"\xef\xbb\xbf" + PAGE.encode("gb18030"))


@pytest.mark.parametrize("label", ["gb2312", "GBK", "GB_2312-80", "x-gbk", "cp936", "gb18030"])
def test_every_name_of_the_gb_family_means_gb18030(label: str) -> None:
    assert canonical(label) == "gb18030"
    assert decode("朱镕基、陶喆、𠮷野家".encode("gb18030"), label) == "朱镕基、陶喆、𠮷野家"


def test_a_wrong_label_never_wins_over_the_bytes() -> None:
    assert decode(PAGE.encode(), "gb2312") == PAGE
    assert decode(PAGE.encode("gb18030"), "utf-8") == PAGE
    assert decode(PAGE.encode("gb18030"), "no-such-charset") == PAGE
