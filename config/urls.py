from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "Administration"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth signs everybody in

urlpatterns = [
    path("", include("core.urls")),
    path("", include("home.urls")),
    path("", include("partnerships.urls.accent")),
    path("", include("partnerships.urls.people_pages")),
    path("accounts/", include("allauth.urls")),
    path("mail/", include("notifications.urls")),
    path("programs/<slug:program>/partners/", include("partnerships.urls")),
    path("programs/<slug:program>/letters/", include("letters.urls")),
    path("programs/<slug:program>/students/", include("students.urls")),
    path("programs/<slug:program>/colleges/", include("postsecondary.urls")),
    path("programs/<slug:program>/calendar/", include("calendar_app.urls")),
    path("programs/<slug:program>/boards/", include("advisory.urls")),
    path("programs/<slug:program>/visits/", include("visits.urls")),
    path("programs/<slug:program>/concerns/", include("concerns.urls")),
    path("programs/<slug:program>/mentors/", include("mentors.urls")),
    path("programs/<slug:program>/reviews/", include("reviews.urls")),
    path("programs/<slug:program>/handover/", include("portal.urls.staff")),
    path("portal/", include("portal.urls")),
    path("mentoring/", include(("mentors.urls.links", "mentor_links"))),
    path("guidelines/", include(("concerns.urls.links", "concern_links"))),
    path("visit/", include(("visits.urls.links", "visit_links"))),
    path("calendar/", include(("calendar_app.urls.links", "calendar_links"))),
    path("board/", include(("advisory.urls.links", "advisory_links"))),
    path("admin/", admin.site.urls),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
if settings.ANYMAIL.get("WEBHOOK_SECRET"):  # where a mail service reports bounces and complaints
    urlpatterns.append(path("anymail/", include("anymail.urls")))
