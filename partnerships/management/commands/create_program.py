from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from core.exceptions import DomainError
from partnerships.domain.programs import start_program
from partnerships.domain.staff import invitation_address
from partnerships.models.programs import CareerArea


class Command(BaseCommand):
    help = (
        "Start a program of a school and invite its first coordinator. Prints the link of the "
        "invitation, so it works without a mail server."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="of the program")
        parser.add_argument("--school", required=True)
        parser.add_argument("--coordinator-email", required=True)
        parser.add_argument("--coordinator-name", default="", help="the address, if left out")
        parser.add_argument("--career-area", choices=CareerArea.values, default="health")

    def handle(self, **options: Any) -> None:
        email = options["coordinator_email"]
        try:
            validate_email(email)
            program, invitation = start_program(
                name=options["name"],
                school=options["school"],
                career_area=options["career_area"],
                coordinator_email=email,
                coordinator_name=options["coordinator_name"] or email.partition("@")[0],
            )
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"{program.name} of {program.school.name} is at /programs/{program.slug}/"
        )
        self.stdout.write(f"{email} opens this link within two weeks:")
        self.stdout.write(invitation_address(invitation))
