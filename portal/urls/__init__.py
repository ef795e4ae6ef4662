"""Addresses below ``/portal/``: what a partner sees after signing in."""

from django.urls import path

from portal.views import entering, home, me, mentoring, people, reviews

app_name = "portal"
urlpatterns = [
    path("", entering.start, name="start"),
    path("enter/<str:token>/", entering.enter, name="enter"),
    path("<int:organization>/", home.home, name="home"),
    path("<int:organization>/program/", home.program_choose, name="program_choose"),
    path("<int:organization>/tasks/<int:pk>/done/", home.task_finish, name="task_finish"),
    path("<int:organization>/calendar/", home.calendar, name="calendar"),
    path("<int:organization>/calendar/address/", home.feed_renew, name="feed_renew"),
    path("<int:organization>/calendar/no-address/", home.feed_revoke, name="feed_revoke"),
    path("<int:organization>/activities/<int:pk>/", home.activity_detail, name="activity_detail"),
    path(
        "<int:organization>/activities/<int:pk>/agenda/",
        home.activity_agenda,
        name="activity_agenda",
    ),
    path(
        "<int:organization>/activities/<int:pk>/minutes/",
        home.activity_minutes,
        name="activity_minutes",
    ),
    path("<int:organization>/commitments/", home.commitment_list, name="commitment_list"),
    path("<int:organization>/commitments/edit/", me.support_edit, name="support_edit"),
    path("<int:organization>/letters/<int:pk>/", home.letter_open, name="letter_open"),
    path("<int:organization>/mentoring/", mentoring.mentoring_detail, name="mentoring_detail"),
    path(
        "<int:organization>/mentoring/<slug:program>/",
        mentoring.mentoring_offer,
        name="mentoring_offer",
    ),
    path("<int:organization>/people/", people.person_list, name="person_list"),
    path("<int:organization>/people/new/", people.person_add, name="person_add"),
    path("<int:organization>/people/<int:pk>/", people.person_leave, name="person_leave"),
    path("<int:organization>/seats/<int:pk>/", people.seat_edit, name="seat_edit"),
    path("<int:organization>/reviews/", reviews.review_list, name="review_list"),
    path("<int:organization>/reviews/<int:pk>/", reviews.review_detail, name="review_detail"),
    path("<int:organization>/reviews/works/<int:pk>/", reviews.review_item, name="review_item"),
    path(
        "<int:organization>/reviews/works/<int:pk>/file/", reviews.review_file, name="review_file"
    ),
    path("<int:organization>/me/", me.profile_edit, name="profile_edit"),
    path("<int:organization>/me/mail/", me.preference_set, name="preference_set"),
]
