"""Users, memberships, teams and jobcentres in the administration. Every save is one action."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import admin_absences, admin_opinions, administration  # noqa: F401  # the first two register themselves
from accounts.enums import Language, Role, SubjectKind
from accounts.event_phrases import account_event
from accounts.links import password_link
from accounts.models import AuditEvent, Jobcentre, Membership, Team, User
from accounts.phrases import refusal
from accounts.site import RoleAdmin, administers_own
from core import clock
from core.templatetags.ui import moment

EVENTS_SHOWN = 20


class InviteForm(forms.ModelForm):
    """A new user with a first role. The request is set by the page."""

    jobcentre = forms.ModelChoiceField(Jobcentre.objects.none(), label=gettext_lazy("jobcentre"))
    role = forms.ChoiceField(choices=Role, label=gettext_lazy("role"))
    team = forms.ModelChoiceField(Team.objects.none(), required=False, label=gettext_lazy("team"))
    language = forms.ChoiceField(choices=Language, initial=Language.DANISH, label=gettext_lazy("language"))

    request: HttpRequest

    class Meta:
        model = User
        fields = ["email", "name", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jobcentres, teams = Jobcentre.objects.order_by("name"), Team.objects.order_by("name")
        if not self.request.user.is_superuser:
            own = self.request.member.jobcentre_id
            jobcentres, teams = jobcentres.filter(pk=own), teams.filter(jobcentre_id=own)
            self.fields["jobcentre"].initial = own
            self.fields["jobcentre"].empty_label = None
        self.fields["jobcentre"].queryset = jobcentres
        self.fields["team"].queryset = teams

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(refusal("email_taken", {}), code="email_taken")
        return email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        team, jobcentre = data.get("team"), data.get("jobcentre")
        if team and jobcentre and team.jobcentre_id != jobcentre.pk:
            self.add_error("team", refusal("team_elsewhere", {}))
        return data


class UserForm(forms.ModelForm):
    request: HttpRequest

    class Meta:
        model = User
        fields = ["email", "name", "language", "is_active"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(refusal("email_taken", {}), code="email_taken")
        return email

    def clean_is_active(self) -> bool:
        active = self.cleaned_data["is_active"]
        if not active and self.instance.pk == self.request.user.pk:
            raise forms.ValidationError(refusal("own_account", {}), code="own_account")
        return active


@admin.register(User)
class UserAdmin(RoleAdmin):
    """No search: what is typed there would stand in the address, and names do not."""

    list_display = ["name", "email", "roles", "is_active", "is_superuser"]
    list_filter = ["is_active", "memberships__role", "memberships__jobcentre"]
    allowed_lookups = ("is_active__exact", "memberships__role__exact", "memberships__jobcentre__id__exact")
    ordering = ["name", "pk"]
    list_per_page = 50
    show_full_result_count = False
    own_may_add = True

    def get_list_display(self, request: HttpRequest) -> list[str]:
        return self.list_display if request.user.is_superuser else ["name", "email", "roles", "is_active"]

    def get_list_filter(self, request: HttpRequest) -> list[str]:
        return self.list_filter if request.user.is_superuser else ["is_active"]

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(pk__in=Membership.objects.filter(jobcentre_id=request.member.jobcentre_id).values("user_id"))

    def own_may_change(self, request: HttpRequest, obj: User) -> bool:
        return administration.is_only_in(user=obj, jobcentre_id=request.member.jobcentre_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        shown = Membership.objects.select_related("jobcentre").order_by("jobcentre__name")
        if administers_own(request):
            shown = shown.filter(jobcentre_id=request.member.jobcentre_id)
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", shown))

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> type[forms.ModelForm]:
        base = UserForm if change else InviteForm
        return super().get_form(request, obj, change=change, form=type(base.__name__, (base,), {"request": request}), **kwargs)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        if obj is None:
            return ["email", "name", "language", "jobcentre", "role", "team"]
        return ["email", "name", "language", "is_active", "roles_with_links", "date_joined", "newest_events"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        if obj is None:
            return []
        email = [] if request.user.is_superuser else ["email"]
        return [*email, "roles_with_links", "date_joined", "newest_events"]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> User | None:
        """With what was done with the account; a role administrator sees what was done in the own jobcentre."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            rows = AuditEvent.objects.filter(subject_kind=SubjectKind.USER, subject_id=found.pk)
            if administers_own(request):
                rows = rows.filter(jobcentre_id=request.member.jobcentre_id)
            found.events_shown = rows.order_by("-at", "-id")[:EVENTS_SHOWN]
        return found

    @admin.display(description=gettext_lazy("what was done with the account"))
    def newest_events(self, user: User) -> str:
        rows = user.events_shown  # type: ignore[attr-defined]  # set by get_object
        lines = ((moment(each.at), account_event(each.kind, each.facts), each.by_name) for each in rows)
        return format_html_join("", "<div>{} · {} · {}</div>", lines) or "-"

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(f"{Role(each.role).label} ({each.jobcentre})" for each in user.memberships.all())

    @admin.display(description=gettext_lazy("roles"))
    def roles_with_links(self, user: User) -> str:
        return format_html_join(
            ", ",
            '<a href="{}">{} ({})</a>',
            (
                (reverse("admin:accounts_membership_change", args=[each.pk]), Role(each.role).label, each.jobcentre)
                for each in user.memberships.all()
            ),
        )

    def save(self, request: HttpRequest, obj: User, form: Any, *, change: bool) -> None:
        if change:
            administration.save_user(user=obj, changed=form.changed_data, by=request.user, at=clock.now())
            return
        data = form.cleaned_data
        made = administration.invite_user(
            email=data["email"],
            name=data["name"],
            language=data["language"],
            jobcentre=data["jobcentre"],
            role=Role(data["role"]),
            team=data["team"],
            by=request.user,
            at=clock.now(),
        )
        obj.pk, obj._state.adding = made.pk, False

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        """The link stands on this answer and nowhere else: a message would lie in the session, and the link is as good as a password."""
        context = {**self.admin_site.each_context(request), "title": _("The user is added"), "invited": obj, "link": password_link(obj)}
        return TemplateResponse(request, "admin/invited.html", context)


