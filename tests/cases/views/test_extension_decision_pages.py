"""The decision about an extension: everything on one screen, read once more, issued, sent back or refused, and told for ever."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Draft
from cases.enums_course import AskedBy, ExtensionState
from cases.models import Approval, Case, Decision, Extension, Period
from core.days import DAY
from tests.cases.course_scene import running
from tests.cases.extension_scene import TERMS, asked, limited
from tests.cases.repair_scene import told as discharge_told
from tests.cases.views.extension_page_scene import BEGAN, NOW, TODAY, confirmed, decide_data, last_of
from tests.factories import MembershipFactory
from tests.pages import page, text, typed

pytestmark = pytest.mark.django_db


def less_data(case: Case, extension: Extension, **other: Any) -> dict[str, Any]:
    first = last_of(case) + DAY
    steps = {
        "last_day": typed(first + 83 * DAY),
        "step_day_1": typed(first),
        "step_minutes_1": "1:30",
        "step_day_2": typed(first + 42 * DAY),
        "step_minutes_2": "1:00",
        "reasons": "Behovet er blevet mindre",
    }
    return decide_data(extension, "partial", **{**steps, **other})


def test_the_page_of_the_decision_has_everything_on_one_screen(client, asked_for) -> None:
    """R117"""
    case, assignment, _by, _extension = asked_for
    response = client.get(page("case_extension_decide", case))
    shown = text(response)
    assert response.status_code == 200
    assert "Jeg vil gerne fortsætte" in shown and assignment.mentor.name in shown
    assert shown.count('class="mc-kpi"') == 4 and "mx-spans" in shown and "<table" in shown
    assert 'value="granted"' in shown and 'value="sent_back"' in shown


def test_the_fields_of_a_choice_that_is_not_taken_stop_nobody(client, asked_for) -> None:
    """Who tried "shorter" with a day that is none, and then grants what is asked for, no longer sees that field."""
    case, _assignment, _by, extension = asked_for
    wrong = less_data(case, extension, last_day="31-02-2027", step_minutes_2="en time")
    assert client.post(page("case_extension_decide", case), wrong).status_code == 422
    granted = client.post(page("case_extension_decide", case), {**wrong, "choice": "granted", "go": "granted"})
    assert (granted.status_code, granted.url) == (302, page("case_extension_confirm", case))
    back = {**wrong, "choice": "sent_back", "go": "sent_back", "sent_on": "i morgen", "back_words": "En lægeerklæring", "back_to": "Anna"}
    assert client.post(page("case_extension_decide", case), back).status_code == 302


def test_the_page_computes_without_saving_anything(client, asked_for) -> None:
    """R117: "calculate again" without JavaScript"""
    case, _assignment, _by, extension = asked_for
    response = client.post(page("case_extension_decide", case), less_data(case, extension, update="1", go=""))
    assert response.status_code == 200 and "mx-live" in text(response)
    assert response.context["lines_total"] and response.context["live"]["limit"]
    more = client.post(page("case_extension_decide", case), less_data(case, extension, add="1"))
    assert "step_day_3" in text(more) and "step_day_4" not in text(more)
    assert not Draft.objects.exists() and Decision.objects.filter(case=case).count() == 1


def test_an_unreadable_day_computes_nothing_and_says_so(client, asked_for) -> None:
    case, _assignment, _by, extension = asked_for
    response = client.post(page("case_extension_decide", case), less_data(case, extension, last_day="31-02-2027", update="1"))
    assert response.status_code == 422 and "31-02-2027" in text(response) and "mx-live" not in text(response)


def test_a_grant_as_wished_is_read_once_more_and_issued_once(client, asked_for) -> None:
    """R115"""
    case, _assignment, _by, extension = asked_for
    answer = client.post(page("case_extension_decide", case), decide_data(extension))
    assert answer.status_code == 302 and answer.url == page("case_extension_confirm", case)
    assert Decision.objects.filter(case=case).count() == 1
    assert confirmed(client, case).status_code == 302
    extension.refresh_from_db()
    assert extension.state == ExtensionState.DECIDED and extension.new_period is not None
    shown = text(client.get(page("case_extension", case)))
    assert TERMS["purpose"] in shown
    assert client.get(page("case_extension_confirm", case)).status_code == 302
    assert client.get(page("case_extension_decide", case)).status_code == 302
    assert client.post(page("case_extension_decide", case), decide_data(extension)).status_code == 409
    assert not Draft.objects.exists()


def test_less_than_wished_needs_its_reasons_and_keeps_its_steps(client, asked_for) -> None:
    """R115"""
    case, _assignment, _by, extension = asked_for
    address = page("case_extension_decide", case)
    wrong = client.post(address, less_data(case, extension, reasons=""))
    assert wrong.status_code == 422 and "id_reasons_error" in text(wrong)
    half = client.post(address, less_data(case, extension, step_minutes_2=""))
    assert half.status_code == 422
    rising = client.post(address, less_data(case, extension, step_minutes_2="3:00"))
    assert rising.status_code == 422 and "id_step_minutes_1_error" in text(rising)
    too_long = client.post(address, less_data(case, extension, last_day=typed(last_of(case) + 200 * DAY)))
    assert too_long.status_code == 422 and "id_last_day_error" in text(too_long)
    assert client.post(address, less_data(case, extension)).status_code == 302
    assert confirmed(client, case).status_code == 302
    decision = Decision.objects.get(extension=extension)
    assert decision.steps.count() == 2 and decision.reasons == "Behovet er blevet mindre"


def test_sent_back_and_refused(client, asked_for) -> None:
    """R115, R116"""
    case, _assignment, _by, extension = asked_for
    address = page("case_extension_decide", case)
    assert client.post(address, decide_data(extension, "sent_back")).status_code == 422
    back = client.post(address, decide_data(extension, "sent_back", back_words="Mentors syn mangler", back_to="Henrik"))
    assert back.status_code == 302
    assert "Mentors syn mangler" in text(client.get(page("case_extension", case)))
    extension.refresh_from_db()
    assert client.post(address, decide_data(extension, "refused")).status_code == 422
    data = decide_data(extension, "refused", refuse_reasons="Målene er nået", offered_instead="En samtale")
    assert client.post(address, data).status_code == 302
    assert confirmed(client, case).status_code == 302
    assert "Målene er nået" in text(client.get(page("case_extension", case)))


def test_nothing_chosen_is_an_error_with_words(client, asked_for) -> None:
    case, _assignment, _by, extension = asked_for
    response = client.post(page("case_extension_decide", case), decide_data(extension, ""))
    assert response.status_code == 422 and "id_choice_error" in text(response)


def test_who_asks_reads_the_page_and_does_not_decide(client, near_end) -> None:
    """R116"""
    case, _assignment, by = near_end
    extension = asked(case, by, at=NOW, last_day=last_of(case) + 100 * DAY, asked_by=AskedBy.CASEWORKER)
    shown = text(client.get(page("case_extension_decide", case)))
    assert 'name="choice"' not in shown
    assert client.post(page("case_extension_decide", case), decide_data(extension)).status_code == 422
    assert not Draft.objects.exists()
    colleague = MembershipFactory(jobcentre=case.jobcentre)
    client.force_login(colleague.user)
    assert 'name="choice"' in text(client.get(page("case_extension_decide", case)))


def test_a_request_that_changed_meanwhile_is_read_again_and_nothing_typed_is_lost(client, asked_for) -> None:
    """R116"""
    case, _assignment, _by, extension = asked_for
    Extension.objects.filter(pk=extension.pk).update(version=7)
    response = client.post(page("case_extension_decide", case), less_data(case, extension))
    assert response.status_code == 409 and "Behovet er blevet mindre" in text(response)
    assert response.context["form"]["version"].value() == "7"


def test_a_confirm_page_of_an_older_draft_or_request_issues_nothing(client, asked_for) -> None:
    """R116"""
    case, _assignment, _by, extension = asked_for
    client.post(page("case_extension_decide", case), decide_data(extension))
    assert confirmed(client, case, seen="2026-01-01").status_code == 422
    Extension.objects.filter(pk=extension.pk).update(version=5)
    stale = confirmed(client, case, version=extension.version)
    assert stale.status_code == 409
    assert Decision.objects.filter(case=case).count() == 1
    Draft.objects.all().delete()
    assert client.get(page("case_extension_confirm", case)).status_code == 302


def test_above_a_limit_the_button_says_that_it_is_sent_for_approval(client, asked_for) -> None:
    """R118"""
    case, _assignment, _by, extension = asked_for
    limited(case.jobcentre, second_minutes=60, second_extensions=0, second_cost=1)
    shown = client.get(page("case_extension_decide", case))
    assert "mx-four" in text(shown)
    client.post(page("case_extension_decide", case), decide_data(extension))
    assert "mx-four" in text(client.get(page("case_extension_confirm", case)))
    assert confirmed(client, case).status_code == 302
    approval = Approval.objects.get(case=case)
    assert not Period.objects.filter(case=case, number=2).exists()
    shown = text(client.get(page("case_extension", case)))
    assert reverse("approval", args=[approval.pk]) in shown and "f_extension" not in shown
    assert 'name="choice"' not in text(client.get(page("case_extension_decide", case)))


def test_why_less_is_granted_is_kept_as_a_code_beside_the_words_of_the_letter(client, asked_for) -> None:
    """R115: the code is counted, and belongs to a grant of less alone."""
    case, _assignment, by, extension = asked_for
    by.language = "en"
    by.save()
    client.post(page("case_extension_decide", case), less_data(case, extension, less_reason="other_help"))
    assert "Other help can take over" in text(client.get(page("case_extension_confirm", case)))
    assert confirmed(client, case).status_code == 302
    decision = Decision.objects.get(case=case, kind="extension")
    assert (decision.less_reason, decision.reasons) == ("other_help", "Behovet er blevet mindre")
    assert "Other help can take over" in text(client.get(page("case_extension", case)))


def test_a_grant_of_all_has_no_reason_as_a_code(client, asked_for) -> None:
    """R115: what stands in fields of a choice that was not taken is left out."""
    case, _assignment, _by, extension = asked_for
    client.post(page("case_extension_decide", case), decide_data(extension, less_reason="need"))
    assert confirmed(client, case).status_code == 302
    assert Decision.objects.get(case=case, kind="extension").less_reason == ""


def test_the_only_manager_is_named_and_of_several_none(client, asked_for) -> None:
    """R118: whom it waits for is said before it is sent."""
    case, _assignment, _by, extension = asked_for
    limited(case.jobcentre, second_minutes=60)
    leader = MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER, user__name="Anne Bramsen").user
    MembershipFactory(role=Role.MANAGER, user__name="Bodil Krag")  # of another jobcentre
    client.post(page("case_extension_decide", case), decide_data(extension))
    for name in ("case_extension_decide", "case_extension_confirm"):
        shown = text(client.get(page(name, case)))
        assert "Anne Bramsen" in shown and "Bodil Krag" not in shown, name
    MembershipFactory(jobcentre=case.jobcentre, role=Role.MANAGER)
    assert leader.name not in text(client.get(page("case_extension_confirm", case)))


def test_a_late_request_and_the_gap_are_told(client) -> None:
    """R113"""
    case, _assignment, by = running(at=NOW - dt.timedelta(days=195))
    client.force_login(by)
    asked(case, by, at=NOW, last_day=TODAY + 100 * DAY)
    shown = client.get(page("case_extension_decide", case))
    assert shown.context["gap"] and shown.context["extension"].is_late
    assert "mx-spans" in text(shown)


def test_what_was_asked_late_and_its_gap_are_told_for_ever(client) -> None:
    """R113: the page says both when it is decided, too"""
    case, _assignment, by = running(at=NOW - dt.timedelta(days=195))
    by.language = "en"
    by.save()
    client.force_login(by)
    extension = asked(case, by, at=NOW, last_day=TODAY + 100 * DAY)
    client.post(page("case_extension_decide", case), decide_data(extension))
    assert confirmed(client, case).status_code == 302
    shown = text(client.get(page("case_extension", case)))
    assert "At a meeting · Late" in shown and "No period from" in shown


def test_a_mentor_whose_papers_end_before_is_told(client) -> None:
    """R115: told, and no reason to refuse"""
    case, assignment, by = running(at=BEGAN, confidentiality_valid_until=TODAY + 60 * DAY, available_until=TODAY + 50 * DAY)
    client.force_login(by)
    asked(case, by, at=NOW, last_day=last_of(case) + 120 * DAY)
    shown = client.get(page("case_extension_decide", case))
    assert len(shown.context["mentor_notes"]) == 2 and assignment.mentor.name in shown.context["mentor_notes"][0]


def test_a_draft_of_the_decision_is_kept_and_gone_on_with(client, asked_for) -> None:
    case, _assignment, _by, extension = asked_for
    address = page("case_extension_decide", case)
    assert client.post(address, less_data(case, extension, draft="1", reasons="Hun klarer ugen selv")).status_code == 302
    shown = client.get(address)
    assert "Hun klarer ugen selv" in text(shown)
    assert client.post(address, {"discard_draft": "1"}).status_code == 302
    assert "Hun klarer ugen selv" not in text(client.get(address))


@pytest.mark.parametrize("name", ["case_extension_decide", "case_extension_confirm"])
def test_a_coming_discharge_is_told_beside_the_decision_and_hinders_nothing(client, asked_for, name):
    """R138, R139"""
    case, _assignment, by, extension = asked_for
    by.language = "en"
    by.save()
    if name == "case_extension_confirm":
        client.post(page("case_extension_decide", case), decide_data(extension))
    assert "has a right to a mentor" not in text(client.get(page(name, case)))
    discharge_told(case, by, at=NOW)
    shown = text(client.get(page(name, case)))
    assert "has a right to a mentor" in shown and "has not been asked about a mentor" in shown
