from django.urls import path

from advisory.views import agenda as views

urlpatterns = [
    path("meetings/<int:pk>/agenda/", views.meeting_agenda, name="meeting_agenda"),
    path("meetings/<int:pk>/agenda/pdf/", views.meeting_agenda_pdf, name="meeting_agenda_pdf"),
    path("meetings/<int:pk>/agenda/add/", views.meeting_item_add, name="meeting_item_add"),
    path("meetings/<int:pk>/agenda/order/", views.meeting_order, name="meeting_order"),
    path("meetings/<int:pk>/agenda/carry/", views.meeting_carry_over, name="meeting_carry_over"),
    path("meetings/<int:pk>/agenda/post/", views.meeting_post, name="meeting_post"),
    path("meetings/<int:pk>/agenda/withdraw/", views.meeting_withdraw, name="meeting_withdraw"),
    path("items/<int:pk>/", views.item_edit, name="item_edit"),
    path("items/<int:pk>/drop/", views.item_drop, name="item_drop"),
    path("items/<int:pk>/restore/", views.item_restore, name="item_restore"),
    path("items/<int:pk>/move/", views.item_move, name="item_move"),
    path("items/<int:pk>/answer/", views.item_answer, name="item_answer"),
]
