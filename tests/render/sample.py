"""Briefings to test with: one-line builders for the small cases, and one as an office would see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from briefing.config import Config, Office
from briefing.model import (
    AnnotatedArticle,
    Briefing,
    Count,
    Doubt,
    Format,
    Issue,
    Item,
    ItemSentence,
    ItemSource,
    Kind,
    LeftOut,
    Period,
    Photo,
    Place,
    Section,
    Silence,
    Source,
    Statistics,
    Substitution,
    Tally,
    ThemeItems,
)

CONFIG = Config(
    office=Office(
        unit="中共魏都区委办公室",
        secrecy="内部资料　注意保存",
        note="本期要闻均摘自公开报道，文字未作改动。",
        report_to="区委书记、副书记，区长，区人大常委会主任，区政协主席",
        send_to="区委常委，区人大常委会、区人民政府、区政协各位领导同志，区法院院长，区检察院检察长",
        issue_to="各街道党工委，区直各单位",
        copies=120,
    )
)
"""An office's settings, every field of them said."""

WEEK = Period(date(2018, 11, 5), date(2018, 11, 11))


def item(name: str, headline: str = "甲区召开会议", *sentences: str, **others: Any) -> Item:
    """An item whose sentences follow one another in the first paragraph of its article."""
    texts = sentences or ("11月5日，甲区召开会议。",)
    cut: list[ItemSentence] = []
    for text in texts:
        start = cut[-1].end if cut else 0
        cut.append(ItemSentence(text, f"a-{name}", 0, start, start + len(text)))
    values: dict[str, Any] = {
        "id": name,
        "headline": headline,
        "text": "".join(texts),
        "sentences": tuple(cut),
        "authors": (),
        "event": f"e-{name}",
        "kind": Kind.NEWS,
        "theme": "政务要闻",
        "place": Place("河南省", "许昌市", "魏都区"),
    }
    return Item(**(values | others))


def source(
    name: str, paper: str | None, page: str | None, day: date | None, *lines: tuple[int, int]
) -> ItemSource:
    """A source in a file named after the paper's day."""
    stem = day.isoformat() if day else "未注明日期"
    return ItemSource(f"a-{name}", paper, page, day, f"来稿/{stem}_{page or 1}.txt", lines)


def section(label: str, *groups: tuple[str, tuple[Item, ...]], place: Place | None = None) -> Section:
    themes = tuple(ThemeItems(theme, items) for theme, items in groups)
    return Section(place or Place("河南省", "许昌市", label), label, themes)


def briefing(*sections: Section, **others: Any) -> Briefing:
    """A briefing of week 45 of 2018, with nothing but these sections."""
    values: dict[str, Any] = {
        "title": "一周要闻",
        "edition": "许昌市",
        "week": "2018-W45",
        "period": WEEK,
        "by": "published",
        "sections": sections,
    }
    return Briefing(**(values | others))


def one(headline: str = "甲区召开会议", *sentences: str, **others: Any) -> Briefing:
    """A briefing of a single item."""
    return briefing(section("魏都区", ("政务要闻", (item("1", headline, *sentences, **others),))))


# What stands in the newspapers where the samples have named a day or a district.
_PRINTED = {"11月6日": "6日", "魏都区": "我区"}


def article(name: str, *paragraphs: str, **others: Any) -> AnnotatedArticle:
    """An article of a paper's third page."""
    values: dict[str, Any] = {
        "source": Source("来稿/2018-11-07_3.txt", Format.PAGE_TEXT, "今日魏都", "3", lines=((1, 9),)),
        "kind": Kind.NEWS,
        "title": "甲区召开会议",
        "headline": "甲区召开会议",
        "headline_from": "title",
        "published": date(2018, 11, 7),
        "theme": "政务要闻",
        "paragraphs": paragraphs,
    }
    return AnnotatedArticle(id=name, **(values | others))


def items_of(value: Briefing) -> list[Item]:
    return [item for part in value.sections for group in part.themes for item in group.items]


def printed(value: Briefing) -> dict[str, AnnotatedArticle]:
    """The articles that a briefing's items are from: what the items took, and a paragraph more."""
    found: dict[str, AnnotatedArticle] = {}
    for one in items_of(value):
        paragraphs = [""] * (1 + max((sentence.paragraph for sentence in one.sentences), default=0))
        for sentence in one.sentences:
            paragraphs[sentence.paragraph] += undone(sentence)
        name = one.sources[0].article if one.sources else f"a-{one.id}"
        rest = "下一步还将继续推进。"
        found[name] = article(name, *paragraphs, rest, title=one.headline, authors=one.authors)
    for photo in value.photos:
        found[photo.article] = article(photo.article, photo.caption, kind=Kind.PHOTO)
    for left in value.left_out[:1]:
        found[left.article] = article(left.article, "一段。", title=left.headline)
    return found


