from rest_framework.routers import DefaultRouter

from explorer.assistant.urls import assistant_urls
from explorer.views import QueryViewSet

router = DefaultRouter()
router.register("queries", QueryViewSet)

urlpatterns = []
urlpatterns += router.urls
urlpatterns += assistant_urls
