"""How a rule answers and how an action refuses. No Django here."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, or no with a reason code. `facts` fill the named placeholders of the sentence that `phrases.py` makes of the code."""

    allowed: bool
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)


def no(code: str, **facts: Any) -> Answer:
    """A refusal with its reason code, such as `no("period_too_long", months=6)`."""
    return Answer(False, code, facts)


class Refused(Exception):
    """The one failure that an action foresees: nothing was changed.

    `code` is the reason code, `field` the form field it belongs to ("" when it is about the whole form), `facts` fill the sentence.
    """

    def __init__(self, code: str, field: str = "", **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts

    @classmethod
    def unless(cls, answer: Answer, field: str = "") -> None:
        """Raise unless the answer is yes."""
        if not answer:
            raise cls(answer.code, field, **answer.facts)


class Stale(Refused):
    """Somebody else saved the same thing since this form was opened: the page shows both texts."""

    def __init__(self, **facts: Any) -> None:
        super().__init__("stale", "", **facts)
