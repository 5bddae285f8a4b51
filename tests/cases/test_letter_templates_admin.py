"""The texts of letters in the administration: the own jobcentre's, version by version, checked before they are kept, and looked at as a PDF."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import AuditEvent, User
from cases.actions.letter_templates import save_template, use_built_in
from cases.enums_letter import LetterKind as K
from cases.models import LetterTemplate
from cases.phrases import sentence
from cases.rules.letter_texts import PARTS, Texts
from cases.rules.letters import FIELDS
from core import clock
from core.verdicts import Refused
from tests.administration import form
from tests.factories import JobcentreFactory, MembershipFactory, UserFactory
from tests.pages import signed_in as of
from tests.pdf_rules import findings, words_of

pytestmark = pytest.mark.django_db
BASE = "/admin/cases/lettertemplate"
TEXTS = Texts(title="Du får en mentor", decision="Vi siger ja fra {first_day}.", complaint="Klag senest {appeal_until}.")


@pytest.fixture
def administrator() -> User:
    return MembershipFactory(role=Role.ADMINISTRATOR, user__is_staff=True, user__language="en").user


@pytest.fixture
def platform() -> User:
    return UserFactory(is_staff=True, is_superuser=True, language="en")


def built_in(kind: K = K.GRANT, language: str = "da") -> LetterTemplate:
    return LetterTemplate.objects.get(jobcentre__isnull=True, kind=kind, language=language, number=1)


def address(row: LetterTemplate) -> str:
    return f"{BASE}/{row.pk}/change/"


def saved(by: User, texts: Texts = TEXTS, **other: object) -> LetterTemplate:
    jobcentre = by.memberships.get().jobcentre_id if not by.is_superuser else None
    known = {"jobcentre_id": jobcentre, "kind": K.GRANT, "language": "da", "based_on": None}
    return save_template(texts=texts, by=by, at=clock.now(), **{**known, **other})


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


class TestSaving:
    def test_a_change_of_the_built_in_text_becomes_the_jobcentres_first_version_r209(self, administrator: User) -> None:
        browser, row = of(administrator), built_in()
        sent = form(browser, address(row), title="Du får en hjælper")
        assert browser.post(address(row), sent).status_code == 302
        mine = LetterTemplate.objects.get(jobcentre=administrator.memberships.get().jobcentre)
        assert (mine.number, mine.title, mine.made_by_name) == (1, "Du får en hjælper", administrator.name)
        assert mine.decision == row.decision
        row.refresh_from_db()
        assert row.title == "Du får en mentor"
        assert AuditEvent.objects.get(kind="lettertemplate.saved").facts["number"] == 1

    def test_the_next_change_is_the_next_version(self, administrator: User) -> None:
        first = saved(administrator)
        browser = of(administrator)
        assert browser.post(address(first), form(browser, address(first), title="Du får en hjælper")).status_code == 302
        rows = LetterTemplate.objects.filter(jobcentre__isnull=False).order_by("number")
        assert [(row.number, row.title) for row in rows] == [(1, "Du får en mentor"), (2, "Du får en hjælper")]
        body = browser.get(address(rows[1])).content.decode()
        assert f'href="{address(first)}"' in body

    def test_an_older_version_is_only_read_and_what_was_typed_on_it_stays(self, administrator: User) -> None:
        first = saved(administrator)
        browser = of(administrator)
        sent = form(browser, address(first), title="Mine egne ord")
        saved(administrator, based_on=first.pk)
        assert "_save" not in browser.get(address(first)).content.decode()
        answer = browser.post(address(first), sent)
        assert "newer version" in str(errors(answer))
        assert "Mine egne ord" in answer.content.decode()
        assert LetterTemplate.objects.filter(jobcentre__isnull=False).count() == 2

    @pytest.mark.parametrize(
        ("part", "typed", "code"),
        [
            ("decision", "Ring til {client.phone}", "letter_field_unknown"),
            ("why", "{{7*7}}", "letter_field_unknown"),
            ("what_now", "{reply_by}", "letter_field_unknown"),
            ("title", " ", "required"),
            ("complaint", "Klag bare", "letter_no_last_day"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_part_with_the_fields_there_are_r201(
        self, administrator: User, part: str, typed: str, code: str
    ) -> None:
        browser, row = of(administrator), built_in()
        found = errors(browser.post(address(row), form(browser, address(row), **{part: typed})))
        assert list(found) == [part]
        if code == "letter_field_unknown":
            assert "{appeal_until}" in found[part][0]
            assert "{client_name}" in found[part][0]
        assert not LetterTemplate.objects.filter(jobcentre__isnull=False).exists()

    def test_nothing_changed_is_no_new_version(self, administrator: User) -> None:
        browser, row = of(administrator), built_in()
        browser.post(address(row), form(browser, address(row)))
        assert not LetterTemplate.objects.filter(jobcentre__isnull=False).exists()

    def test_the_platform_changes_the_built_in_text(self, platform: User) -> None:
        browser, row = of(platform), built_in()
        assert browser.post(address(row), form(browser, address(row), title="Du får en hjælper")).status_code == 302
        assert LetterTemplate.objects.used(JobcentreFactory().pk, kind=K.GRANT, language="da").title == "Du får en hjælper"

    def test_two_at_once_make_one_version(self, administrator: User) -> None:
        first = saved(administrator)
        saved(administrator, based_on=first.pk)
        with pytest.raises(Refused) as caught:
            saved(administrator, based_on=first.pk)
        assert caught.value.code == "letter_template_newer"
        assert sentence("letter_template_newer", {})

    def test_the_way_back_to_the_built_in_text_is_a_version_of_its_own_r209(self, administrator: User) -> None:
        first = saved(administrator)
        browser, home = of(administrator), administrator.memberships.get().jobcentre_id
        assert "Use the built-in text again" in browser.get(address(first)).content.decode()
        answer = browser.post(address(first), {"_built_in": "1"}, follow=True)
        assert answer.redirect_chain[-1][0] == address(built_in())
        body = answer.content.decode()
        assert "The built-in text is used again" in body
        assert "Use the built-in text again" not in body
        assert f'href="{address(first)}"' in body, "what was written before can be read"
        assert LetterTemplate.objects.used(home, kind=K.GRANT, language="da") == built_in()
        first.refresh_from_db()
        assert first.title == TEXTS.title
        assert AuditEvent.objects.get(kind="lettertemplate.built_in_again").facts["number"] == 2
        # And on from there: the next text of the jobcentre's own is the third version.
        assert browser.post(address(built_in()), form(browser, address(built_in()), title="Du får en hjælper")).status_code == 302
        mine = LetterTemplate.objects.used(home, kind=K.GRANT, language="da")
        assert (mine.number, mine.title, mine.jobcentre_id) == (3, "Du får en hjælper", home)

    def test_pressed_twice_it_is_one_version_and_an_older_page_is_told(self, administrator: User) -> None:
        first = saved(administrator)
        browser = of(administrator)
        for _n in range(2):
            assert browser.post(address(first), {"_built_in": "1"}).status_code == 302
        again = LetterTemplate.objects.get(is_built_in_again=True)
        body = browser.get(address(again)).content.decode()
        assert "went back to the built-in text" in body
        assert f'href="{address(built_in())}"' in body
        assert browser.get(f"{BASE}/{again.pk}/preview/").status_code == 404
        assert "the built-in text again" in browser.get(f"{BASE}/").content.decode()
        home = again.jobcentre_id
        second = saved(administrator, based_on=built_in().pk)
        with pytest.raises(Refused) as caught:
            use_built_in(jobcentre_id=home, kind=K.GRANT, language="da", based_on=first.pk, by=administrator, at=clock.now())
        assert caught.value.code == "letter_template_newer"
        assert LetterTemplate.objects.used(home, kind=K.GRANT, language="da") == second

    def test_only_a_jobcentres_own_text_can_be_given_up_and_only_its_own(self, administrator: User) -> None:
        browser = of(administrator)
        browser.post(address(built_in()), {"_built_in": "1"})
        assert not LetterTemplate.objects.filter(is_built_in_again=True).exists()
        with pytest.raises(Refused) as caught:
            use_built_in(jobcentre_id=JobcentreFactory().pk, kind=K.GRANT, language="da", based_on=1, by=administrator, at=clock.now())
        assert caught.value.code == "other_jobcentre"
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterTemplate.objects.create(kind=K.GRANT, language="da", number=9, is_built_in_again=True, made_at=clock.now())

    def test_nobody_saves_for_another_jobcentre(self, administrator: User) -> None:
        with pytest.raises(Refused) as caught:
            saved(administrator, jobcentre_id=JobcentreFactory().pk)
        assert caught.value.code == "other_jobcentre"
        with pytest.raises(Refused):
            saved(administrator, jobcentre_id=None)

    def test_the_database_changes_no_version(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            LetterTemplate.objects.filter(pk=built_in().pk).update(title="Andet")


class TestLooking:
    def test_each_letter_stands_in_the_list_once_in_its_newest_version(self, administrator: User) -> None:
        saved(administrator)
        saved(administrator)
        rows = of(administrator).get(f"{BASE}/").context["cl"].result_list
        assert len(rows) == len(K) * 2 + 1
        assert [row.number for row in rows if row.jobcentre_id] == [2]

    def test_another_jobcentres_text_is_none(self, administrator: User) -> None:
        other = MembershipFactory(role=Role.ADMINISTRATOR, user__is_staff=True).user
        row = saved(other)
        assert of(administrator).get(address(row)).status_code == 302
        assert of(administrator).get(f"{BASE}/{row.pk}/preview/").status_code == 404

    def test_the_fields_that_may_be_used_stand_beside_the_form(self, administrator: User) -> None:
        body = of(administrator).get(address(built_in())).content.decode()
        for name in FIELDS[K.GRANT]:
            assert f"<code>{{{name}}}</code>" in body
        assert "{reply_by}" not in body
        assert "LIX" in body

    def test_a_version_is_seen_as_a_pdf_about_nobody(self, administrator: User) -> None:
        answer = of(administrator).get(f"{BASE}/{built_in().pk}/preview/")
        assert answer["Content-Type"] == "application/pdf"
        assert findings(answer.content) == []
        assert "Camilla Østergaard" in words_of(answer.content)

    def test_what_is_typed_is_seen_before_it_is_saved(self, administrator: User) -> None:
        browser, row = of(administrator), built_in()
        sent = form(browser, address(row), title="Helt ny titel", _preview="1")
        del sent["_save"]
        answer = browser.post(address(row), sent)
        assert "Helt ny titel" in words_of(answer.content)
        assert not LetterTemplate.objects.filter(jobcentre__isnull=False).exists()
        wrong = browser.post(address(row), {**sent, "why": "{nej}"})
        assert list(errors(wrong)) == ["why"]

    def test_the_parts_are_all_there(self, administrator: User) -> None:
        assert list(of(administrator).get(address(built_in())).context["adminform"].form.fields) == list(PARTS)
