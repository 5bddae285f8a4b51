"""A point of the schedule is answered, or said to be missing (R100, R101)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from cases.enums import State
from cases.enums_course import MeasuredAt, Respondent, WhyMissing
from cases.measurements import measured_days, measurements_of
from cases.models import AnswerLabel, Case, Measurement, Period, Question, Questionnaire
from cases.rules.measurements import PointState
from core.days import DAY, day_of, last_day_of_months
from tests.cases.goals_scene import measured, with_goals
from tests.factories import AT
from tests.refusals import refusal
from tests.statements import statements

pytestmark = pytest.mark.django_db
FIRST = day_of(AT)
LAST = last_day_of_months(FIRST, 6)


def states(case: Case, *, on=FIRST, code: str = "who5") -> list[tuple[str, str]]:
    (series,) = [each for each in measurements_of(case, on=on) if each.questionnaire.pk == code]
    return [(str(line.kind), str(line.state)) for line in series.lines]


class TestTheSchedule:
    """R100"""

    def test_a_course_has_its_points_and_a_case_in_its_steps_has_none(self) -> None:
        case, _goals, _by = with_goals()
        assert states(case) == [("start", "due"), ("during", "coming"), ("end", "coming"), *[("after", "coming")] * 3]
        assert states(case, on=FIRST + 29 * DAY)[0] == ("start", "passed")
        Period.objects.all().delete()
        assert measured_days(case) is None and measurements_of(case, on=FIRST) == []

    def test_missing_is_missing(self) -> None:
        case, _goals, by = with_goals()
        row = measured(case, by, missing=WhyMissing.DECLINED)
        assert (row.score, row.answers, row.missing) == (None, [], "declined")
        assert states(case)[0] == ("start", "missing")

    def test_the_end_moves_when_a_period_ends_early(self) -> None:
        case, _goals, _by = with_goals()
        Period.objects.update(ended_on=FIRST + 40 * DAY)
        assert [kind for kind, _state in states(case)] == ["start", "end", "after", "after", "after"]
        assert measured_days(case).last_day == FIRST + 40 * DAY

    def test_a_questionnaire_that_ended_asks_for_nothing_later_and_keeps_its_answers(self) -> None:
        case, _goals, by = with_goals()
        measured(case, by, 3, 3, 3, 3, 3)
        Questionnaire.objects.filter(pk="who5").update(last_day=FIRST)
        assert states(case) == [("start", "answered")]
        Questionnaire.objects.filter(pk="who5").update(last_day=FIRST - DAY)
        assert states(case) == [("start", "answered")]

    def test_it_takes_four_statements(self) -> None:
        case, _goals, by = with_goals()
        measured(case, by, 3, 3, 3, 3, 3)
        measured(case, by, 7, 8, 9, questionnaire="motivation")
        with statements() as asked:
            measurements_of(case, on=FIRST)
        assert len(asked) == 4


class TestAnswers:
    """R101"""

    def test_the_score_is_the_sum_times_the_factor_or_the_mean(self) -> None:
        case, _goals, by = with_goals()
        assert measured(case, by, 5, 4, 3, 2, 1).score == 60
        assert measured(case, by, 10, 9, 8, questionnaire="motivation").score == 9

    def test_with_an_answer_missing_there_is_no_score(self) -> None:
        case, _goals, by = with_goals()
        row = measured(case, by, 5, None, 3, 2, 1)
        assert (row.score, row.answers) == (None, [5, None, 3, 2, 1])
        assert states(case)[0] == ("start", "answered")

    def test_motivation_goes_from_0_to_10_and_is_kept_with_one_decimal(self) -> None:
        case, _goals, by = with_goals()
        row = measured(case, by, 7, 7, 6, questionnaire="motivation")
        row.refresh_from_db()
        assert row.score == Decimal("6.7")
        assert Questionnaire.objects.get(pk="who5").scoring == "sum"

    def test_what_does_not_fit_is_refused(self) -> None:
        case, _goals, by = with_goals()
        good = (1, 2, 3, 4, 5)
        assert refusal(lambda: measured(case, by, 6, 2, 3, 4, 5))[0] == "answer_off_scale"
        assert refusal(lambda: measured(case, by, 1, 2))[0] == "answer_off_scale"
        assert refusal(lambda: measured(case, by, None, None, None, None, None))[0] == "answers_none"
        assert refusal(lambda: measured(case, by, *good, questionnaire="unknown"))[0] == "measurement_no_point"
        assert refusal(lambda: measured(case, by, *good, respondent=Respondent.MENTOR))[0] == "measurement_no_point"
        assert refusal(lambda: measured(case, by, *good, point=MeasuredAt.DURING, months=4))[0] == "measurement_no_point"
        assert refusal(lambda: measured(case, by, *good, day=FIRST + DAY))[0] == "measured_in_future"
        assert refusal(lambda: measured(case, by, *good, day=FIRST - 15 * DAY))[0] == "measured_too_early"
        assert refusal(lambda: measured(case, by, *good, at=AT + 30 * DAY))[0] == "measured_too_late"
        assert not Measurement.objects.exists()

    def test_an_answer_is_changed_with_its_version(self) -> None:
        case, _goals, by = with_goals()
        row = measured(case, by, missing=WhyMissing.NOT_REACHED)
        assert refusal(lambda: measured(case, by, 1, 1, 1, 1, 1))[0] == "stale"
        changed = measured(case, by, 1, 1, 1, 1, 1, version=1)
        assert (changed.pk, changed.score, changed.missing, changed.version) == (row.pk, 20, "", 2)
        assert refusal(lambda: measured(case, by, 5, 5, 5, 5, 5, version=1))[0] == "stale"

    def test_no_score_stands_in_an_event(self) -> None:
        case, _goals, by = with_goals()
        measured(case, by, 0, 0, 1, 0, 0)
        measured(case, by, 1, 0, 1, 0, 0, version=1)
        facts = {"questionnaire": "who5", "respondent": "client", "point": "start", "months": 0, "day": FIRST.isoformat(), "missing": False}
        assert [event.facts for event in AuditEvent.objects.filter(kind__startswith="case.measure")] == [facts, facts]

    def test_it_can_be_answered_after_the_end(self) -> None:
        case, _goals, by = with_goals()
        Case.objects.filter(pk=case.pk).update(state=State.ENDED, closed_on=LAST)
        at = AT + (LAST - FIRST) + 92 * DAY
        assert measured(case, by, 4, 4, 4, 4, 4, point=MeasuredAt.AFTER, months=3, at=at).score == 80


def test_an_answer_of_an_end_that_moved_away_is_kept_under_its_month() -> None:
    """R100: the course was extended after its end had been measured."""
    case, _goals, by = with_goals()
    at = AT + (LAST - FIRST) - 5 * DAY
    early = measured(case, by, 3, 3, 3, 3, 3, point=MeasuredAt.END, at=at)
    period = Period.objects.get()
    first = period.last_day + DAY
    Period.objects.create(
        case=case,
        number=2,
        decision=period.decision,
        first_day=first,
        last_day=last_day_of_months(first, 6),
        minutes_a_week=60,
        created_at=AT,
    )
    (series,) = [each for each in measurements_of(case, on=first) if each.questionnaire.pk == "who5"]
    moved = [line for line in series.lines if line.measurement and line.measurement.pk == early.pk]
    assert [(line.point, line.state) for line in moved] == [(None, PointState.ANSWERED)]
    assert ("end", "coming") in [(str(line.kind), str(line.state)) for line in series.lines]
    later = AT + (last_day_of_months(first, 6) - FIRST)
    new = measured(case, by, 5, 5, 5, 5, 5, point=MeasuredAt.END, at=later)
    early.refresh_from_db()
    assert (new.pk == early.pk, early.point, early.score, new.score) == (False, "during", 60, 100)
    assert early.months not in (3, 6, 9)


class TestAnAnsweredQuestionnaireStays:
    """R103: the database's guard; the administration says it in words."""

    def test_only_its_last_day_changes(self) -> None:
        case, _goals, by = with_goals()
        asked = Questionnaire.objects.get(pk="who5")
        Questionnaire.objects.filter(pk="who5").update(notice_at=28)  # nobody has answered yet
        measured(case, by, 3, 3, 3, 3, 3)
        assert Questionnaire.objects.filter(pk="who5").update(last_day=LAST) == 1
        for change in (
            lambda: Questionnaire.objects.filter(pk="who5").update(factor=1),
            lambda: Question.objects.filter(questionnaire=asked).update(words_da="Noget andet"),
            lambda: Question.objects.create(questionnaire=asked, position=6, words_da="Et til", words_en="One more"),
            lambda: AnswerLabel.objects.filter(questionnaire=asked).delete(),
            lambda: Question.objects.filter(questionnaire="motivation", position=1).update(questionnaire=asked, position=9),
        ):
            with pytest.raises(IntegrityError, match="somebody has answered"), transaction.atomic():
                change()

    def test_one_that_nobody_has_answered_can_be_changed(self) -> None:
        assert Question.objects.filter(questionnaire="motivation", position=1).update(words_da="Hvor vigtigt er det?") == 1
        assert AnswerLabel.objects.filter(questionnaire="motivation", value=0).delete()[0] == 1
