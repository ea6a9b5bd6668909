"""Addresses for those who run the service."""

from django.urls import path

from reputation.service import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics, name="metrics"),
]
