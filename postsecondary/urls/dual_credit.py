from django.urls import path

from postsecondary.views import dual_credit as views

urlpatterns = [
    path("dual-credit/", views.dualcredit_list, name="dualcredit_list"),
    path("dual-credit/table.pdf", views.dualcredit_pdf, name="dualcredit_pdf"),
    path("dual-credit/new/", views.dualcredit_add, name="dualcredit_add"),
    path("dual-credit/<int:pk>/edit/", views.dualcredit_edit, name="dualcredit_edit"),
    path("dual-credit/<int:pk>/end/", views.dualcredit_end, name="dualcredit_end"),
    path("dual-credit/<int:pk>/remove/", views.dualcredit_remove, name="dualcredit_remove"),
    path("dual-credit/<int:pk>/history/", views.dualcredit_history, name="dualcredit_history"),
]
