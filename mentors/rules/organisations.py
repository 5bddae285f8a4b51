"""What an organisation's details must be (rule R81). Facts in, answers out."""

import re

from core.verdicts import YES, Answer, no

_CVR = re.compile(r"\d{8}")


def cvr_verdict(*, cvr: str) -> Answer:
    """A CVR number is not known or has eight digits (R81). Refuses with `cvr_not_eight_digits`."""
    return YES if not cvr or (cvr.isascii() and _CVR.fullmatch(cvr)) else no("cvr_not_eight_digits")
