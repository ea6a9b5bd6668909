"""Addresses for those who run the service."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
