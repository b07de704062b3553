"""Every address under /api/."""

urlpatterns: list = []
