"""E-mail mentoring: questions, and what mentors answer."""

from django.urls import path

from mentors.views import exchanges, questions

urlpatterns = [
    path("questions/", questions.questionset_list, name="questionset_list"),
    path("questions/add/", questions.questionset_add, name="questionset_add"),
    path("questions/load/", questions.questionset_load, name="questionset_load"),
    path("questions/<int:pk>/", questions.questionset_edit, name="questionset_edit"),
    path("questions/<int:pk>/send/", questions.questionset_send, name="questionset_send"),
    path("mail/", exchanges.exchange_list, name="exchange_list"),
    path("mail/<int:pk>/", exchanges.exchange_detail, name="exchange_detail"),
    path("mail/<int:pk>/save/", exchanges.exchange_save, name="exchange_save"),
    path("mail/<int:pk>/release/", exchanges.exchange_release, name="exchange_release"),
    path("mail/<int:pk>/withdraw/", exchanges.exchange_withdraw, name="exchange_withdraw"),
    path("mail/<int:pk>/card/", exchanges.exchange_card, name="exchange_card"),
]
