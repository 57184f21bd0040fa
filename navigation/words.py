"""What the part says to customers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavigationWords:
    """In one language."""

    did_it_help: str
    helped: str
    not_helped: str
    thanks: str


WORDS = {
    "zh": NavigationWords(
        "刚才的内容帮您解决问题了吗？", "解决了", "没解决，转人工", "好的，很高兴能帮到您。"
    ),
    "en": NavigationWords(
        "Did that solve your problem?", "Yes", "No, I want a person", "Good, I am glad it helped."
    ),
}
