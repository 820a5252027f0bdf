"""The kernel's own pages: attachments, history, jobs, imports, lists that were taken along and the outbox."""

from django.urls import path

from nov.kernel.views import attachments, history, imports, jobs, outbox, taken

app_name = "kernel"

urlpatterns = [
    path("bijlagen/<int:pk>/", attachments.attachment, name="attachment"),
    path("bijlagen/<int:pk>/weghalen/", attachments.remove, name="attachment_remove"),
    path("bijlagen/<str:label>/<int:pk>/toevoegen/", attachments.add, name="attachment_add"),
    path("geschiedenis/<str:label>/<int:pk>/", history.history, name="history"),
    path("taken/", jobs.jobs, name="jobs"),
    path("taken/<int:pk>/", jobs.job, name="job"),
    path("taken/<int:pk>/stand/", jobs.state, name="job_state"),
    path("taken/<int:pk>/hervatten/", jobs.take_up, name="job_take_up"),
    path("inlezen/", imports.overview, name="imports"),
    path("inlezen/bestand/<int:pk>/", imports.run, name="import_run"),
    path("inlezen/<slug:name>/", imports.upload, name="import"),
    path("inlezen/<slug:name>/sjabloon/", imports.template, name="import_template"),
    path("meegenomen/", taken.lists, name="taken_lists"),
    path("berichten/", outbox.messages, name="messages"),
    path("berichten/<uuid:pk>/", outbox.message, name="message"),
]
