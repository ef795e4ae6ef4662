import django_filters
from django.db.models import Q, QuerySet

from notifications.models import MailKind, Message


class MessageFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="To, or subject", method="search")
    state = django_filters.ChoiceFilter(label="State", choices=Message.State, empty_label="Any")
    kind = django_filters.ChoiceFilter(label="About", choices=MailKind, empty_label="Anything")

    class Meta:
        model = Message
        fields = ["q", "state", "kind"]

    def search(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(Q(to_email__icontains=text) | Q(subject__icontains=text))
