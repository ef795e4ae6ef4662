from django.urls import path

from students import views

app_name = "students"
urlpatterns = [
    path("", views.student_list, name="student_list"),
    path("new/", views.student_add, name="student_add"),
    path("import/", views.student_import, name="student_import"),
    path("topics/", views.topic_list, name="topic_list"),
    path("topics/new/", views.topic_add, name="topic_add"),
    path("topics/rename/", views.topic_rename, name="topic_rename"),
    path("<int:pk>/", views.student_edit, name="student_edit"),
    path("<int:pk>/leave/", views.student_leave, name="student_leave"),
]
