"""Builds the Word templates in templates/: the measures of GB/T 9704-2012 as styles, and the tags.

Run once after a change here or in word_parts (`python -m scripts.build_templates`); afterwards the
office edits the .docx in Word or WPS.

一周要闻   a newspaper's digest: red masthead, two columns
工作简报   an official briefing: 22 lines of 28 characters, 要目 before and 版记 at the foot
会议材料   for a meeting: the same page without masthead, colour or foot
"""

from __future__ import annotations

from briefing.resources import templates
from scripts.word_parts import (
    BLACK,
    COLUMN,
    DOUBT,
    GREY,
    LINE,
    RED,
    RIGHT_TAB,
    SCRIPT,
    SONG,
    TITLE_FACE,
    Block,
    Break,
    Crossing,
    Design,
    Foot,
    Rows,
    Style,
    border,
    p,
    page,
    shade,
    tag,
)
from scripts.word_writer import build

BLACK_INK = "000000"
# Below the lines of the grid: what an editor reads and takes out, tables, what is at the page's foot.
SMALL = (
    Style("Doubt", "待核", SCRIPT, 24, 400, 0, indent=2, colour=DOUBT),
    Style("Appendix", "核对页标题", BLACK, outline=0, keep_next=True, align="center", new_page=True),
    Style("AppendixPart", "核对页小标题", BLACK, 24, 400, 0, align="left", outline=1, keep_next=True,
          gap=240),
    Style("TableHead", "表头", BLACK, 21, 0, 0, align="center", keep_next=True),
    Style("TableText", "表文", size=21, line=0, spacing=0, align="left"),
    Style("FigureHead", "分布表头", BLACK, 18, 0, 0, align="center"),
    Style("Figure", "分布表数", SONG, 17, 0, 0, align="center"),
    Style("Silence", "分布注", SCRIPT, 21, 340, 0, align="left", gap=60),
    Style("Tag", "模板标记", SCRIPT, 18, 0, 0, align="left", colour=GREY),
    Style("Break", "分隔", SONG, 2, 20, 0, align="left"),
    Style("Picture", "图片", size=28, line=0, spacing=0, align="center", keep_next=True, gap=80),
    Style("Footer", "footer", SONG, 28, 0, 0),
)  # fmt: skip
# An official page: every line is one of the grid's 22.
OFFICIAL = (
    Style("Normal", "Normal"),
    Style("Heading1", "heading 1", BLACK, outline=0, keep_next=True, align="left", indent=2),
    Style("Heading2", "heading 2", SCRIPT, outline=1, keep_next=True, align="left", indent=2),
    Style("Heading3", "heading 3", outline=2, keep_next=True, indent=2, bold=True),
    Style("Item", "要闻", indent=2),
    Style("Byline", "署名", SCRIPT, 28, align="right", spacing=0),
    Style("Caption", "图注", SCRIPT, 28, align="center", spacing=0),
    *SMALL,
)
DIGEST = (
    Style("Normal", "Normal", size=28, line=480),
    Style("Title", "Title", TITLE_FACE, 110, 1300, 200, align="center", colour=RED),
    Style("Edition", "报头单位", SCRIPT, 32, 520, 20, align="center"),
    Style("Masthead", "报头期号", SCRIPT, 28, 0, 0, align="left", gap=60,
          extra=border("bottom", kind="thinThickSmallGap", size=24) + RIGHT_TAB),
    Style("Digest", "提要", SCRIPT, 28, 460, 0, indent=2, gap=120, after=60),
    Style("Heading1", "heading 1", BLACK, 32, 560, 20, align="center", outline=0, keep_next=True,
          colour="FFFFFF", extra=shade(RED), gap=200, after=60),
    Style("Heading2", "heading 2", BLACK, 28, 460, 0, align="left", outline=1, keep_next=True,
          colour=RED, extra=border("bottom", size=8, space=1), gap=160, after=40),
    Style("Heading3", "heading 3", TITLE_FACE, 30, 460, 0, align="left", outline=2, keep_next=True, gap=120),
    Style("Item", "要闻", size=28, line=480, indent=2),
    Style("Byline", "署名", SCRIPT, 18, 360, 0, align="right"),
    Style("Caption", "图注", SCRIPT, 24, 400, 0, align="left"),
    *SMALL,
)  # fmt: skip
BRIEFING = (
    Style("Secrecy", "密级", BLACK, align="left"),
    Style("Title", "Title", TITLE_FACE, 120, 1700, 240, align="center", colour=RED),
    Style("Issue", "期号", align="center"),
    Style("Masthead", "报头单位", align="left", extra=border("bottom", size=24, space=2) + RIGHT_TAB),
    Style("Note", "编者按", SCRIPT, indent=2),
    Style("ContentsHead", "要目标题", BLACK, align="center"),
    Style("Contents", "要目", size=28, line=480, spacing=0, hanging=2, align="left"),
    Style("Space", "空行"),
    Style("Foot", "版记", size=28, line=480, spacing=0, hanging=3, align="left",
          extra=border("top", "between", colour=BLACK_INK, space=1) + RIGHT_TAB),
    Style("FootEnd", "版记末线", SONG, 2, 40, 0, extra=border("top", size=8, colour=BLACK_INK, space=1)),
    *OFFICIAL,
)  # fmt: skip
MEETING = (
    Style("Title", "Title", TITLE_FACE, 44, 2 * LINE, 0, align="center"),
    Style("Masthead", "题下", SCRIPT, align="center"),
    Style("Digest", "提要", SCRIPT, indent=2, gap=LINE),
    *OFFICIAL,
)

