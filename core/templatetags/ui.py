"""How a day, a number of minutes, an icon or a bar looks. Built in: no {% load %} needed.

Lists show hundreds of days, so days are written from the tables below and remembered, not by Django's `date` filter. A filter given None or
an empty string returns an empty string.
"""

import datetime
from functools import cache, lru_cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from core.days import iso_week

register = template.Library()

WEEKDAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "da": ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}
# Danish writes no dot after a month that is written in full.
SHORT_MONTHS = {
    "da": ("jan.", "feb.", "marts", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"


def as_day(value: datetime.date | datetime.datetime) -> datetime.date:
    """The day in Copenhagen."""
    if isinstance(value, datetime.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


@lru_cache(maxsize=8192)
def written(day: datetime.date, form: str, lang: str) -> str:
    weekday, month, short = WEEKDAYS[lang][day.weekday()], MONTHS[lang][day.month - 1], SHORT_MONTHS[lang][day.month - 1]
    if lang == "da":
        return {
            "day": f"{weekday[:3]}. {day.day}. {short} {day.year}",
            "short": f"{weekday[:3]}. {day.day}. {short}",
            "long": f"{weekday} den {day.day}. {month} {day.year}",
            "date": f"{day.day}. {month} {day.year}",
            "month": f"{month} {day.year}",
        }[form]
    return {
        "day": f"{weekday[:3]} {day.day} {short} {day.year}",
        "short": f"{weekday[:3]} {day.day} {short}",
        "long": f"{weekday} {day.day} {month} {day.year}",
        "date": f"{day.day} {month} {day.year}",
        "month": f"{month} {day.year}",
    }[form]


def _written(value, form: str) -> str:
    return written(as_day(value), form, language()) if value else ""


@register.filter
def day(value) -> str:
    """man. 16. nov. 2026 / Mon 16 Nov 2026"""
    return _written(value, "day")


@register.filter
def day_short(value) -> str:
    """man. 16. nov. / Mon 16 Nov: where the year is plain"""
    return _written(value, "short")


@register.filter
def day_long(value) -> str:
    """mandag den 16. november 2026 / Monday 16 November 2026"""
    return _written(value, "long")


@register.filter
def date_long(value) -> str:
    """16. november 2026 / 16 November 2026: inside a sentence"""
    return _written(value, "date")


@register.filter
def month(value) -> str:
    """november 2026"""
    return _written(value, "month")


@register.filter
def week(value) -> int | str:
    """The ISO week number, as Danes count them."""
    return iso_week(as_day(value))[1] if value else ""


@register.filter
def clock(value) -> str:
    """10.42 / 10:42, from a time or a point in time"""
    if not value:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%H.%M}" if language() == "da" else f"{value:%H:%M}"


@register.filter
def moment(value) -> str:
    """man. 16. nov. 2026 kl. 10.42 / Mon 16 Nov 2026 at 10:42"""
    return gettext("%(day)s at %(time)s") % {"day": day(value), "time": clock(value)} if value else ""


@register.filter
def day_words(value, today: datetime.date) -> str:
    """How far away a day is: "1 day over", "Today", "Tomorrow", "In 6 days"."""
    if not value:
        return ""
    days = (as_day(value) - as_day(today)).days
    if days < 0:
        return ngettext("%(days)d day over", "%(days)d days over", -days) % {"days": -days}
    if days == 0:
        return gettext("Today")
    if days == 1:
        return gettext("Tomorrow")
    return ngettext("In %(days)d day", "In %(days)d days", days) % {"days": days}


@register.filter
def due_state(value, today: datetime.date) -> str:
    """over, today, soon (the next seven days) or later: the bar's colour, which always stands beside words"""
    if not value:
        return "later"
    days = (as_day(value) - as_day(today)).days
    if days < 0:
        return "over"
    if days == 0:
        return "today"
    return "soon" if days <= 7 else "later"


@register.filter
def minutes(value: int | None) -> str:
    """2:30"""
    if value is None or value == "":
        return ""
    sign, value = ("-", -value) if value < 0 else ("", value)
    return f"{sign}{value // 60}:{value % 60:02d}"


@register.filter
def minutes_words(value: int | None) -> str:
    """2 hours and 30 minutes"""
    if value is None or value == "":
        return ""
    hours, rest = divmod(int(value), 60)
    in_hours = ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    in_minutes = ngettext("%(minutes)d minute", "%(minutes)d minutes", rest) % {"minutes": rest}
    if not rest:
        return in_hours if hours else in_minutes
    return gettext("%(hours)s and %(minutes)s") % {"hours": in_hours, "minutes": in_minutes} if hours else in_minutes


@register.filter
def hours(value: int | None) -> str:
    """Minutes as hours: quarters of an hour as they are (2,25), all else with one decimal (78,4); less than that keeps two (0,02)."""
    if value is None or value == "":
        return ""
    rounded = (abs(value) + 3) // 6 / (10 if value > 0 else -10)  # half a tenth goes up
    return number(round(value / 60, 2) if value % 15 == 0 or not rounded else rounded)


@register.filter
def number(value) -> str:
    """1.234,5 / 1,234.5"""
    if value is None or value == "":
        return ""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language() == "da" else text


@register.filter
def initials(name: str | None) -> str:
    """CØ of Camilla Østergaard"""
    words = str(name or "").split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""


@cache
def _sprite() -> str:
    return static("img/icons.svg")


@lru_cache(maxsize=1024)
def _icon(name: str, label: str, css: str) -> SafeString:
    classes = f"icon-svg {css}".strip()
    address = f"{_sprite()}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>', classes, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', classes, address)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """{% icon "time" %} is decoration; {% icon "check" label=done %} speaks. The names are the symbols of static/img/icons.svg."""
    return _icon(name, str(label), css)


@register.simple_block_tag
def kept(content: str) -> str:
    """{% kept as menu %}…{% endkept %} and {{ menu }}: what a page shows twice is drawn once."""
    return content


@register.simple_tag
def bar(value, total=100, css: str = "") -> SafeString:
    """{% bar 163 182 %}: how much of the whole; decoration, the numbers stand beside it in words. css="warn" turns it amber."""
    share = max(0.0, min(100.0, 100.0 * float(value or 0) / float(total))) if total else 0.0
    return format_html(
        '<svg class="mx-bar{}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="t" width="100" height="10"></rect><rect class="f" width="{}" height="10"></rect></svg>',
        f" mx-bar--{css}" if css else "",
        f"{share:.1f}",
    )


@register.simple_tag
def seats(taken: int, total: int) -> SafeString:
    """{% seats 3 5 %}: three of five places are taken; decoration, "3 of 5" stands beside it in words."""
    total = max(int(total or 0), int(taken or 0))
    on = ' class="on"'
    boxes = "".join(f'<rect{on if n < taken else ""} x="{n * 20 + 1}" y="1" width="16" height="10" rx="2"></rect>' for n in range(total))
    return format_html(
        '<span class="mc-seats"><svg viewBox="0 0 {} 12" width="{}" height="12" aria-hidden="true" focusable="false">{}</svg></span>',
        f"{total * 20}",
        f"{total * 20}",
        SafeString(boxes),
    )
