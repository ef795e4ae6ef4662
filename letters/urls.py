"""Addresses below ``/programs/<slug:program>/letters/``."""

from django.urls import path

from letters.views import letters, signatures, templates

app_name = "letters"
urlpatterns = [
    path("", letters.letter_list, name="letter_list"),
    path("new/", letters.letter_new, name="letter_new"),
    path("check/", letters.letter_check, name="letter_check"),
    path("<int:pk>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("batches/<int:pk>/", letters.batch_detail, name="batch_detail"),
    path("batches/<int:pk>/pdf/", letters.batch_pdf, name="batch_pdf"),
    path("batches/<int:pk>/labels/", letters.batch_labels, name="batch_labels"),
    path("batches/<int:pk>/envelopes/", letters.batch_envelopes, name="batch_envelopes"),
    path("templates/", templates.template_list, name="template_list"),
    path("templates/starters/", templates.template_starters, name="template_starters"),
    path("templates/new/", templates.template_add, name="template_add"),
    path("templates/check/", templates.template_check, name="template_check"),
    path("templates/<int:pk>/", templates.template_edit, name="template_edit"),
    path("templates/<int:pk>/delete/", templates.template_delete, name="template_delete"),
    path("signatures/<int:pk>/", signatures.signature_edit, name="signature_edit"),
    path("signatures/<int:pk>/delete/", signatures.signature_delete, name="signature_delete"),
    path("signatures/<int:pk>/picture/", signatures.signature_picture, name="signature_picture"),
    path("organizations/<int:pk>/panel/", letters.organization_panel, name="organization_panel"),
]