COUNTED = (
    "本期收录要闻{{ entries|length }}条{% if photos %}、图片新闻{{ photos|length }}幅{% endif %}"
    "{% for place in places %}{% if loop.first %}：{% else %}、{% endif %}"
    "{{ place.label }}{{ place.n }}条{% endfor %}。"
)
SUMMARY: tuple[Block, ...] = (
    tag("if entries or photos"),
    p("Digest", COUNTED),
    tag("else"),
    p("Digest", "本期没有要闻。"),
    tag("endif"),
)
DOUBTFUL: tuple[Block, ...] = (
    tag("if doubts"),
    p("Doubt", "※ 待核{{ doubts|length }}处，见各条下的※和文末核对页；定稿前请逐条核对，核对后删去。"),
    tag("endif"),
)
REVISION = "{% if revision > 1 %}（第{{ revision }}稿）{% endif %}"
NUMBER = "{% if issue %}{{ issue|issue_name }}{% elif week %}{{ week|week_name }}{% endif %}"
UNIT = "{% if office.unit %}{{ office.unit }}{% elif edition != title %}{{ edition }}{% endif %}"


def news(width: int) -> tuple[Block, ...]:
    """The items, district by district, and the photo news; pictures at most so many millimetres wide."""
    return (
        tag("for section in sections"),
        p("Heading1", "{{ loop.index|numeral }}、{{ section.label }}"),
        tag("for group in section.themes"),
        p("Heading2", "（{{ loop.index|numeral }}）{{ group.theme }}"),
        tag("for item in group.items"),
        p("Heading3", "{{ numbers[item.id] }}. {{ item.headline }}{{ item|marks }}"),
        p("Item", "{{ item.text }}"),
        tag("if item|byline(layout.source_notes)"),
        p("Byline", "{{ item|byline(layout.source_notes) }}"),
        tag("endif"),
        tag("for photo in item.photos"),
        *picture(width),
        # The photographer first: at a line's beginning a name never breaks over two.
        p("Caption", "图{{ photo|photo_credit }}：{{ photo.caption }}"),
        tag("endfor"),
        *doubts("item"),
        tag("endfor"),
        tag("endfor"),
        tag("endfor"),
        tag("if photos"),
        p("Heading1", "{{ (sections|length + 1)|numeral }}、图片新闻"),
        tag("for photo in photos"),
        p("Heading3", "{{ photo.headline }}{{ photo|marks }}"),
        *picture(width),
        p("Item", "{{ photo.caption }}"),
        tag("if photo|photo_credit"),
        p("Byline", "{{ photo|photo_credit }}"),
        tag("endif"),
        *doubts("photo"),
        tag("endfor"),
        tag("endif"),
    )  # fmt: skip


def doubts(about: str) -> tuple[Block, ...]:
    """What is to be checked about an item or a photo, each doubt in its own paragraph."""
    return (
        tag(f"for doubt in {about}.warnings"),
        p("Doubt", "※ 待核：{{ doubt.message }}{{ doubt.lines|line_ranges|in_brackets }}"),
        tag("endfor"),
    )


def picture(width: int) -> tuple[Block, ...]:
    """A photo of at most `width` in its own paragraph, where its file is at hand."""
    return (
        tag(f"if photo|picture({width})"),
        p("Picture", f"{{{{ photo|picture({width}) }}}}"),
        tag("endif"),
    )


