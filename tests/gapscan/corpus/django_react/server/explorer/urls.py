from django.urls import path
from rest_framework_nested import routers

from explorer import views
from explorer.assistant.urls import assistant_urls

router = routers.SimpleRouter()
router.register("queries", views.QueryViewSet)
router.register("languages", views.LanguageViewSet, basename="language")
router.register("suggestions", views.SuggestionViewSet, basename="suggestion")
router.register("domains", views.DomainViewSet, basename="domain")

runs = routers.NestedSimpleRouter(router, "queries", lookup="query")
runs.register("runs", views.RunViewSet, basename="run")

urlpatterns = router.urls + runs.urls
urlpatterns += assistant_urls
urlpatterns += [path("mail/", views.MailView.as_view())]
