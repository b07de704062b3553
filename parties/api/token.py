"""A person's own API tokens: made, listed and revoked in a session, never with a token."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from parties.api.strict import StrictChoice, StrictInteger, StrictSerializer, StrictText
from parties.domain.token import DAYS, MOST_DAYS, create_token, revoke_token, tokens_of
from parties.models import ApiToken, TokenScope


class TokenSerializer(serializers.ModelSerializer):
    """A token as it is listed: by the beginning of it, never whole."""

    id = serializers.CharField(source="token_key", read_only=True)

    class Meta:
        model = ApiToken
        fields = ("id", "label", "scopes", "created", "expiry", "last_used_at")
        read_only_fields = fields


class TokenBody(StrictSerializer):
    """What to say of a token when it is made."""

    label = StrictText(
        required=False,
        default="",
        allow_blank=True,
        max_length=ApiToken._meta.get_field("label").max_length,
        help_text=ApiToken._meta.get_field("label").help_text,
    )
    scopes = serializers.ListField(
        child=StrictChoice(choices=TokenScope.choices),
        required=False,
        default=TokenScope.values,
        allow_empty=False,
        max_length=len(TokenScope),
        help_text="What it may do; all of it if nothing is said.",
    )
    days = StrictInteger(
        required=False,
        default=DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        help_text="After how many days it ends.",
    )


class NewTokenSerializer(TokenSerializer):
    """A token just made; this is the only time that it is shown."""

    token = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = (*TokenSerializer.Meta.fields, "token")


class TokenViewSet(mixins.ListModelMixin, GenericViewSet):
    """Your own tokens. Sign in on the site to use this; a token does not open it."""

    serializer_class = TokenSerializer
    queryset = ApiToken.objects.none()
    lookup_field = "token_key"
    lookup_url_kwarg = "id"
    keyset = ("-created", "-token_key")
    needs_sign_in = True
    session_only = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let in sessions only: who has a token must not make more of them."""
        super().initial(request, *args, **kwargs)
        if request.auth is not None:
            raise PermissionDenied(_("Tokens are managed in a session, not with a token."))

    def get_queryset(self) -> QuerySet[ApiToken]:
        """The person's own."""
        return tokens_of(self.request.user)

    @extend_schema(request=TokenBody, responses={201: NewTokenSerializer})
    def create(self, request: Request) -> Response:
        """Make a token; it is shown in this answer and never again."""
        asked = TokenBody(data=request.data)
        asked.is_valid(raise_exception=True)
        row, secret = create_token(request.user, **asked.validated_data)
        body = {**TokenSerializer(row).data, "token": secret}
        return Response(body, 201, headers={"Cache-Control": "no-store"})

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: str) -> Response:  # noqa: A002 - the route's word
        """Revoke a token; whoever holds it is signed out at once."""
        revoke_token(request.user, id)
        return Response(status=204)
