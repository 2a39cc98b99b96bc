"""Addresses of the library."""

from django.urls import path, re_path
from rest_framework.routers import DefaultRouter

from . import views

router = DefaultRouter()
router.register("books", views.BookViewSet, basename="book")
router.register(r"authors", views.AuthorViewSet)

urlpatterns = [
    path("loans/extend/", views.extend_loan),
    re_path(r"^statistics/$", views.Statistics.as_view()),
]
urlpatterns += router.urls
