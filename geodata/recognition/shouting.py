"""Lines in capitals ("REBELS ENTER DAMASCUS") written calmly, so that capitals mean names again."""

from __future__ import annotations

import re

from geodata.recognition.lexicon import Lexicon

__all__ = ["calm"]

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]+")
# One letter of the alphabets of mathematics (the sign in "Homs \U0001d49c") is no letter; a word in
# them is one.
_SIGN = re.compile("(?<![\U0001d400-\U0001d7ff])[\U0001d400-\U0001d7ff](?![\U0001d400-\U0001d7ff])")
_FEWEST = 4
_INITIALISM = 3


def calm(text: str, lexicon: Lexicon) -> str:
    """Return a text of the same length in which lines all in capitals are in title case.

    Function words become lower case; "US" and "UK" stay as they are. A lone letter that is a sign
    of mathematics becomes a space.
    """
    if not text.isascii():
        text = _SIGN.sub(" ", text)
    return _LINE.sub(lambda line: _calm_line(line.group(), lexicon), text)


def _calm_line(line: str, lexicon: Lexicon) -> str:
    if not line.isupper() or len(_WORD.findall(line)) < _FEWEST:
        return line
    return _WORD.sub(lambda word: _calm_word(word.group(), lexicon), line)


def _calm_word(word: str, lexicon: Lexicon) -> str:
    low = word.lower()
    if low in lexicon.stop or low in lexicon.prepositions:
        quiet = low
    elif len(word) <= _INITIALISM:
        return word
    else:
        quiet = word[0] + low[1:]
    return quiet if len(quiet) == len(word) else word
