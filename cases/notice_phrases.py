"""The sentences of reminders, for the inbox, the case's page and mails: never a name or a CPR number."""

from cases.enums_notice import NoticeKind
from cases.models import Notice


def notice_words(notice: Notice) -> str:
    """What falls due and when, without names: one sentence."""
    return str(NoticeKind(notice.kind).label)


def notice_action(notice: Notice) -> tuple[str, str]:
    """(label, path) of where one acts on it. The case, client or mentor is loaded with the notice."""
    raise NotImplementedError
