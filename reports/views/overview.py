"""The overview of a jobcentre for its managers, and of all jobcentres for who administers the platform."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Jobcentre, Team
from accounts.pages import FormPage
from cases.models import TargetGroup
from core import clock
from core.forms import Form
from reports import words
from reports.actions.asking import ask_for_report, ordered
from reports.actions.preparing import MONTHS, ask_for_figures, scope_of
from reports.caseworkers import loads
from reports.enums import FileFormat, Section, Step
from reports.figures.brief import brief
from reports.forms import overview as choosing
from reports.forms.overview import Chosen, Named, OverviewPress, in_address
from reports.models import UNDER_WAY, PreparedFigures, ReportJob
from reports.permissions import can_see_overview
from reports.scope import Scope
from reports.shown import Shown
from reports.views import job_words, overview_words
from reports.views.base import ReportsMixin

TOO_OLD = dt.timedelta(hours=26)
"""The figures are counted every 24 hours; after so many the page says that they were not."""
REPORTS = 4


class Overview(ReportsMixin, FormPage):
    """The figures of the last three years as they were counted by night; with other choices they are counted now.

    A manager sees exact numbers, as the cases can be opened. Who administers the platform opens none and sees what leaves the system, prepared (R233).
    """

    template = "reports/overview.html"
    form_class = OverviewPress
    permission = staticmethod(can_see_overview)

    @cached_property
    def is_outward(self) -> bool:
        return self.member.role != Role.MANAGER

    @cached_property
    def today(self) -> dt.date:
        return clock.today()

    @cached_property
    def periods(self) -> dict[str, choosing.Months]:
        return choosing.periods(today=self.today, is_outward=self.is_outward)

    @cached_property
    def teams(self) -> list[Named]:
        if self.is_outward:
            return []
        rows = Team.objects.filter(jobcentre_id=self.member.jobcentre_id).order_by("name")
        return [Named(str(key), name) for key, name in rows.values_list("pk", "name")]

    @cached_property
    def groups(self) -> list[Named]:
        if self.is_outward:
            return []
        return [Named(group.code, str(group)) for group in TargetGroup.objects.in_force(self.today).order_by("position", "code")]

    @cached_property
    def jobcentres(self) -> dict[uuid.UUID, Jobcentre]:
        return {each.pk: each for each in Jobcentre.objects.order_by("name")} if self.is_outward else {}

    @cached_property
    def chosen(self) -> Chosen:
        return choosing.chosen(
            self.request.GET,
            self.request.path,
            known=self.periods,
            teams=self.teams,
            groups=self.groups,
            jobcentres=[Named(str(key), each.name) for key, each in self.jobcentres.items()],
            today=self.today,
        )

    @property
    def of_jobcentre(self) -> uuid.UUID | None:
        """Whose figures they are; None: of all."""
        return self.chosen.jobcentre if self.is_outward else self.member.jobcentre_id

    def scope(self) -> Scope:
        """What was chosen, up to today."""
        whose = self.of_jobcentre
        return self.chosen.scope((whose,) if whose else ())

    def found(self) -> tuple[Shown | None, Scope, dt.date, dt.datetime | None]:
        """The figures, what they are of, as of which day, and when they were prepared. None: nobody has counted them yet."""
        chosen = self.chosen
        if self.is_outward or chosen.is_usual:
            months = int(chosen.period) if self.is_outward else MONTHS
            rows = PreparedFigures.objects.filter(jobcentre=self.of_jobcentre, months=months, outward=self.is_outward)
            row = rows.exclude(on=None).first()
            if row and row.figures and row.on:
                return (
                    Shown.from_json(row.figures),
                    scope_of(jobcentre_id=self.of_jobcentre, months=months, on=row.on),
                    row.on,
                    row.prepared_at,
                )
            if self.is_outward:
                return None, self.scope(), self.today, None
        scope = self.scope()
        return brief(scope=scope, on=self.today), scope, self.today, None

    def context(self) -> dict[str, Any]:
        shown, scope, on, prepared_at = self.found()
        now = clock.now()
        told = self.told(shown, scope, on) if shown else {}
        return {
            **self.choices(scope),
            **told,
            "unknown": self.chosen.unknown,
            "is_outward": self.is_outward,
            "as_of": overview_words.prepared_words(on=on, prepared_at=prepared_at) if shown else "",
            "is_old": bool(prepared_at and now - prepared_at > TOO_OLD),
            "fresh_url": self.address(fresh="1"),
            "longer_url": self.address(period="60") if self.chosen.period != "60" and not self.is_outward else "",
            "caseworkers": self.caseworkers(),
            "jobs": self.my_jobs(now),
            "new_report_url": self.report_address(scope),
            "figures_url": "" if self.is_outward else f"{reverse('overview_figures')}?{urlencode(in_address(scope, on))}",
        }

    def told(self, shown: Shown, scope: Scope, on: dt.date) -> dict[str, Any]:
        known = "" if self.is_outward else urlencode(in_address(scope, on))

        def link(part: str) -> str:
            return f"{reverse('overview_cases')}?figure={part}&{known}" if known else ""

        whose = (
            self.jobcentres.get(self.of_jobcentre)
            if self.is_outward and self.of_jobcentre
            else self.member.jobcentre
            if not self.is_outward
            else None
        )
        goals = {str(Step.ASSESSED): whose.answer_within_days, str(Step.MATCHED): whose.usual_days_to_match} if whose else {}
        return {
            "is_small": shown.is_small,
            "is_empty": shown.reached.value == 0,
            "cards": overview_words.cards(shown, link),
            "results": overview_words.results(shown, link),
            "waiting": overview_words.waiting(shown, goals, link),
        }

    def choices(self, scope: Scope) -> dict[str, Any]:
        """The fields of the filters."""
        chosen = self.chosen
        shown = self.periods | ({} if chosen.other else {chosen.period: (scope.first_day, scope.last_day)})
        return {
            "period_options": [
                {"value": code, "words": overview_words.period_words(code, *months), "on": code == chosen.period and not chosen.other}
                for code, months in shown.items()
            ],
            "team_options": [{"value": each.key, "words": each.words, "on": each.key == str(chosen.team)} for each in self.teams],
            "group_options": [{"value": each.key, "words": each.words, "on": each.key == chosen.target_group} for each in self.groups],
            "jobcentre_options": [
                {"value": str(key), "words": each.name, "on": key == chosen.jobcentre} for key, each in self.jobcentres.items()
            ],
            "other": {name: self.request.GET[name][:20] for name in ("from", "to") if self.request.GET.get(name)},
            "months": words.months(scope),
        }

    def address(self, **changed: str) -> str:
        chosen = self.chosen
        known = {
            "period": chosen.period if chosen.period != str(MONTHS) else "",
            "team": str(chosen.team or ""),
            "target_group": chosen.target_group,
            "jobcentre": str(chosen.jobcentre or ""),
        }
        if chosen.other and "period" not in changed:
            known |= {"from": f"{chosen.other[0]:%Y-%m}", "to": f"{chosen.other[1]:%Y-%m}"}
        kept = {name: value for name, value in {**known, **changed}.items() if value}
        return f"{self.request.path}?{urlencode(kept)}" if kept else self.request.path

    def report_address(self, scope: Scope) -> str:
        """The form of a report with the same months and filters."""
        found = {"first_month": f"{scope.first_day:%Y-%m}", "last_month": f"{scope.last_day:%Y-%m}"}
        found |= {name: str(value) for name, value in scope.filters.items()}
        if self.is_outward and scope.jobcentres:
            found["of_jobcentre"] = str(scope.jobcentres[0])
        return f"{reverse('report_new')}?{urlencode(found)}"

    def caseworkers(self) -> list[dict[str, Any]]:
        """Of all target groups; who may open the cases sees it."""
        if self.is_outward:
            return []
        team = self.chosen.team
        rows = []
        for each in loads(member=self.member, team=team, today=self.today):
            known = {"caseworker": str(each.caseworker), **({"team": str(team)} if team else {})}
            rows.append(
                {
                    "load": each,
                    **{
                        kind: f"{reverse('overview_cases')}?{urlencode({'figure': kind, **known})}"
                        for kind in ("open", "over", "extensions")
                    },
                }
            )
        return rows

    def my_jobs(self, now: dt.datetime) -> list[dict[str, Any]]:
        """The newest reports of whoever looks, and of a manager those that come by themselves."""
        mine = Q(asked_by=self.user)
        if not self.is_outward:
            mine |= Q(asked_by__isnull=True)
        jobs = self.jobs().filter(mine).defer("figures").order_by("-asked_at", "-pk")[:REPORTS]
        return [self.job(job, now) for job in jobs]

    def job(self, job: ReportJob, now: dt.datetime) -> dict[str, Any]:
        is_under_way = job.state in UNDER_WAY
        return {
            "url": reverse("report", args=[job.pk]),
            "title": job_words.title(job),
            "tag": job_words.tag(job),
            "at": job.asked_at,
            "is_under_way": is_under_way,
            "progress": job_words.progress(job, now=now) if is_under_way else "",
            "done": job.done,
            "steps": job.steps,
            "can_stop": is_under_way and not job.stop_asked,
            "files": job_words.files(job),
        }

    def act(self, form: Form) -> str:
        if form.cleaned_data["what"] == choosing.UPDATE:
            if self.is_outward:
                ask_for_figures(jobcentre_id=self.of_jobcentre, months=int(self.chosen.period))
            return self.address()
        choices = ordered(scope=self.scope(), on=self.today, sections=list(Section), language=self.user.language, formats=[FileFormat.XLSX])
        whose = None if self.user.is_superuser else self.member.jobcentre_id
        return reverse("report", args=[ask_for_report(jobcentre_id=whose, choices=choices, by=self.user, at=clock.now()).pk])

    def done(self, form: Form) -> str:
        if form.cleaned_data["what"] == choosing.UPDATE and self.is_outward:
            return _("The figures are being counted. Look again in a minute.")
        return ""
