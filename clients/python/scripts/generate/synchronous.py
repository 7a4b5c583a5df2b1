"""The synchronous half of the client, made of the asynchronous one: no rule is written twice."""

import re

# The order matters: longer names before those that they contain.
WORDS = (
    (r"asyncio\.sleep", "time.sleep"),
    (r"import asyncio", "import time"),
    (r"taskfold\._async", "taskfold._sync"),
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\b__a(enter|exit|iter|next)__\b", r"__\1__"),
    (r"\baclosing\b", "closing"),
    (r"\banext\b", "next"),
    (r"\baiter_bytes\b", "iter_bytes"),
    (r"\baread\b", "read"),
    (r"\baclose\b", "close"),
    (r"\bAsync(?=[A-Z]\w*)", ""),
    (r"\bStopAsyncIteration\b", "StopIteration"),
    (r"\basynccontextmanager\b", "contextmanager"),
    (r"\basynchronous\b", "synchronous"),
    (r"\bAwaitable\[(\w+)\]", r"\1"),
)
EXAMPLE = re.compile(r"^( *)asyncio\.run\((.+)\)$", re.MULTILINE)


def of(text: str) -> str:
    """The text of a module without what waits asynchronously."""
    text = EXAMPLE.sub(r"\1\2", text)
    for pattern, replacement in WORDS:
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    return text
