"""The parser of streams gives the same events whatever pieces they come in."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from taskfold._core.sse import EventParser, ServerSentEvent

WORDS = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=20)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def streams(draw: st.DrawFn) -> tuple[str, list[ServerSentEvent]]:
    """A stream, and the events in it."""
    text = ""
    events: list[ServerSentEvent] = []
    for number, name, lines in draw(st.lists(st.tuples(st.integers(1, 99), WORDS, st.lists(WORDS, max_size=3)))):
        end = draw(ENDS)
        text += f":{draw(WORDS)}{end}{end}" if draw(st.booleans()) else ""
        text += f"event: {name}{end}" if name else ""
        text += f"id:{number}{end}"
        text += "".join(f"data: {line}{end}" for line in lines) + end
        if lines:
            events.append(ServerSentEvent(name or "message", "\n".join(lines), str(number)))
    return text, events


@given(streams(), st.lists(st.integers(0, 400), max_size=12))
def test_events_do_not_depend_on_the_pieces(stream: tuple[str, list[ServerSentEvent]], cuts: list[int]) -> None:
    text, expected = stream
    raw = text.encode()
    places = [0, *sorted(min(cut, len(raw)) for cut in cuts), len(raw)]
    parser = EventParser()
    found = [event for begin, end in pairwise(places) for event in parser.feed(raw[begin:end])]
    # A carriage return at the very end may be half of a line's end.
    found += parser.feed(b"\n") if raw.endswith(b"\r") else []
    assert found == expected


def test_a_mark_at_the_beginning_is_none_of_the_stream() -> None:
    assert EventParser().feed(b"\xef\xbb\xbfdata: a\n\n") == [ServerSentEvent("message", "a", "")]
