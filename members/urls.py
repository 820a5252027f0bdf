"""The addresses of Leden."""

from django.urls import path

from members.views import appointments, contributions, deeds, meetings, mutations, organisations

app_name = "members"
urlpatterns = [
    path("", organisations.organisations, name="organisations"),
    path("nieuw/", organisations.new, name="organisation_new"),
    path("organisatie/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisatie/<int:pk>/wijzigen/", organisations.change, name="organisation_change"),
    path("organisatie/<int:pk>/naam/", organisations.rename, name="organisation_rename"),
    path("organisatie/<int:pk>/contactpersoon/", organisations.contact_new, name="contact_new"),
    path("organisatie/<int:pk>/grondslag/", organisations.base, name="base"),
    path("contactpersoon/<int:pk>/wijzigen/", organisations.contact_change, name="contact_change"),
    path("contactpersoon/<int:pk>/weghalen/", organisations.contact_remove, name="contact_remove"),
    path("organisatie/<int:pk>/aanmelding/", deeds.join, name="join"),
    path("organisatie/<int:pk>/opzegging/", deeds.resign, name="resign"),
    path("organisatie/<int:pk>/opzegging-door-nov/", deeds.terminate, name="terminate"),
    path("organisatie/<int:pk>/ontzetting/", deeds.expel, name="expel"),
    path("organisatie/<int:pk>/opheffing/", deeds.dissolve, name="dissolve"),
    path("organisatie/<int:pk>/fusie/", deeds.merge_into, name="merge_into"),
    path("organisatie/<int:pk>/overgang/", deeds.pass_over, name="pass_over"),
    path("organisatie/<int:pk>/categorie/", deeds.change_category, name="change_category"),
    path("mutaties/", mutations.mutations, name="mutations"),
    path("mutaties/<int:pk>/corrigeren/", mutations.correct, name="correct"),
    path("mutaties/<int:pk>/ongedaan-maken/", mutations.void, name="void"),
    path("ledental/", mutations.headcount, name="headcount"),
    path("contributie/", contributions.runs, name="runs"),
    path("contributie/nieuw/", contributions.new, name="run_new"),
    path("contributie/bedragen/", contributions.contributions, name="contributions"),
    path("contributie/<int:pk>/", contributions.run, name="run"),
    path("contributie/<int:pk>/definitief/", contributions.finalise, name="run_finalise"),
    path("contributie/<int:pk>/weggooien/", contributions.discard, name="run_discard"),
    path("vergaderingen/", meetings.meetings, name="meetings"),
    path("vergaderingen/nieuw/", meetings.new, name="meeting_new"),
    path("vergaderingen/<int:pk>/", meetings.meeting, name="meeting"),
    path("vergaderingen/<int:pk>/wijzigen/", meetings.change, name="meeting_change"),
    path("vergaderingen/punt/<int:pk>/besluit/", meetings.decide, name="item_decide"),
    path("benoemingen/", appointments.appointments, name="appointments"),
    path("benoemingen/nieuw/", appointments.new, name="appointment_new"),
    path("benoemingen/<int:pk>/", appointments.appointment, name="appointment"),
    path("benoemingen/<int:pk>/herbenoemen/", appointments.reappoint, name="appointment_again"),
    path("benoemingen/<int:pk>/aftreden/", appointments.step_down, name="appointment_end"),
]
