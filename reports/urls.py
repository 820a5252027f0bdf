"""The addresses under /jaarverslag/."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.editions, name="editions"),
    path("cijfers/", views.figures, name="figures"),
    path("cijfers/<str:key>/", views.figure, name="figure"),
    path("<int:year>/", views.edition, name="edition"),
    path("<int:year>/hoofdstuk/<int:number>/", views.chapter, name="chapter"),
    path("<int:year>/hoofdstuk/<int:number>/voorbeeld/", views.preview, name="preview"),
    path("<int:year>/hoofdstuk/<int:number>/versies/", views.versions, name="versions"),
    path("<int:year>/lezen/", views.reading, name="reading"),
    path("<int:year>/aanbieden/", views.offered, name="offer"),
    path("<int:year>/terug/", views.handed_back, name="hand_back"),
    path("<int:year>/ontheffing/<str:mark>/", views.waived, name="waive"),
    path("<int:year>/vaststellen/", views.adopted, name="adopt"),
    path("<int:year>/verschillen/", views.differences, name="differences"),
    path("<int:year>/<str:name>.<str:form>", views.document, name="document"),
]
