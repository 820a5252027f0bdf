"""The addresses under /programmas/."""

from django.urls import path

from programmes.views import counts, desks, events, measurements, programmes, records

app_name = "programmes"

urlpatterns = [
    path("", programmes.programmes, name="programmes"),
    path("<slug:code>/", programmes.programme, name="programme"),
    path("<slug:code>/metingen/", measurements.measurements, name="measurements"),
    path("<slug:code>/metingen/<int:pk>/", measurements.measurement, name="measurement"),
    path("<slug:code>/metingen/<int:pk>/intrekken/", measurements.withdraw, name="measurement_withdraw"),
    path("<slug:code>/kengetallen/nieuwe-telling/", counts.count_new, name="count_new"),
    path("<slug:code>/kengetallen/<str:key>/telling/", counts.count_change, name="count_change"),
    path("<slug:code>/kengetallen/<str:key>/", measurements.indicator, name="indicator"),
    path("<slug:code>/bijeenkomsten/", events.events, name="events"),
    path("<slug:code>/bijeenkomsten/nieuw/", events.event_new, name="event_new"),
    path("<slug:code>/bijeenkomsten/<int:pk>/", events.event, name="event"),
    path("<slug:code>/bijeenkomsten/<int:pk>/wijzigen/", events.event_change, name="event_change"),
    path("<slug:code>/bijeenkomsten/<int:pk>/weghalen/", events.event_remove, name="event_remove"),
    path("<slug:code>/balies/", desks.desks, name="desks"),
    path("<slug:code>/balies/<slug:desk>/", desks.desk, name="desk"),
    path("<slug:code>/koppelingen/", desks.months, name="months"),
    path("<slug:code>/koppelingen/controleren/", desks.check, name="months_check"),
    path("<slug:code>/koppelingen/vastzetten/", desks.fix, name="months_fix"),
    path("<slug:code>/<slug:kind>/", records.records, name="records"),
    path("<slug:code>/<slug:kind>/nieuw/", records.record_new, name="record_new"),
    path("<slug:code>/<slug:kind>/<int:pk>/", records.record, name="record"),
    path("<slug:code>/<slug:kind>/<int:pk>/wijzigen/", records.record_change, name="record_change"),
    path("<slug:code>/<slug:kind>/<int:pk>/weghalen/", records.record_remove, name="record_remove"),
    path("<slug:code>/<slug:kind>/<int:pk>/<slug:deed>/", records.record_deed, name="record_deed"),
    path("<slug:code>/<slug:kind>/<int:pk>/<slug:rows>/nieuw/", records.row_new, name="row_new"),
]
