"""Writes the stock project: Rasa's default configuration for Chinese, over the demo bank's content.

The intents and small talk are those of our bot and their examples are our bot's; `ask` has the articles'
titles and first similar questions besides. Every question calls the action server, which searches the same
articles; so does every business intent, because the stock server has no dialogues. (An intent for each
article would make 222 rules, and each turn slower.)
"""

import json
import random
import shutil
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from hub.clock import SystemClock
from hub.settings import ROOT, Settings
from kb.answer import Answered, open_judge
from kb.formats import Batch, read
from kb.measuring.scratch import scratch

HERE = Path(__file__).parent
DEMO = ROOT / "kb" / "demo"

DIET_EPOCHS = 10
"""The default's 100 would train for an hour on two cores; what a message costs does not depend on them."""

CONFIG: dict[str, Any] = {
    "recipe": "default.v1",
    "assistant_id": "stock",
    "language": "zh",
    "pipeline": [
        {"name": "JiebaTokenizer"},  # the default's WhitespaceTokenizer does not know Chinese words
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": DIET_EPOCHS, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
    "policies": [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 100},
        {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True},
    ],
}
"""What `rasa init` writes as the default of 3.6.21, but for the epochs of DIET."""

SAID_BY_ACTIONS = {
    "utter_request_person": "已记录您转人工的请求，同事会看到它。",
    "utter_complain": "很抱歉给您带来了不好的体验。您的投诉已经登记。",
    "utter_thanks": "不客气，很高兴能帮到您。",
}
"""Our bot's actions say these, where the stock server has a response."""
QUESTIONS_OF_AN_ARTICLE = 3
"""More make the training longer (all of them: four times), and a message no dearer."""

STORIES = 40
SEED = 1


async def write_project(folder: Path, action_port: int) -> list[Path]:
    """Writes everything that Rasa reads; gives the files that a model is made of."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    batch = read(DEMO)
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    examples = _examples(domain["intents"], batch)
    intents = list(examples)
    spoken = _responses(intents, domain["responses"])
    made_of = {
        "config.yml": CONFIG,
        "domain.yml": {
            "version": "3.1",
            "intents": intents,
            "responses": spoken,
            "actions": ["action_answer"],
        },
        "data/nlu.yml": {
            "version": "3.1",
            "nlu": [{"intent": intent, "examples": text} for intent, text in examples.items()],
        },
        "data/rules.yml": {"version": "3.1", "rules": _rules([*intents, "nlu_fallback"], spoken)},
        "data/stories.yml": {"version": "3.1", "stories": _stories(intents, spoken)},
    }
    endpoints = {"action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"}}
    for name, content in {**made_of, "endpoints.yml": endpoints, "credentials.yml": {"rest": None}}.items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
        (folder / name).write_text(text, "utf-8")
    articles = json.dumps(await _articles(batch), ensure_ascii=False, indent=1)
    (folder / "articles.json").write_text(articles, "utf-8")
    shutil.copy(HERE / "answering.py", folder)
    return [folder / name for name in made_of]


def _responses(intents: Sequence[str], responses: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """What is said to small talk: the text without a condition, which is the Chinese one."""
    own = {name: [{"text": text}] for name, text in SAID_BY_ACTIONS.items()}
    for intent in intents:
        variants = responses.get(f"utter_{intent}", ())
        own |= {f"utter_{intent}": [said] for said in variants if "condition" not in said}
    return own


def _action_of(intent: str, spoken: Container[str]) -> str:
    return f"utter_{intent}" if f"utter_{intent}" in spoken else "action_answer"


def _examples(intents: Sequence[str], batch: Batch) -> dict[str, str]:
    """The examples of each intent that has any, as Rasa reads them."""
    found: dict[str, dict[str, None]] = {intent: {} for intent in intents}
    for file in sorted((ROOT / "bot" / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            lines = (line.strip().removeprefix("- ") for line in entry["examples"].splitlines())
            found[entry["intent"]].update(dict.fromkeys(line for line in lines if line))
    for _, draft in batch.articles:
        found["ask"].update(dict.fromkeys((draft.title, *draft.questions[:QUESTIONS_OF_AN_ARTICLE])))
    taken = {text for intent, texts in found.items() if intent != "ask" for text in texts}
    found["ask"] = {text: None for text in found["ask"] if text not in taken}
    return {
        intent: "".join(f"- {_escaped(text)}\n" for text in texts) for intent, texts in found.items() if texts
    }


def _escaped(text: str) -> str:
    """Brackets would be read as entities."""
    return text.translate(str.maketrans("[](){}", "【】（）｛｝"))


def _rules(intents: Sequence[str], spoken: Container[str]) -> list[dict[str, Any]]:
    return [
        {"rule": intent, "steps": [{"intent": intent}, {"action": _action_of(intent, spoken)}]}
        for intent in intents
    ]


def _stories(intents: Sequence[str], spoken: Container[str]) -> list[dict[str, Any]]:
    """Conversations as they go: a greeting, questions, now and then something else, thanks."""
    drawn = random.Random(SEED)
    stories = []
    for number in range(STORIES):
        middle = drawn.choices(intents, [10 if name == "ask" else 1 for name in intents], k=5)
        steps = [
            step
            for intent in ("greet", *middle, "thanks")
            for step in ({"intent": intent}, {"action": _action_of(intent, spoken)})
        ]
        stories.append({"story": f"customer {number}", "steps": steps})
    return stories


async def _articles(batch: Batch) -> list[dict[str, Any]]:
    """The articles as our own actions say them today: rates and fees in their places."""
    settings = Settings()
    found = []
    clock, zone = SystemClock(), ZoneInfo(settings.time_zone)
    async with scratch(batch, judge=open_judge(settings), clock=clock, time_zone=zone) as answerer:
        for _, draft in batch.articles:
            said = await answerer.article(draft.article_id)
            if isinstance(said, Answered):
                questions = [draft.title, *draft.questions]
                found.append({"id": draft.article_id, "questions": questions, "answer": said.text})
    return found
