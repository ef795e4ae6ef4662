from django.urls import path

from postsecondary.views import facts
from postsecondary.views import institutions as views

urlpatterns = [
    path("", views.college_list, name="college_list"),
    path("<int:pk>/", views.college_detail, name="college_detail"),
    path("<int:pk>/history/", views.college_history, name="college_history"),
    path("<int:pk>/panel/", views.organization_panel, name="organization_panel"),
    path("<int:pk>/departments/new/", facts.college_department_add, name="college_department_add"),
    path("departments/<int:pk>/edit/", facts.department_edit, name="department_edit"),
    path("departments/<int:pk>/people/", facts.department_people, name="department_people"),
    path("departments/<int:pk>/remove/", facts.department_remove, name="department_remove"),
    path("<int:pk>/studies/new/", facts.college_study_add, name="college_study_add"),
    path("studies/<int:pk>/edit/", facts.study_edit, name="study_edit"),
    path("studies/<int:pk>/remove/", facts.study_remove, name="study_remove"),
    path(
        "<int:pk>/requirements/new/", facts.college_requirement_add, name="college_requirement_add"
    ),
    path("requirements/<int:pk>/edit/", facts.requirement_edit, name="requirement_edit"),
    path("requirements/<int:pk>/remove/", facts.requirement_remove, name="requirement_remove"),
    path("<int:pk>/funding/new/", facts.college_funding_add, name="college_funding_add"),
    path("funding/<int:pk>/edit/", facts.funding_edit, name="funding_edit"),
    path("funding/<int:pk>/remove/", facts.funding_remove, name="funding_remove"),
]
