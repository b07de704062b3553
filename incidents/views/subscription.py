"""A person's own alerts: the list, what each is about, and what it told."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.alerting import AlertChannel
from incidents.domain.alert import send_again, send_test
from incidents.domain.alert_mail import subscription_in
from incidents.domain.queries.subscription import (
    own_subscriptions,
    readable_alerts,
    subscription_by_link,
)
from incidents.domain.subscription import (
    change_subscription,
    end_by_link,
    end_subscription,
    resume_subscription,
    subscribe,
)
from incidents.domain.webhook import give_secret
from incidents.forms.errors import add_errors
from incidents.forms.subscription import (
    FIELDS,
    SubscriptionForm,
    blank_subscription,
    subscription_initial,
)
from incidents.models import Subscription
from incidents.views.subscription_words import matter_of, subscription_words
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page
from parties.views.post_map import map_of

FORM = "incidents/alert_form.html"
DETAIL = "incidents/alert_detail.html"
MOST_SHOWN = 50


@require_safe
@login_required
@with_mission
def alert_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """What a person is told of, and what they were."""
    held = list(own_subscriptions(actor_in(request)))
    context = {
        "held": [{"row": one, "words": subscription_words(one)} for one in held],
        "open": sum(one.ended_at is None for one in held),
    }
    return render_page(request, "incidents/alert_list.html", mission, context)


@require_http_methods(["GET", "POST"])
@login_required
@with_mission
def alert_new(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The form of another subscription at the mission."""
    if request.method == "GET":
        return _form_page(request, mission, blank_subscription(mission))
    form = SubscriptionForm(request.POST, mission=mission)
    if form.is_valid():
        try:
            held = subscribe(
                form.content(),
                mission,
                actor=actor_in(request),
                site=request.build_absolute_uri("/"),
            )
        except ValidationError as error:
            add_errors(form, error, FIELDS)
        else:
            messages.success(request, _("You are told from now on."))
            if held.channel == AlertChannel.WEBHOOK:
                return _secret_page(request, held)
            return redirect("alert_detail", pk=held.pk)
    return _form_page(request, mission, form)


@require_safe
@login_required
@with_mission
def alert_detail(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """What one subscription is about, and the newest that it told."""
    held = _find(request, pk)
    alerts = list(readable_alerts(actor_in(request), held)[:MOST_SHOWN])
    for alert in alerts:
        alert.matter = matter_of(alert)  # type: ignore[attr-defined]
    context = {
        "held": held,
        "words": subscription_words(held),
        "alerts": alerts,
        "map": map_of(held.mission, areas=_areas(held)) if held.corners else None,
    }
    return render_page(request, DETAIL, held.mission, context)


@require_http_methods(["GET", "POST"])
@login_required
@with_mission
def alert_change(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """The form with what it says now."""
    held = _find(request, pk)
    if held.ended_at is not None:
        return redirect("alert_detail", pk=held.pk)
    if request.method == "GET":
        form = SubscriptionForm(mission=held.mission, initial=subscription_initial(held))
        return _form_page(request, held.mission, form, held)
    form = SubscriptionForm(request.POST, mission=held.mission)
    if form.is_valid():
        try:
            change_subscription(held, form.content(), actor=actor_in(request))
        except ValidationError as error:
            add_errors(form, error, FIELDS)
        else:
            messages.success(request, _("Changed: it holds from now on."))
            return redirect("alert_detail", pk=held.pk)
    return _form_page(request, held.mission, form, held)


@require_POST
@login_required
@with_mission
def alert_end(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """End it; what it told stays on its page."""
    held = _find(request, pk)
    end_subscription(held, actor=actor_in(request))
    messages.success(request, _("Ended: it tells you no more."))
    return redirect("alert_detail", pk=held.pk)


@require_POST
@login_required
@with_mission
def alert_act(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Test, resume or send again what a webhook is told, or make it a new secret."""
    held, actor, act = _find(request, pk), actor_in(request), request.POST.get("act")
    if held.channel != AlertChannel.WEBHOOK or held.ended_at is not None:
        raise Http404
    if act == "rotate":
        return _secret_page(request, held)
    if act == "resume":
        resume_subscription(held, actor=actor)
        messages.success(request, _("It is called again from now on."))
    elif act in ("test", "again"):
        _send(held, actor, request.POST.get("alert", "") if act == "again" else None)
        messages.success(request, _("It is sent now. Look again in a few seconds."))
    else:
        raise Http404
    return redirect("alert_detail", pk=held.pk)


def _send(held: Subscription, actor: Actor, alert: str | None) -> None:
    if alert is None:
        send_test(held)
        return
    try:
        found = get_object_or_404(readable_alerts(actor, held), pk=UUID(alert))
    except ValueError as error:
        raise Http404 from error
    send_again(found)


def _secret_page(request: HttpRequest, held: Subscription) -> HttpResponse:
    """The page that shows a new secret, once."""
    context = {"held": held, "secret": give_secret(held, actor=actor_in(request))}
    return render_page(request, "incidents/alert_secret.html", held.mission, context)


@csrf_exempt  # mail programs post here by themselves, after RFC 8058; the link is the proof
@require_http_methods(["GET", "POST"])
def alert_leave(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription by the link in one of its messages, without signing in."""
    pk = subscription_in(token)
    held = subscription_by_link(pk) if pk else None
    if held is None:
        raise Http404
    if request.method == "POST":
        end_by_link(held)
    context = {"name": held.name, "ended": request.method == "POST" or held.ended_at}
    return render(request, "incidents/alert_leave.html", context)


def _find(request: HttpRequest, pk: UUID) -> Subscription:
    return get_object_or_404(own_subscriptions(actor_in(request)), pk=pk)


def _areas(held: Subscription) -> list[dict[str, Any]]:
    """The area as the map draws it, latitude first."""
    return [{"kind": "sector", "outline": [[lat, lon] for lon, lat in held.corners]}]


def _form_page(
    request: HttpRequest,
    mission: Mission,
    form: SubscriptionForm,
    held: Subscription | None = None,
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "held": held, "map": map_of(mission)}
    return render_page(request, FORM, mission, context, status=status)
