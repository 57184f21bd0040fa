"""Made-up identity cards, drawn: their numbers are of the area 000000, where nobody lives.

They look as the house's reader needs it (labels, places, print), and as no real card does.
"""

import io
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from hub.messages.secrets.numbers import WEIGHTS

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
INSTALL = "apt-get install fonts-noto-cjk"
SIZE = (1012, 638)
"""85.6 × 54 mm (ISO/IEC 7810, ID-1) at some 300 dots an inch."""

SURNAMES = "赵钱孙李周吴郑王冯陈"
GIVEN = ("伟铭", "思远", "晓", "雨桐", "建国", "若曦", "子轩", "桂英", "浩", "文静")


@dataclass(frozen=True)
class MadeUp:
    """Somebody who does not exist."""

    name: str
    id_number: str


def with_check(first: str) -> str:
    """Seventeen digits with their check character."""
    total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]


def made_up(seed: int) -> MadeUp:
    """The one of a number."""
    chance = random.Random(seed)
    born = f"{chance.randint(1950, 2005)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    name = chance.choice(SURNAMES) + chance.choice(GIVEN)
    return MadeUp(name, with_check(f"000000{born}{chance.randint(0, 999):03}"))


def drawn(person: MadeUp, number: str = "") -> Image.Image:
    """The side with the portrait; `number`: another one than theirs."""
    image = Image.new("RGB", SIZE, (222, 231, 238))
    pen = ImageDraw.Draw(image)
    for y in range(0, SIZE[1], 9):  # the fine lines behind the print
        pen.line([(0, y), (SIZE[0], y + 40)], fill=(208, 220, 232))
    pen.rectangle([690, 90, 950, 420], fill=(176, 186, 196))
    pen.ellipse([760, 130, 880, 280], fill=(140, 130, 120))
    born, told = person.id_number[6:14], number or person.id_number
    blue, black = (40, 90, 150), (25, 25, 30)
    for x, y, size, colour, text in (
        (60, 70, 28, blue, "姓名"),
        (150, 62, 40, black, person.name),
        (60, 150, 28, blue, "性别"),
        (150, 146, 34, black, "女"),
        (280, 150, 28, blue, "民族"),
        (370, 146, 34, black, "汉"),
        (60, 226, 28, blue, "出生"),
        (150, 222, 34, black, born[:4]),
        (250, 226, 28, blue, "年"),
        (300, 222, 34, black, str(int(born[4:6]))),
        (350, 226, 28, blue, "月"),
        (400, 222, 34, black, str(int(born[6:]))),
        (450, 226, 28, blue, "日"),
        (60, 306, 28, blue, "住址"),
        (150, 302, 34, black, "某某省某某市某某区"),
        (150, 352, 34, black, "示例路 12 号"),
        (60, 540, 28, blue, "公民身份号码"),
        (330, 530, 44, black, told),
    ):
        pen.text((x, y), text, font=ImageFont.truetype(FONT, size), fill=colour)
    return image


def back() -> Image.Image:
    """The side with the emblem."""
    image = Image.new("RGB", SIZE, (222, 231, 238))
    pen = ImageDraw.Draw(image)
    for x, y, size, text in (
        (350, 90, 56, "中华人民共和国"),
        (350, 200, 72, "居民身份证"),
        (260, 450, 32, "签发机关  某某市公安局"),
        (260, 520, 32, "有效期限  2020.01.01-2040.01.01"),
    ):
        pen.text((x, y), text, font=ImageFont.truetype(FONT, size), fill=(25, 25, 30))
    return image


def on_a_table(card: Image.Image, *, degrees: float = 0, scale: float = 1.0) -> Image.Image:
    """The card as a phone sees it: on something dark, askew, from further away."""
    table = Image.new("RGB", (1440, 1080), (92, 76, 62))
    small = card.resize((int(card.width * scale), int(card.height * scale)), Image.Resampling.LANCZOS)
    layer = Image.new("RGBA", table.size)
    layer.paste(small, ((table.width - small.width) // 2, (table.height - small.height) // 2))
    turned = layer.rotate(degrees, Image.Resampling.BICUBIC)
    table.paste(turned, mask=turned.getchannel("A"))
    return table


def with_glare(image: Image.Image, at: tuple[int, int], radius: int, strength: int = 210) -> Image.Image:
    """A lamp in the plastic: white there, fading out."""
    light = Image.new("L", image.size)
    box = [at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius]
    ImageDraw.Draw(light).ellipse(box, fill=strength)
    light = light.filter(ImageFilter.GaussianBlur(radius / 3))
    return Image.composite(Image.new("RGB", image.size, (255, 255, 255)), image, light)


def covered(image: Image.Image) -> Image.Image:
    """A hand over the lower half of the card."""
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, image.height * 0.6, image.width, image.height], fill=(196, 150, 122))
    return image


def jpeg(image: Image.Image, quality: int = 88) -> bytes:
    """As it would be sent."""
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality)
    return target.getvalue()
