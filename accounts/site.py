"""The administration's front: who comes in, and sign-in and passwords at the one place that the whole application uses."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.permissions import is_administrator
from accounts.phrases import refusal
from core.forms import DayField
from core.verdicts import Refused


def administers_own(request: HttpRequest) -> bool:
    """A role administrator: the own jobcentre only. The platform administrator (superuser) is not bound to one."""
    return not request.user.is_superuser and bool(is_administrator(request.member or None))


class EndsAfterStart(forms.ModelForm):
    """A dated row does not end before it begins. The database says so, too, but in no words of ours."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first_day = data.get("first_day") if "first_day" in self.fields else self.instance.first_day
        last_day = data.get("last_day")
        if first_day is not None and last_day is not None and last_day < first_day:
            self.add_error("last_day", gettext("The last day lies before the first day."))
        return data


class Site(AdminSite):
    site_header = _("MentorCase – Administration")
    site_title = "MentorCase"
    index_title = _("What can be administered")
    site_url = "/"

    def register(self, model_or_iterable: Any, admin_class: type[ModelAdmin] | None = None, **options: Any) -> None:
        """Our own pages only: those that libraries bring show groups, addresses and keys of two-factor sign-in, and delete."""
        if admin_class is not None and issubclass(admin_class, RoleAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_staff and (user.is_superuser or administers_own(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign-in is at /login/; who is signed in and may not come in is told so."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied(refusal("role_administers_nothing", {}))
        return redirect("account_login")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")


class RoleAdmin(ModelAdmin):
    """A page of the administration. Rights come from the role, never from Django's permission tables; nothing is deleted here.

    The platform administrator sees every row. For a role administrator a class says with `own()` which rows are the jobcentre's,
    with `own_may_add` whether rows may be added, and with `own_may_change()` which of them change.
    """

    actions = None
    # Days are typed as everywhere else; Django's calendar needs a script and hangs outside the page's landmarks.
    formfield_overrides = {models.DateField: {"form_class": DayField, "widget": DayField.widget}}
    own_may_add = False
    platform_may_add = True
    platform_may_change = True
    # Only these lookups in an address: `?password__startswith=` is nobody's filter.
    allowed_lookups: tuple[str, ...] = ()

    def own(self, rows: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        """The rows that a role administrator sees."""
        return rows.none()

    def own_may_change(self, request: HttpRequest, obj: Any) -> bool:
        return False

    def save(self, request: HttpRequest, obj: Any, form: Any, *, change: bool) -> None:
        """Call the one action."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return self.own(rows, request) if administers_own(request) else rows.none()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or administers_own(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if request.user.is_superuser:
            return self.platform_may_add
        return self.own_may_add and administers_own(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if request.user.is_superuser:
            return self.platform_may_change
        if not administers_own(request):
            return False
        return obj is not None and self.own_may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """A choice without the pictures beside it that open another window: they need a script, and the lists are one click away."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            choices = field.widget.choices
            field.widget = field.widget.widget
            field.widget.choices = choices
        return field

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in self.allowed_lookups

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and not form.changed_data:
            return
        self.save(request, obj, form, change=change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """There is nothing besides the row: no inlines, no lists of groups or permissions."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            # The form has checked the same rules; this is the race that it could not see.
            messages.error(request, self.sentence(refused))
            return HttpResponseRedirect(request.get_full_path())

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A list is called after what is in it."""
        return super().changelist_view(request, {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})})

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django puts the row's text into the title of the window, and a user's text is a name; the page shows it under the heading."""
        return super().history_view(request, object_id, {"title": _("History of changes"), **(extra_context or {})})

    def sentence(self, refused: Refused) -> str:
        return refusal(refused.code, refused.facts)

    # The administration's own journal holds which row, never its text: a user's text is a name.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return self.journal(request, obj, ADDITION, [])

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return self.journal(request, obj, CHANGE, message)

    def journal(self, request: HttpRequest, obj: Any, flag: int, message: Any) -> LogEntry:
        key = str(obj.pk)
        return LogEntry.objects.create(
            user_id=request.user.pk,
            content_type_id=ContentType.objects.get_for_model(obj, for_concrete_model=False).pk,
            object_id=key,
            object_repr=f"{obj._meta.model_name} {key}"[:200],
            action_flag=flag,
            change_message="" if flag == ADDITION else ", ".join(sorted(_fields(message)))[:500],
        )


def _fields(message: Any) -> list[str]:
    """The labels of the changed fields in Django's message."""
    parts = message if isinstance(message, list) else []
    return [str(name) for part in parts for name in part.get("changed", {}).get("fields", [])]
