"""The pages behind the `type` addresses of problems, for people."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ceasefire.api.problem_kinds import KINDS


@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """Every kind of problem."""
    return render(request, "problems/list.html", {"kinds": KINDS.values()})


@require_safe
def problem_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One kind of problem: what it means and what to do."""
    if slug not in KINDS:
        raise Http404
    return render(request, "problems/detail.html", {"kind": KINDS[slug]})
