"""What is said about outlets: the nearest in front with its card, a way to call and one to get there."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from hub.engine.contract import OfferedChoices, OfferedOption, Pick, Reply, SpokenText
from hub.messages import Call, Card, OpenPage
from hub.messages.cards import CardAction
from outlets.content import OutletContent
from outlets.hours import OutletStatus, hours_in_words, opening_in_words, spans_on
from outlets.nearest import NearOutlet

IN_DISTRICT = "outlets.in_district"
"""What an option of ours means, with the district."""

MOST_DISTRICTS = 9

ASK = "请问您在哪里？请选择所在的区，也可以发送您的位置，或告诉我网点名称。"
ASK_EN = "Where are you? Please choose a district, send your location, or name a branch."


class OutletSpeaker:
    """Says it in one language; `map_address`: a page with a map, with {latitude}, {longitude} and {name}."""

    def __init__(self, now: datetime, map_address: str, *, english: bool) -> None:
        self._now = now
        self._map = map_address
        self._english = english

    def ask_where(self, districts: Sequence[str]) -> list[Reply]:
        """Asks for a place; the districts can be chosen."""
        options = [
            OfferedOption(label=each, pick=Pick(intent=IN_DISTRICT, entities={"district": each}))
            for each in districts[:MOST_DISTRICTS]
        ]
        return [OfferedChoices(prompt=self._say(ASK, ASK_EN), options=options)]

    def near(self, found: Sequence[NearOutlet], where: str) -> list[Reply]:
        """The nearest ones, the first with its card; `where`: the district, empty where a place was sent."""
        first, *others = found
        if first.status.is_open:
            head = self._say(
                f"{where}现在营业的网点：" if where else "离您最近、现在营业的网点：",
                f"Open now{f' in {where}' if where else ', nearest to you'}:",
            )
        else:
            head = self._say(
                f"{where or '附近'}的网点现在都不营业，下一个开门的时间在下面：",
                f"All branches {f'in {where}' if where else 'nearby'} are closed now. When they open again:",
            )
        replies: list[Reply] = [SpokenText(text=head), self.card(first.outlet, first.status, first.km)]
        if others:
            lines = "\n".join(self._line(each) for each in others)
            replies.append(SpokenText(text=f"{self._say('另外还有：', 'Further ones:')}\n{lines}"))
        return replies

    def one(self, outlet: OutletContent, status: OutletStatus) -> list[Reply]:
        """An outlet that was asked for by its name."""
        name = self._name(outlet)
        return [SpokenText(text=f"{name}{self._state(status)}"), self.card(outlet, status, None)]

    def card(self, outlet: OutletContent, status: OutletStatus, km: float | None) -> Card:
        """Address, hours, telephone and services, with what can be done about it."""
        today = spans_on(outlet, self._now.date())
        usual = outlet.weekly[self._now.weekday()]
        lines = [
            self._say("地址：", "Address: ") + f"{outlet.city}{outlet.district}{outlet.address}",
            self._say("距离：", "Distance: ") + self._far(km) if km is not None else "",
            self._say("现在：", "Now: ") + self._state(status, bare=True),
            self._say("营业时间：", "Hours: ") + hours_in_words(outlet, english=self._english),
            self._say("今天另有安排，以“现在”一行为准。", "Today has hours of its own.")
            if today != usual
            else "",
            self._say("电话：", "Telephone: ") + outlet.telephone if outlet.telephone else "",
            self._say("可办：", "Services: ") + "、".join(outlet.services) if outlet.services else "",
            outlet.note,
        ]
        return Card(
            title=self._name(outlet),
            text="\n".join(filter(None, lines))[:1000],
            actions=tuple(self._actions(outlet)),
        )

    def _actions(self, outlet: OutletContent) -> list[CardAction]:
        actions: list[CardAction] = []
        if self._map:
            address = self._map.format(
                latitude=f"{outlet.latitude:.6f}",
                longitude=f"{outlet.longitude:.6f}",
                name=quote(outlet.name, safe=""),
            )
            actions.append(OpenPage(label=self._say("地图导航", "Map"), url=address))
        if outlet.telephone:
            actions.append(Call(label=self._say("拨打电话", "Call"), number=outlet.telephone))
        return actions

    def _line(self, found: NearOutlet) -> str:
        far = f"，{self._far(found.km)}" if found.km is not None else ""
        state = self._state(found.status, bare=True)
        return f"· {self._name(found.outlet)}（{found.outlet.district}{found.outlet.address}{far}）{state}"

    def _state(self, status: OutletStatus, *, bare: bool = False) -> str:
        if status.is_open:
            zh, en = f"正在营业，今天 {status.closes} 关门", f"open until {status.closes}"
        elif status.opens is not None:
            zh = f"已打烊，{opening_in_words(status.opens, self._now)} 开门"
            en = f"closed, opens {opening_in_words(status.opens, self._now, english=True)}"
        else:
            zh, en = "近期不营业，出发前请先致电", "closed for the time being, please call first"
        return self._say(zh if bare else f"{zh}。", en if bare else f" is {en}.")

    def _far(self, km: float) -> str:
        if km < 1:
            return self._say(
                f"约 {max(round(km * 10) * 100, 100)} 米", f"about {max(round(km * 10) * 100, 100)} m"
            )
        return self._say(f"约 {km:.1f} 公里", f"about {km:.1f} km")

    def _name(self, outlet: OutletContent) -> str:
        return (self._english and outlet.name_en) or outlet.name

    def _say(self, zh: str, en: str) -> str:
        return en if self._english else zh
