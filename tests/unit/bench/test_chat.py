"""The bench's small web chat speaks with a real hub, and its frames are those of RFC 6455."""

import pytest

from tests.bench.chat import Chat, ChatClosed, framed, held, held_s, unframed
from tests.support.bot import after, done
from tests.support.house import House


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536])
def test_frames_of_every_size_of_length_field_are_read_back(size: int) -> None:
    payload = bytes(number % 251 for number in range(size))
    sent = framed(1, payload)
    assert sent[1] & 0x80, "a client's frame is masked"
    # What a server would send: the same without the mask's four bytes.
    head = len(sent) - size - 4
    answer = bytes([sent[0], sent[1] & 0x7F]) + sent[2:head] + payload
    assert unframed(answer + b"rest") == (1, payload, b"rest")
    assert all(unframed(answer[:cut]) is None for cut in range(len(answer)) if cut < 12 or cut > size)


def test_what_the_stand_in_held_is_read_from_its_words() -> None:
    assert held_s([{"type": "text", "text": held(0.0123)}]) == pytest.approx(0.0123)
    assert held_s([{"type": "text", "text": "another answer"}]) == 0.0
    assert held_s([{"type": "choices", "prompt": "which?"}]) == 0.0


async def test_it_asks_a_hub_and_hears_how_long_the_bot_held_the_question(house: House) -> None:
    async def answer(ask: dict[str, object]) -> tuple[int, object]:
        return 200, done(ask, {"type": "text", "text": held(0.05)})

    house.bot.answer = after(0.05, answer)
    async with await Chat.open(house.settings.port) as chat:
        chat.ping()
        for _ in range(2):
            heard = await chat.ask("怎么挂失？")
            assert heard.bot_s == 0.05
            assert heard.waited_s > heard.bot_s


async def test_a_hub_that_closes_the_socket_is_told(house: House) -> None:
    async with await Chat.open(house.settings.port) as chat:
        chat.say({"type": "nonsense"})
        with pytest.raises(ChatClosed):
            await chat.ask("怎么挂失？")
