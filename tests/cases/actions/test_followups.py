"""After the end: answers, corrections that keep what was said before, days that are moved, and the benefit at the start."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import AuditEvent
from cases.actions.follow_up_rows import Lives
from cases.actions.followups import answer_follow_up, move_follow_up, save_benefit
from cases.enums import Outcome, OutcomePoint
from cases.enums_course import BenefitKind
from cases.models import Benefit, CourseOutcome, FollowUp
from cases.phrases import event
from cases.rules.closing import Became
from core.days import DAY, day_of
from core.verdicts import Refused, Stale
from tests.cases.closing_scene import ended
from tests.cases.course_scene import running
from tests.factories import AT
from tests.races import race

pytestmark = pytest.mark.django_db

M3, M6, M12 = OutcomePoint.MONTHS_3, OutcomePoint.MONTHS_6, OutcomePoint.MONTHS_12
LATER = AT + 130 * DAY
"""After the first follow-up of a course that began on AT and was closed 30 days after."""


def answer(case, by, point=M3, *, at: dt.datetime = LATER, **other: Any) -> CourseOutcome:
    known: dict[str, Any] = {
        "version": 0,
        "reached": True,
        "became": Became(Outcome.KEPT_JOB, where="Biblioteket"),
        "lives": Lives(BenefitKind.WAGE, day_of(AT)),
        "words": "Går godt",
        **other,
    }
    return answer_follow_up(case_id=case.pk, point=point, by=by, at=at, **known)


class TestAnswers:
    def test_the_same_outcomes_and_the_benefit_are_asked(self):
        case, _assignment, by = ended()
        row = answer(case, by)
        assert (row.point, row.outcome, row.reached, row.words, row.version) == ("m3", "kept_job", True, "Går godt", 1)
        assert FollowUp.objects.get(point=M3).answered_on == day_of(LATER)
        assert Benefit.objects.get(point=M3).kind == BenefitKind.WAGE
        facts = AuditEvent.objects.get(kind="case.follow_up_answered").facts
        assert facts == {"point": "m3", "reached": True, "outcome": "kept_job"}

    def test_not_reached_is_an_answer_and_the_outcome_is_unknown(self):
        case, _assignment, by = ended()
        row = answer(case, by, reached=False, became=None)
        assert (row.outcome, row.reached, row.where) == ("unknown", False, "")
        assert FollowUp.objects.get(point=M3).answered_on is not None
        assert not Benefit.objects.filter(point=M3).exists(), "nobody said what the client lives on"
        assert event("case.follow_up_answered", AuditEvent.objects.get(kind="case.follow_up_answered").facts)

    def test_before_its_day_it_is_not_asked_yet(self):
        case, _assignment, by = ended()
        with pytest.raises(Refused, match="follow_up_too_early"):
            answer(case, by, M6)
        assert not CourseOutcome.objects.filter(point=M6).exists()

    def test_a_corrected_answer_keeps_the_one_before(self):
        case, _assignment, by = ended()
        answer(case, by, reached=False, became=None)
        second = answer(case, by, version=1, at=LATER + DAY)
        before, after = CourseOutcome.objects.filter(point=M3).order_by("version")
        assert (before.outcome, before.replaced_on) == ("unknown", day_of(LATER) + DAY)
        assert (after, after.replaced_on, after.version) == (second, None, 2)
        assert FollowUp.objects.get(point=M3).answered_on == day_of(LATER), "the day of the first answer"

    def test_the_end_itself_can_be_corrected_and_written_down_later(self):
        case, _assignment, by = ended()
        answer(case, by, OutcomePoint.END, version=1)
        assert [row.outcome for row in CourseOutcome.objects.filter(point="end", replaced_on__isnull=True)] == ["kept_job"]

    def test_the_second_of_two_who_answer_is_told(self):
        case, _assignment, by = ended()
        answer(case, by)
        with pytest.raises(Stale):
            answer(case, by)

    @pytest.mark.parametrize(
        ("wrong", "code", "field"),
        [
            ({"became": None}, "outcome_not_chosen", "outcome"),
            ({"became": Became(Outcome.KEPT_JOB, since=day_of(LATER) + 500 * DAY)}, "outcome_since_too_far", "since"),
            ({"became": Became(Outcome.KEPT_JOB, minutes_a_week=9999)}, "outcome_hours_range", "minutes_a_week"),
        ],
    )
    def test_what_cannot_be_is_told_at_its_field(self, wrong, code, field):
        case, _assignment, by = ended()
        with pytest.raises(Refused) as refused:
            answer(case, by, **wrong)
        assert (refused.value.code, refused.value.field) == (code, field)
        assert FollowUp.objects.get(point=M3).answered_on is None

    def test_of_a_running_course_nothing_is_asked(self):
        case, _assignment, by = running()
        with pytest.raises(Refused, match="not_ended"):
            answer(case, by)

    def test_a_point_that_is_not_planned_is_refused(self):
        case, _assignment, by = ended()
        FollowUp.objects.filter(point=M3).update(dropped_on=day_of(AT))
        with pytest.raises(Refused, match="follow_up_not_planned"):
            answer(case, by)

    @pytest.mark.django_db(transaction=True)
    def test_of_two_at_once_one_answers(self):
        case, _assignment, by = ended()
        found = race([lambda: answer(case, by) for _ in range(2)])
        assert found["won"] == 1 and found["stale"] == 1
        assert CourseOutcome.objects.filter(point=M3).count() == 1


class TestDays:
    def move(self, case, by, due_on: dt.date, **other: Any) -> FollowUp:
        known = {"point": M6, "version": None, **other}
        return move_follow_up(case_id=case.pk, due_on=due_on, by=by, at=LATER, **known)

    def test_a_day_is_moved_and_the_time_line_says_so(self):
        case, _assignment, by = ended()
        row = self.move(case, by, dt.date(2027, 6, 9), version=1)
        assert (row.due_on, row.version) == (dt.date(2027, 6, 9), 2)
        assert AuditEvent.objects.get(kind="case.follow_up_moved").facts["day"] == "2027-06-09"

    def test_the_same_day_again_is_no_change(self):
        case, _assignment, by = ended()
        self.move(case, by, FollowUp.objects.get(point=M6).due_on)
        assert not AuditEvent.objects.filter(kind="case.follow_up_moved").exists()

    @pytest.mark.parametrize(
        ("due_on", "code"),
        [
            (dt.date(2027, 6, 12), "follow_up_day_off"),
            (dt.date(2026, 12, 16), "follow_up_before_end"),
            (dt.date(2027, 3, 16), "follow_up_order"),
            (dt.date(2029, 1, 2), "follow_up_too_late"),
        ],
    )
    def test_a_day_that_cannot_be_is_refused(self, due_on, code):
        case, _assignment, by = ended()
        with pytest.raises(Refused) as refused:
            self.move(case, by, due_on)
        assert refused.value.code == code
        # The order can be broken at the next one, too: its field is the one that is shown.
        assert refused.value.field == "due_on"

    def test_an_answered_one_stays_and_an_older_page_is_told(self):
        case, _assignment, by = ended()
        answer(case, by)
        with pytest.raises(Refused, match="follow_up_answered"):
            self.move(case, by, dt.date(2027, 3, 30), point=M3)
        with pytest.raises(Stale):
            self.move(case, by, dt.date(2027, 6, 9), version=7)


class TestBenefit:
    def save(self, case, by, kind: BenefitKind = BenefitKind.CASH, **other: Any) -> Benefit | None:
        known = {"seen": None, "since": dt.date(2025, 3, 4), **other}
        return save_benefit(case_id=case.pk, kind=kind, by=by, at=AT, **known)

    def test_kind_and_since_when_at_the_start(self):
        case, _assignment, by = running()
        self.save(case, by)
        row = Benefit.objects.get()
        assert (row.kind, row.since, row.point) == ("cash", dt.date(2025, 3, 4), "")
        facts = AuditEvent.objects.get(kind="case.benefit_recorded").facts
        assert event("case.benefit_recorded", facts)

    def test_a_correction_keeps_the_answer_before_and_the_same_again_changes_nothing(self):
        case, _assignment, by = running()
        first = self.save(case, by)
        again = self.save(case, by, seen=first.pk)
        assert again == first
        second = self.save(case, by, BenefitKind.SICKNESS, seen=first.pk)
        first.refresh_from_db()
        assert first.replaced_on == day_of(AT)
        assert list(Benefit.objects.filter(replaced_on__isnull=True)) == [second]

    def test_the_second_of_two_is_told_and_no_day_lies_ahead(self):
        case, _assignment, by = running()
        with pytest.raises(Refused, match="benefit_since_in_future"):
            self.save(case, by, since=day_of(AT) + DAY)
        self.save(case, by)
        with pytest.raises(Stale):
            self.save(case, by, BenefitKind.WAGE)


def test_a_benefit_that_is_no_longer_said_stops_counting_with_the_answer_that_said_it():
    """R129, R127: what is not known is not known, and the answer before can be read."""
    case, _assignment, by = ended()
    for lives, reached, counts in (
        (Lives(BenefitKind.SICKNESS), True, [BenefitKind.SICKNESS]),
        (Lives(), False, []),
        (Lives(BenefitKind.CASH), True, [BenefitKind.CASH]),
        (Lives(), True, []),
    ):
        answer_follow_up(
            case_id=case.pk,
            point=OutcomePoint.END,
            version=None,
            reached=reached,
            became=Became(Outcome.UNKNOWN) if reached else None,
            lives=lives,
            words="",
            by=by,
            at=AT + 40 * DAY,
        )
        standing = Benefit.objects.filter(case=case, point=OutcomePoint.END, replaced_on__isnull=True)
        assert list(standing.values_list("kind", flat=True)) == counts
