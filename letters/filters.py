import django_filters
from django.db.models import Q, QuerySet

from letters.models import Letter, LetterBatch
from partnerships.models.organizations import Language


class LetterFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Organization, person or letter", method="search")
    way = django_filters.ChoiceFilter(
        field_name="batch__way", label="How", choices=LetterBatch.Way, empty_label="Any way"
    )
    language = django_filters.ChoiceFilter(
        label="Language", choices=Language, empty_label="Any language"
    )

    class Meta:
        model = Letter
        fields = ["q", "way", "language"]

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(
            Q(organization__name__icontains=text)
            | Q(person__name__icontains=text)
            | Q(batch__template_name__icontains=text)
        )
