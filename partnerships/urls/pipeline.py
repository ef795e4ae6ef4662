from django.urls import path

from partnerships.views import pipeline as views

urlpatterns = [
    path("pipeline/", views.pipeline, name="pipeline"),
    path("pipeline/<int:pk>/move/", views.partnership_move, name="partnership_move"),
    path("top-ten/", views.topten_save, name="topten_save"),
    path("top-ten/<int:pk>/add/", views.topten_add, name="topten_add"),
    path("top-ten/<int:pk>/remove/", views.topten_remove, name="topten_remove"),
    path("top-ten/<int:pk>/raise/", views.topten_raise, name="topten_raise"),
    path("top-ten/<int:pk>/lower/", views.topten_lower, name="topten_lower"),
]
