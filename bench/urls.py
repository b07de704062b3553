"""The product's addresses, with the plain rivals' in front of them."""

from django.urls import include, path

from bench.plain import PlainFiling, plain_router
from bench.plain_page import plain_page
from ceasefire import urls as product

handler400 = product.handler400
handler403 = product.handler403
handler404 = product.handler404
handler500 = product.handler500

urlpatterns = [
    path("api/plain/reports/", PlainFiling.as_view()),
    path("plain/page/", plain_page),
    path("api/plain/", include(plain_router().urls)),
    *product.urlpatterns,
]
