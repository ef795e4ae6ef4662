"""The program's addresses and one bare view to compare with."""

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.template import Context, Template
from django.template.response import HttpResponse
from django.urls import path
from django.views.generic import ListView

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django's
from config.urls import urlpatterns as program_urls
from partnerships.models import Partnership

ROWS = Template(
    "<!doctype html><html lang='en'><title>Bare</title><p>{{ paginator.count }}</p><table>"
    "{% for row in object_list %}<tr><td>{{ row.organization.name }}</td>"
    "<td>{{ row.get_stage_display }}</td><td>{{ row.organization.city }}</td>"
    "<td>{{ row.last_contact_on }}</td></tr>{% endfor %}</table></html>"
)


class Bare(ListView):
    """What Django itself costs here: signed in, counted, a page of 25 rows with their
    organizations in a plain table; no filters, no frame."""

    paginate_by = 25

    def get_queryset(self) -> QuerySet:
        return Partnership.objects.select_related("organization").order_by("pk")

    def render_to_response(self, context: dict, **kwargs: object) -> HttpResponse:
        return HttpResponse(ROWS.render(Context(context)))


urlpatterns = [*program_urls, path("bare/", login_required(Bare.as_view()))]
