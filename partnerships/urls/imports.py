from django.urls import path

from partnerships.views import imports as views

urlpatterns = [
    path("import/", views.import_list, name="import_list"),
    path("import/new/", views.import_add, name="import_add"),
    path("import/<int:pk>/", views.import_detail, name="import_detail"),
    path("import/<int:pk>/columns/", views.import_columns, name="import_columns"),
    path("import/<int:pk>/preview/", views.import_preview, name="import_preview"),
    path("import/<int:pk>/problems/", views.import_problems, name="import_problems"),
    path("import/<int:pk>/undo/", views.import_undo, name="import_undo"),
]
