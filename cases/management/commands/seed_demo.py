"""`manage.py seed_demo --size small|pilot|city|country [--seed N]`: invented people and courses, the same ones every time on the same day.

Runs as the owner of the tables (manage.py sees to it). In demo mode everything but reference data is removed first, logs included.
"""

import datetime as dt
import time
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.demo import bulk, pilot, small, store
from cases.demo.indexes import resting
from cases.demo.letters import write_letters
from cases.demo.people import PASSWORD
from cases.demo.reminders import NIGHTS, remind
from cases.demo.world import World
from cases.models import MatchWeights, SchemeRules
from core import clock
from core.db import jobcentre_transaction

SIZES = {"small": small.seed, "pilot": pilot.seed, "city": bulk.city, "country": bulk.country}
BULKY = {"city", "country"}
NEEDED_MB = {"small": 50, "pilot": 50, "city": 2_000, "country": 16_000}


class Command(BaseCommand):
    help = "Load invented demo data. In demo mode everything else is removed first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=list(SIZES), default="small")
        parser.add_argument("--seed", type=int, default=1, help="another number gives other people and courses")
        parser.add_argument("--today", type=dt.date.fromisoformat, help="the day from which dates are counted; today without it")

    def handle(self, *, size: str, seed: int, today: dt.date | None = None, **options: Any) -> None:
        begun = time.monotonic()
        if not settings.DEMO and store.in_use():
            raise CommandError(
                "This is not a demo installation and it holds jobcentres, clients, cases or mentors: no demo data is loaded here."
            )
        free = store.free_bytes()
        if free is not None and free < NEEDED_MB[size] * 1_000_000:
            raise CommandError(
                f"The size {size} needs {NEEDED_MB[size]} MB of free disk, and there are {free // 1_000_000} MB. Make room, or choose a smaller size."
            )
        world = World(
            size=size,
            seed=seed,
            today=today or clock.today(),
            # Outside demo mode nobody signs in with a password that stands in the documentation.
            password=make_password(PASSWORD if settings.DEMO else None),
            rules_id=SchemeRules.objects.for_jobcentre(None, on=today or clock.today()).pk,
            weights_id=MatchWeights.objects.for_jobcentre(None, on=today or clock.today()).pk,
            say=lambda line: self.stdout.write(f"{time.monotonic() - begun:7.1f} s  {line}"),
        )
        rows = store.Store()
        bulky = size in BULKY
        with jobcentre_transaction(None):  # of no jobcentre, because all of them are filled
            if settings.DEMO:
                store.empty()
            with resting(rows) if bulky else nullcontext():
                SIZES[size](rows, world)
                world.finish(rows)
                world.say("all rows are written")
        if bulky:
            world.say("keys, indexes and foreign keys are built and every row is checked")
            store.analyze()
            world.say("statistics of the tables are made")
        rows.counts["cases_notice"] = remind(today=world.today, nights=(0,) if bulky else NIGHTS)
        world.say("reminders are told")
        if size == "small":
            rows.counts["cases_letter"] = write_letters()
            world.say("letters are made")
        for name, count in sorted(rows.counts.items()):
            self.stdout.write(f"{count:>10,}  {name}")
        self.stdout.write(f"{sum(rows.counts.values()):>10,}  rows in {time.monotonic() - begun:.1f} s")
