from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.management.commands.serve import prepare_folders
from home.demo import cast
from home.demo.build import build_demo
from home.demo.letters import add_letters
from partnerships.models import Program


class Command(BaseCommand):
    help = "Load an invented district, to try the program with. Nobody in it exists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Only where there is no program yet."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not Program.objects.exists():
            prepare_folders()
            add_letters(build_demo())
        elif not options["if_empty"]:
            raise CommandError("There are programs in this database; the demo wants an empty one.")
        if Program.objects.filter(slug="health-science-academy").exists():
            self.say_sign_ins()

    def say_sign_ins(self) -> None:
        self.stdout.write(f"\n{settings.SITE_URL}\n\nDemo sign-ins, password {cast.PASSWORD}:")
        for member in cast.STAFF:
            if member.role:
                self.stdout.write(f"  {member.role:<14} {member.email}")
        for name, email in cast.PARTNER_SIGN_INS.items():
            self.stdout.write(f"  {'partner':<14} {email} ({name})")
        self.stdout.write("")
