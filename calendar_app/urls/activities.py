from django.urls import URLPattern, path

from calendar_app.views import activities, calendar, changes

urlpatterns: list[URLPattern] = [
    path("", calendar.activity_list, name="activity_list"),
    path("month/", calendar.activity_month, name="activity_month"),
    path("changes/", changes.activity_changes, name="activity_changes"),
    path("reviewed/", changes.activity_reviewed, name="activity_reviewed"),
    path("new/", activities.activity_add, name="activity_add"),
    path("clashes/", activities.activity_clashes, name="activity_clashes"),
    path("partners/", activities.activity_partners, name="activity_partners"),
    path("<int:pk>/", activities.activity_detail, name="activity_detail"),
    path("<int:pk>/edit/", activities.activity_edit, name="activity_edit"),
    path("<int:pk>/move/", activities.activity_move, name="activity_move"),
    path("<int:pk>/end/", activities.activity_end, name="activity_end"),
    path("<int:pk>/apology/", activities.activity_apology, name="activity_apology"),
    path("<int:pk>/history/", activities.activity_history, name="activity_history"),
    path("checkpoints/<int:pk>/tick/", activities.checkpoint_tick, name="checkpoint_tick"),
]
