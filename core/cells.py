"""What goes into a cell of a file that a spreadsheet opens."""

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
UNSEEN = " \t\r\n\v\f\u00a0\u200b\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2068\ufeff"


def inert(text: str) -> str:
    """Words that a spreadsheet would read as a formula, as plain words: an apostrophe before them. White space before them hides nothing."""
    if text[:1] in ("\t", "\r", "\n") or text.lstrip(UNSEEN).startswith(FORMULA):
        return f"'{text}"
    return text
