"""The smallest Django that answers: what a server costs before it does anything."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

settings.configure(SECRET_KEY="bare" * 10, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


urlpatterns = [re_path("", hello)]
application = get_wsgi_application()
