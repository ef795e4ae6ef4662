from django.urls import path

from partnerships.views import duplicates as views

urlpatterns = [
    path("duplicates/", views.duplicate_list, name="duplicate_list"),
    path("duplicates/search/", views.duplicate_search, name="duplicate_search"),
    path("duplicates/<int:pk>/", views.duplicate_compare, name="duplicate_compare"),
    path("duplicates/<int:pk>/dismiss/", views.duplicate_dismiss, name="duplicate_dismiss"),
    path("duplicates/<int:pk>/merge/", views.duplicate_merge, name="duplicate_merge"),
]
