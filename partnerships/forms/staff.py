"""Forms about a program's staff, its settings, and oneself."""

from typing import Any
from zoneinfo import available_timezones

from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.contrib.auth import password_validation
from phonenumber_field.formfields import PhoneNumberField

from accounts.models import User
from core.forms import HouseForm, HouseModelForm
from core.pictures import redraw_picture
from partnerships.domain.programs import SCHOOL_FIELDS
from partnerships.models import Invitation, Person, Program, ProgramRole

ROLE_HELP = {
    ProgramRole.Role.COORDINATOR: "runs the program: everything, staff and settings too",
    ProgramRole.Role.ADMINISTRATOR: "principal or district: everything, staff and settings too",
    ProgramRole.Role.TEACHER: "partners, contacts and letters",
    ProgramRole.Role.COUNSELOR: "partners and contacts, no letters",
}
ROLE_CHOICES = [(role.value, f"{role.label}: {ROLE_HELP[role]}") for role in ROLE_HELP]

US_ZONES = [
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Mountain, without daylight saving (Arizona)"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Puerto Rico"),
]


def time_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Those of the United States by the names people use, then all others."""
    usual = {zone for zone, _ in US_ZONES}
    others = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")
    )
    return [
        ("United States", US_ZONES),
        ("Elsewhere", [(zone, zone.replace("_", " ")) for zone in others if zone not in usual]),
    ]


class PictureInput(forms.ClearableFileInput):
    """A file chooser for PNG and JPEG that does not link to the file: uploads have no address."""

    template_name = "core/widgets/picture_input.html"

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/png,image/jpeg"})


class InvitationForm(HouseModelForm):
    submit_label = "Send the invitation"
    role = forms.ChoiceField(choices=ROLE_CHOICES, widget=forms.RadioSelect, initial="teacher")

    class Meta:
        model = Invitation
        fields = ["email", "name", "title", "role"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def validate_constraints(self) -> None:
        """The domain says it better than the constraint."""


class RoleForm(HouseForm):
    submit_label = "Change the role"
    role = forms.ChoiceField(choices=ROLE_CHOICES, widget=forms.RadioSelect)


class AcceptInvitationForm(HouseForm):
    """What a new colleague says about themselves. Their address is the invitation's."""

    submit_label = "Join"
    name = forms.CharField(max_length=120, label="Your name")
    title = forms.CharField(
        max_length=120, required=False, label="Your title", help_text="As it stands under letters."
    )
    password = forms.CharField(
        required=False,
        strip=False,
        label="A password",
        help_text=(
            "At least 10 characters. Leave it empty if you would rather sign in with a code sent "
            "by e-mail, a passkey, or your school account."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            password_validation.validate_password(password, User(email=self.email))
        return password


class ConfirmInvitationForm(HouseForm):
    """For an address that has a login: nothing to fill in."""

    submit_label = "Join"


class ProgramSettingsForm(HouseModelForm):
    submit_label = "Save the settings"
    school_name = forms.CharField(max_length=200, label="School")
    school_street = forms.CharField(max_length=200, required=False, label="Street")
    school_city = forms.CharField(max_length=80, required=False, label="City")
    school_state = forms.CharField(max_length=40, required=False, label="State")
    school_postal_code = forms.CharField(max_length=12, required=False, label="ZIP code")
    school_phone = PhoneNumberField(required=False, label="Telephone")
    school_website = forms.URLField(required=False, label="Website", assume_scheme="https")
    time_zone = forms.ChoiceField(choices=time_zone_choices)
    logo = forms.ImageField(
        required=False,
        widget=PictureInput,
        help_text="PNG or JPEG, up to 2 MB. It stands at the top of letters.",
    )

    class Meta:
        model = Program
        fields = [
            *("name", "career_area", "sectors", "story"),
            *("accent", "logo", "time_zone", "quiet_days"),
        ]
        widgets = {
            "accent": forms.TextInput(attrs={"type": "color", "class": "form-control-color"}),
            "sectors": forms.CheckboxSelectMultiple,
            "story": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"name": "Program", "sectors": "Industry", "quiet_days": "Quiet days"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in SCHOOL_FIELDS:
            self.initial.setdefault(f"school_{field}", getattr(self.instance.school, field))

    def get_layout(self) -> Layout:
        return Layout(
            Fieldset("The program", "name", "career_area", "story", "sectors"),
            Fieldset(
                "The letterhead",
                HTML(
                    '<p class="quiet small">The school\'s address is shared by all its '
                    "programs.</p>"
                ),
                "school_name",
                "school_street",
                Div(
                    Field("school_city", wrapper_class="grow"),
                    "school_state",
                    "school_postal_code",
                    css_class="side-by-side",
                ),
                "school_phone",
                "school_website",
                "logo",
                "accent",
            ),
            Fieldset("How we work", "time_zone", "quiet_days"),
        )

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        return redraw_picture(logo, max_side=1200) if "logo" in self.changed_data and logo else logo

    def school_values(self) -> dict[str, Any]:
        return {field: self.cleaned_data[f"school_{field}"] for field in SCHOOL_FIELDS}

    def program_values(self) -> dict[str, Any]:
        """What goes to the program; the logo only if it changed, empty if it was taken away."""
        values = {
            field: self.cleaned_data[field]
            for field in ("name", "career_area", "story", "accent", "time_zone", "quiet_days")
        }
        if "logo" in self.changed_data:
            values["logo"] = self.cleaned_data["logo"] or ""
        return values


class ProfileForm(HouseModelForm):
    submit_label = "Save"
    title = forms.CharField(
        max_length=120, required=False, label="Your title", help_text="As it stands under letters."
    )
    signature = forms.ImageField(
        required=False,
        widget=PictureInput,
        help_text="A picture of your signature, for letters you sign. PNG or JPEG, up to 2 MB.",
    )

    class Meta:
        model = Person
        fields = ["name", "prefix", "phone", "signature"]
        labels = {"name": "Your name", "prefix": "How you are addressed", "phone": "Telephone"}

    field_order = ["name", "prefix", "title", "phone", "signature"]

    def clean_signature(self) -> Any:
        picture = self.cleaned_data["signature"]
        if "signature" not in self.changed_data:
            return None
        return redraw_picture(picture, max_side=1000) if picture else False