def undone(sentence: ItemSentence) -> str:
    """A sentence as its source has it."""
    text = sentence.text
    for change in sentence.substitutions:  # each one before is undone already, so offsets hold
        text = text[: change.start] + _PRINTED[change.text] + text[change.start + len(change.text) :]
    return text


def full() -> Briefing:
    """Three districts, twelve items, two photos, doubts of every kind: wording from printed pages."""
    d7, d17, d19 = date(2018, 11, 7), date(2018, 11, 9), date(2018, 11, 10)
    wd, pingyuan = "今日魏都", "安阳日报·北关新闻"
    weidu = (
        item(
            "01",
            "魏都区委常委会会议研究非公经济发展",
            "11月2日下午，魏都区委常委会召开第六十五次会议，传达学习习近平总书记11月1日在民营企业座谈会上的重要讲话精神，"
            "以及全市领导干部会议暨促进非公有制经济健康发展大会会议精神。",
            "会议强调，魏都区各单位各部门要领会精神实质，真正保驾护航，抓好发展载体，认真对标达标，切实把思想和行动统一到中央、"
            "省委、市委的决策部署上来，坚定不移地推动非公有制经济高质量发展。",
            authors=("伟源",),
            kind=Kind.BRIEF,
            event_date=date(2018, 11, 2),
            sources=(source("01", wd, "3", d7, (124, 135)),),
            score=0.91,
        ),
        item(
            "02",
            "魏都区委常委会会议听取重点工作情况汇报",
            "11月5日上午，魏都区委常委会会议召开，听取魏都区党委、人大、政府、政协等部门10月份重点工作完成情况和11月份重点工作"
            "安排情况。",
            "会议指出，要尽快制订《开展政商关系存在问题专项整治工作方案》等文件，加强派驻人员的培训管理，坚决打击黑恶势力，"
            "加大重点区域征迁督导力度，加强服务保障工作。",
            authors=("李洁",),
            kind=Kind.BRIEF,
            event_date=date(2018, 11, 5),
            sources=(source("02", wd, "3", d7, (145, 156)), source("02b", "许昌日报", "A02", d7, (12, 30))),
            score=0.88,
        ),
        item(
            "03",
            "魏都区召开第四次经济普查会议",
            "11月4日上午，魏都区召开第四次经济普查会议。",
            "会议指出，要认清第四次经济普查的重要意义，搞好对经济普查结果的深度分析，为魏都区长远发展提供基础性资料；"
            "要与数据结合起来、与年度指标结合起来，督促“四上企业”及时入库。",
            authors=("毛羽",),
            kind=Kind.BRIEF,
            event_date=date(2018, 11, 4),
            sources=(source("03", wd, "3", d7, (167, 175)),),
            theme="经济发展",
        ),
        item(
            "04",
            "魏都区召开2019年棚户区改造项目谋划专题会议",
            "11月5日晚，魏都区召开2019年棚户区改造项目谋划专题会议，就2019年棚户区改造项目进行逐个研究。",
            "会议强调，要新旧划断，提升门槛，保证资金，尽快进场，为2019年棚改工作打下坚实基础。",
            authors=("伟源",),
            kind=Kind.BRIEF,
            event_date=date(2018, 11, 5),
            continued=True,
            sources=(source("04", wd, "3", d7, (136, 144)),),
            theme="城市建设与文明创建",
        ),
        item(
            "05",
            "我区第二期社区工作实务能力训练班圆满结束",
            "11月6日，魏都区第二期社区工作实务能力训练班圆满结束，来自魏都区规范化社区及特色社区的主要负责人及大学生社区工作者"
            "共70余名学员参训。",
            "此次培训提升了参训社区社区工作者运用先进技术开展社区治理的能力，对今后的工作具有较强的指导性和可操作性。",
            authors=("李靓", "杨鹏"),
            event_date=date(2018, 11, 6),
            township="南关街道",
            sources=(source("05", wd, "1", d7, (187, 203), (210, 226)),),
            theme="基层治理",
            warnings=(
                Doubt("uncertain-order", "两个栏块的先后没有把握，句子可能不属于本文", ((204, 209),)),
                Doubt("home-reference", "标题里的“我区”没有换成区名"),
            ),
            photos=(
                Photo(
                    "训练班现场",
                    "学员们在分组讨论社区公益金众筹方案。",
                    "侯聪",
                    Place("河南省", "许昌市", "魏都区"),
                    "基层治理",
                    None,
                    None,
                    "a-05p",
                ),
            ),
        ),
    )
    first = weidu[4].sentences[0]
    sentence = replace(
        first,
        end=first.end - 4,
        substitutions=(Substitution(0, 2, "11月6日"), Substitution(3, 5, "魏都区")),
    )
    second = weidu[4].sentences[1]
    second = replace(second, paragraph=1, start=0, end=len(second.text))
    weidu = (*weidu[:4], replace(weidu[4], late=True, sentences=(sentence, second)))
    beiguan = (
        item(
            "06",
            "中原高新区坚守安全生产底线",
            "10月16日,中原高新区组织分包企业的科级干部,通过“四不两直”,即不发通知、不打招呼、不听汇报、不用陪同接待、直奔基层、"
            "直插现场的方式对辖区内生产经营单位的安全生产工作、应急救援工作情况进行了专项检查。",
            authors=("王嘉晨",),
            event_date=date(2018, 10, 16),
            sources=(source("06", pingyuan, None, d17, (53, 65)),),
            theme="安全与法治",
        ),
        item(
            "07",
            "区市场监管局现场教学促提升",
            "10月16日,区市场监管局豆腐营街道食药所组织辖区12家餐饮单位的30余名员工,在辖区内某6S管理示范单位开展了餐饮服务食品"
            "安全6S管理现场教学活动。",
            authors=("邢文皓",),
            event_date=date(2018, 10, 16),
            sources=(source("07", pingyuan, None, d17, (93, 103)),),
            theme="安全与法治",
            warnings=(Doubt("district-guess", "文中没有区名，按报纸所在地归入北关区", ((93, 93),)),),
        ),
        item(
            "08",
            "柏庄镇深化小微企业环境监管服务",
            "10月15日,柏庄镇相关工作人员深入辖区十多家小微企业,与企业负责人就环保问题一对一指思路、面对面提意见。",
            "近年,柏庄镇充分结合全镇小微企业特点,按照“重点突出、精准施策,分级分类、逐步推进”的思路,不断提升环保监测、"
            "服务水平,推动企业绿色发展。",
            authors=("王嘉晨",),
            event_date=date(2018, 10, 15),
            township="柏庄镇",
            sources=(source("08", pingyuan, None, d17, (67, 79)),),
            theme="生态环境",
        ),
        item(
            "09",
            "北关区部门联动聚合力 真抓实干促脱贫",
            "截至目前,该区有劳动能力的贫困残疾人,通过就业、种养殖、家庭手工业等,大部分已实现脱贫;劳动能力弱或无劳动能力的贫困"
            "残疾人则按照精准施策、政策联动、问需响应的工作思路,扎实、持续帮扶。",
            authors=("王嘉晨",),
            kind=Kind.FEATURE,
            sources=(source("09", pingyuan, None, d17, (5, 31)),),
            theme="乡村振兴与脱贫攻坚",
            warnings=(Doubt("orphan", "首句以“截至目前”开头，请核对所指时间", ((27, 27),)),),
        ),
    )
    liaocheng = (
        item(
            "10",
            "高新区“双城”共建推进会召开",
            "15日,高新区召开创建全国文明城市暨迎接国家卫生城市复审动员大会,对创建全国文明城市和国家卫生城市迎审这两项重要工作"
            "进行安排部署,确保高新区在今年全市国家卫生城市复审和全国文明城市创建工作中遥遥领先,再创佳绩。",
            authors=("凌文秀", "楚诗韬"),
            event_date=date(2018, 11, 8),
            sources=(source("10", "今日聊城", "C04", d19, (5, 21), (27, 29)),),
            theme="城市建设与文明创建",
        ),
        item(
            "11",
            "高新区市民喆旻昇、𠮷野获评“见义勇为”先进个人",
            "近日，高新区市民喆旻昇、𠮷野勇救落水儿童，获评“见义勇为”先进个人，事迹由R&D <3%的小微企业报送。",
            sources=(source("11", None, None, None, (8, 8)),),
            theme="安全与法治",
        ),
        item(
            "12",
            "高新区柿子园镇加强党员作风建设",
            "作风建设没有休止符,脱贫攻坚直接关系到人民群众的根本利益,一直以来,柿子园镇不断加强广大党员干部的作风建设,高标准、"
            "严要求,以铁一般的纪律为脱贫攻坚工作保驾护航。",
            authors=("邵元龙",),
            kind=Kind.BRIEF,
            township="柿子园镇",
            sources=(source("12", "今日聊城", "C04", d19, (101, 105)),),
            theme="党的建设",
        ),
    )
    north = Place("河南省", "安阳市", "北关区")
    zone = Place("山东省", "聊城市", "高新区")
    districts = (
        section(
            "魏都区",
            ("政务要闻", weidu[:2]),
            ("经济发展", weidu[2:3]),
            ("城市建设与文明创建", weidu[3:4]),
            ("基层治理", weidu[4:]),
        ),
        section(
            "北关区",
            ("安全与法治", beiguan[:2]),
            ("生态环境", beiguan[2:3]),
            ("乡村振兴与脱贫攻坚", beiguan[3:]),
            place=north,
        ),
        section(
            "聊城高新区",
            ("城市建设与文明创建", liaocheng[:1]),
            ("安全与法治", liaocheng[1:2]),
            ("党的建设", liaocheng[2:]),
            place=zone,
        ),
    )
    return briefing(
        *districts,
        edition="三地新闻信息中心",
        issue=Issue(2018, 45, 312),
        revision=2,
        photos=(
            Photo(
                "建安社区开展食品安全问卷调查",
                "11月2日，西关街道办事处建安社区开展食品安全问卷调查活动。活动中，工作人员来到庭院、沿街门店发放调查问卷，"
                "宣传食品安全知识，进一步提升居民对食品安全城市创建工作的知晓率。",
                "刘桂菊 摄",
                Place("河南省", "许昌市", "魏都区"),
                "安全与法治",
                date(2018, 11, 2),
                None,
                "p-1",
            ),
            Photo(
                "北关区开展2020年国际减灾日宣传活动",
                "为普及防灾减灾知识和技能,提高全民防灾减灾意识,营造防灾减灾良好氛围,区应急管理局联合红旗路街道和豆腐营街道,"
                "在红旗路与灯塔路交叉口北关区雷锋广场开展了国际减灾日宣传活动。",
                "李放",
                north,
                "安全与法治",
                None,
                None,
                "p-2",
                warnings=(Doubt("cut-off", "文章在此处中断，后文不在本版或未能接上", ((143, 143),)),),
            ),
        ),
        left_out=(
            LeftOut("x-1", "“小社区”凝聚“大幸福”", "与第5条同一事件，篇幅过长，已并入来源"),
            LeftOut("x-2", "下期预告", "启事类稿件，不作要闻"),
        ),
        counts=tuple(
            Count(one.label, group.theme, len(group.items)) for one in districts for group in one.themes
        ),
        statistics=Statistics(
            items=12,
            photos=2,
            left_out=2,
            articles=17,
            places=3,
            papers=4,
            weeks=("2018-W42", "2018-W43", "2018-W44"),
            by_place=(
                Tally("魏都区", 5, 1, 8, (6, 7, 5)),
                Tally("北关区", 4, 1, 5, (9, 8, 10)),
                Tally("聊城高新区", 3, 0, 4, (0, 0, 1)),
            ),
            by_theme=(
                Tally("政务要闻", 2, 0, 3, (4, 3, 3)),
                Tally("经济发展", 1, 0, 1, (2, 1, 0)),
                Tally("乡村振兴与脱贫攻坚", 1, 0, 2, (3, 5, 4)),
                Tally("城市建设与文明创建", 2, 0, 2, (1, 1, 1)),
                Tally("基层治理", 1, 0, 2, (2, 2, 2)),
                Tally("生态环境", 1, 0, 1, (0, 1, 2)),
                Tally("安全与法治", 3, 2, 5, (3, 2, 4)),
                Tally("党的建设", 1, 0, 1, (0, 0, 0)),
            ),
            without_news=(
                Silence(Place("河南省", "许昌市", "建安区"), "建安区", date(2018, 10, 31), (1, 0, 1)),
                Silence(Place("山东省", "聊城市", "东昌府区"), "东昌府区"),
            ),
        ),
        warnings=(Doubt("no-date", "《今日聊城》一版没有印出日期，按事件日期推定为11月10日"),),
    )
