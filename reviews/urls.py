"""Addresses below ``/programs/<slug:program>/reviews/``."""

from django.urls import path

from reviews.views import items, results, rounds

app_name = "reviews"
urlpatterns = [
    path("", rounds.review_list, name="review_list"),
    path("new/", rounds.review_add, name="review_add"),
    path("<int:pk>/", rounds.review_detail, name="review_detail"),
    path("<int:pk>/edit/", rounds.review_edit, name="review_edit"),
    path("<int:pk>/delete/", rounds.review_delete, name="review_delete"),
    path("<int:pk>/people/", rounds.review_people, name="review_people"),
    path("<int:pk>/open/", rounds.review_open, name="review_open"),
    path("<int:pk>/close/", rounds.review_close, name="review_close"),
    path("<int:pk>/reopen/", rounds.review_reopen, name="review_reopen"),
    path("<int:pk>/works/", items.review_works, name="review_works"),
    path("<int:pk>/results/", results.review_results, name="review_results"),
    path("<int:pk>/results/pdf/", results.review_pdf, name="review_pdf"),
    path("<int:pk>/results/meeting/", results.review_meeting, name="review_meeting"),
    path("works/<int:pk>/", items.item_edit, name="item_edit"),
    path("works/<int:pk>/file/", items.item_open, name="item_open"),
    path("works/<int:pk>/judge/", items.item_judge, name="item_judge"),
    path("works/<int:pk>/delete/", items.item_delete, name="item_delete"),
]