class MembershipForm(forms.ModelForm):
    request: HttpRequest

    class Meta:
        model = Membership
        fields = ["user", "jobcentre", "role", "team"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        jobcentre_id = data["jobcentre"].pk if data.get("jobcentre") else self.instance.jobcentre_id
        if data.get("team") and jobcentre_id and data["team"].jobcentre_id != jobcentre_id:
            self.add_error("team", refusal("team_elsewhere", {}))
        return data


@admin.register(Membership)
class MembershipAdmin(RoleAdmin):
    list_display = ["user", "role", "team", "jobcentre"]
    list_select_related = ["user", "team", "jobcentre"]
    list_filter = ["role", "jobcentre"]
    allowed_lookups = ("role__exact", "jobcentre__id__exact")
    ordering = ["user__name", "pk"]
    list_per_page = 50
    show_full_result_count = False
    form = MembershipForm

    def get_list_filter(self, request: HttpRequest) -> list[str]:
        return self.list_filter if request.user.is_superuser else ["role"]

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(jobcentre_id=request.member.jobcentre_id)

    def own_may_change(self, request: HttpRequest, obj: Membership) -> bool:
        # The own role is read-only, and so is every row of another jobcentre.
        return obj.jobcentre_id == request.member.jobcentre_id and obj.user_id != request.user.pk

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> list[str]:
        return ["user", "jobcentre"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "team":
            kwargs["queryset"] = Team.objects.order_by("name")
            if administers_own(request):
                kwargs["queryset"] = kwargs["queryset"].filter(jobcentre_id=request.member.jobcentre_id)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save(self, request: HttpRequest, obj: Membership, form: Any, *, change: bool) -> None:
        if change:
            administration.change_membership(membership=obj, role=Role(obj.role), team=obj.team, by=request.user, at=clock.now())
            return
        made = administration.add_membership(
            user=obj.user, jobcentre=obj.jobcentre, role=Role(obj.role), team=obj.team, by=request.user, at=clock.now()
        )
        obj.pk, obj._state.adding = made.pk, False


@admin.register(Team)
class TeamAdmin(RoleAdmin):
    list_display = ["name", "jobcentre"]
    list_select_related = ["jobcentre"]
    ordering = ["jobcentre__name", "name"]
    fields = ["jobcentre", "name"]
    own_may_add = True

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(jobcentre_id=request.member.jobcentre_id)

    def own_may_change(self, request: HttpRequest, obj: Team) -> bool:
        return obj.jobcentre_id == request.member.jobcentre_id

    def get_readonly_fields(self, request: HttpRequest, obj: Team | None = None) -> list[str]:
        return ["jobcentre"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if administers_own(request):
            kwargs |= {
                "queryset": Jobcentre.objects.filter(pk=request.member.jobcentre_id),
                "initial": request.member.jobcentre_id,
                "empty_label": None,
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save(self, request: HttpRequest, obj: Team, form: Any, *, change: bool) -> None:
        administration.save_team(team=obj, by=request.user, at=clock.now())


@admin.register(Jobcentre)
class JobcentreAdmin(RoleAdmin):
    list_display = ["name", "municipality_code", "municipality", "answer_within_days", "usual_days_to_match"]
    ordering = ["name"]

    def own(self, rows: QuerySet, request: HttpRequest) -> QuerySet:
        return rows.filter(pk=request.member.jobcentre_id)

    def own_may_change(self, request: HttpRequest, obj: Jobcentre) -> bool:
        return obj.pk == request.member.jobcentre_id

    def get_readonly_fields(self, request: HttpRequest, obj: Jobcentre | None = None) -> list[str]:
        return [] if request.user.is_superuser else ["name", "municipality_code", "municipality"]

    def save(self, request: HttpRequest, obj: Jobcentre, form: Any, *, change: bool) -> None:
        administration.save_jobcentre(jobcentre=obj, changed=form.changed_data, by=request.user, at=clock.now())
