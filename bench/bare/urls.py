from django.urls import path

from bench.bare.views import listing

urlpatterns = [path("list/", listing)]