SPREAD: tuple[Block, ...] = (
    tag("if grid.rows|length > 1"),
    p("AppendixPart", "本期要闻分布（条）"),
    Crossing(),
    tag("if statistics.without_news"),
    p("Silence", "本期没有要闻的区县：{{ statistics.without_news|map(attribute='label')|join('、') }}。"),
    tag("endif"),
    tag("endif"),
)
CHECK: tuple[Block, ...] = (
    tag("if doubts or layout.check_page and (entries or left_out)"),
    p("Appendix", "附：核对页（付印前删去）"),
    tag("endif"),
    tag("if doubts"),
    p("AppendixPart", "待核"),
    Rows(
        (
            ("序号", 680, "{{ at.number }}"),
            ("要闻", 3064, "{{ at.headline }}"),
            ("待核事项", 5100, "{{ at.doubt.message }}　{{ at.doubt.lines|line_ranges }}"),
        ),
        ("at in doubts",),
    ),
    tag("endif"),
    tag("if layout.check_page and entries"),
    p("AppendixPart", "来源"),
    Rows(
        (
            ("序号", 640, "{{ entry.number }}"),
            ("要闻", 2860, "{{ entry.item.headline }}"),
            ("出处", 2144, "{{ source|origin }}"),
            ("文件与行", 3200, "{{ source.path|file_name }}\n{{ source.lines|line_ranges }}"),
        ),
        ("entry in entries", "source in entry.item.sources"),
    ),
    tag("endif"),
    tag("if layout.check_page and left_out"),
    p("AppendixPart", "未收录"),
    Rows(
        (("未收录的稿件", 4644, "{{ left.headline }}"), ("原因", 4200, "{{ left.why }}")),
        ("left in left_out",),
    ),
    tag("endif"),
)

DESIGNS = {
    "一周要闻": Design(
        DIGEST,
        (
            p("Title", "{{ title }}"),
            tag("if office.unit or edition and edition != title or revision > 1"),
            p("Edition", UNIT + REVISION),
            tag("endif"),
            p("Masthead", NUMBER + "\t{{ period|span }}"),
            *SUMMARY,
            *DOUBTFUL,
            *SPREAD,
            Break(page()),
            *news(round(COLUMN / 56.7)),
            Break(page(columns=2, continuous=True)),
            *CHECK,
        ),
        page(continuous=True),
    ),
    "工作简报": Design(
        BRIEFING,
        (
            tag("if office.secrecy"),
            p("Secrecy", "{{ office.secrecy }}"),
            tag("endif"),
            p("Title", "{{ title }}"),
            p("Issue", NUMBER + REVISION),
            p("Masthead", UNIT + "\t{{ period.end|full_day }}"),
            *DOUBTFUL,
            tag("if office.note"),
            p("Note", ("编者按：", BLACK), "{{ office.note }}"),
            tag("endif"),
            tag("if entries"),
            p("ContentsHead", "要　目（{{ period|span }}）"),
            tag("for entry in entries"),
            p(
                "Contents",
                "{{ entry.number }}.\t{{ entry.item.headline }}"
                "{% if sections|length > 1 %}（{{ entry.label }}）{% endif %}",
            ),
            tag("endfor"),
            tag("else"),
            p("Note", "本期没有要闻。"),
            tag("endif"),
            p("Space"),
            *news(120),
            *SPREAD,
            tag("if office.report_to or office.send_to or office.issue_to or office.copies"),
            Foot(
                "版记",
                (
                    tag("if office.report_to"),
                    p("Foot", "报：\t{{ office.report_to }}"),
                    tag("endif"),
                    tag("if office.send_to"),
                    p("Foot", "送：\t{{ office.send_to }}"),
                    tag("endif"),
                    tag("if office.issue_to"),
                    p("Foot", "发：\t{{ office.issue_to }}"),
                    tag("endif"),
                    tag("if office.copies"),
                    p("Foot", UNIT + "\t共印{{ office.copies }}份"),
                    tag("endif"),
                    p("FootEnd"),
                ),
            ),
            tag("endif"),
            *CHECK,
        ),
    ),
    "会议材料": Design(
        MEETING,
        (
            p("Title", "{{ title }}"),
            p("Masthead", "（{{ period|span }}）"),
            tag("if office.unit or edition and edition != title or revision > 1"),
            p("Masthead", UNIT + REVISION),
            tag("endif"),
            *SUMMARY,
            *DOUBTFUL,
            *news(120),
            *SPREAD,
            *CHECK,
        ),
    ),
}


if __name__ == "__main__":
    for name, design in DESIGNS.items():
        target = templates() / f"{name}.docx"
        target.write_bytes(build(design))
        print(target)
