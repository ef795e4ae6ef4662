from django.urls import path

from calendar_app.views import answers, feeds

urlpatterns = [
    path("feeds/", feeds.feed_settings, name="feed_settings"),
    path("feeds/renew/", feeds.feed_renew, name="feed_renew"),
    path("feeds/revoke/", feeds.feed_revoke, name="feed_revoke"),
    path(
        "participations/<int:pk>/answer/",
        answers.participation_answer,
        name="participation_answer",
    ),
]
