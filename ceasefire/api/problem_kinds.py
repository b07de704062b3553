"""The kinds of problem the API answers with: one row a kind, read by answers, pages and schema."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its slug in the address, its usual status, and its words."""

    slug: str
    status: int
    title: Text
    meaning: Text
    remedy: Text


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "validation",
            422,
            _("What was sent was not accepted"),
            _("The body was read, but some of it does not hold. Nothing was stored."),
            _("“errors” names every field by its JSON pointer, and says what is wrong with it."),
        ),
        Kind(
            "bad-request",
            400,
            _("The request could not be read"),
            _("The body is no JSON, or holds something that no field of ours can hold."),
            _("“errors” names the place, where one is known."),
        ),
        Kind(
            "bad-query",
            400,
            _("The query was not understood"),
            _("A query parameter is unknown, given twice, or has a value it cannot have."),
            _("“errors” names each parameter. The API's documentation lists those that exist."),
        ),
        Kind(
            "unauthenticated",
            401,
            _("Sign in first"),
            _("This needs a token or a session, or the token given is not valid."),
            _("Send “Authorization: Bearer” and your token. A token is shown once, when made."),
        ),
        Kind(
            "forbidden",
            403,
            _("Not allowed"),
            _("You are signed in, but your appointments do not allow this."),
            _("The permission table in the documentation says who may do it."),
        ),
        Kind(
            "not-found",
            404,
            _("Nothing here"),
            _("There is nothing at this address, or nothing that you may see."),
            _("Check the address, and whether you are signed in."),
        ),
        Kind(
            "method-not-allowed",
            405,
            _("Not possible here"),
            _("This address does not know the method used."),
            _("The header “Allow” lists the methods it knows."),
        ),
        Kind(
            "not-acceptable",
            406,
            _("No such format"),
            _("The answer cannot be given in any format that was asked for."),
            _("Accept application/json."),
        ),
        Kind(
            "conflict",
            409,
            _("In conflict with what is stored"),
            _("What was asked for does not fit the present state of the object."),
            _("Read the object again, and decide again."),
        ),
        Kind(
            "gone",
            410,
            _("No longer here"),
            _("This was here, and was withdrawn."),
            _("The journal says when and why."),
        ),
        Kind(
            "precondition-failed",
            412,
            _("Changed in the meantime"),
            _("Somebody changed the object after you read it."),
            _("Read the object again, and decide again."),
        ),
        Kind(
            "too-large",
            413,
            _("Too large"),
            _("The body is larger than this address takes."),
            _("Send less; attachments have an address of their own."),
        ),
        Kind(
            "unsupported-media-type",
            415,
            _("Not JSON"),
            _("The body has a media type that is not read here."),
            _("Send “Content-Type: application/json”."),
        ),
        Kind(
            "precondition-required",
            428,
            _("Say which version you read"),
            _("This change needs an If-Match header, so that nobody's change is lost."),
            _("Send the ETag of the object as If-Match."),
        ),
        Kind(
            "idempotency-mismatch",
            422,
            _("The Idempotency-Key is not the report's id"),
            _("The header names another id than the body does."),
            _("Send the report's own id in both, or leave the header out."),
        ),
        Kind(
            "rate-limited",
            429,
            _("Too many requests"),
            _("More was asked for than one person may ask in this time."),
            _("Wait for as long as “Retry-After” says."),
        ),
        Kind(
            "server-error",
            500,
            _("Something failed on our side"),
            _("This should not happen. Nothing was stored, and it stands in our log."),
            _("Send the same again later; if it fails again, tell us the “instance”."),
        ),
        Kind(
            "unavailable",
            503,
            _("Not available right now"),
            _("The database does not answer. Nothing was stored."),
            _("Send the same again after “Retry-After” seconds: filing twice stores once."),
        ),
        Kind(
            "too-slow",
            504,
            _("This takes too long"),
            _("The database was still searching after a minute, and was stopped."),
            _(
                "Ask for less: a shorter period, a smaller area, fewer categories. Or order the "
                "list as a file with POST /api/v1/exports/: a worker takes the time that it needs."
            ),
        ),
        Kind(
            "storage-full",
            507,
            _("No room for files"),
            _("The disk takes no more files. Nothing of what was sent was kept."),
            _("Keep the file, and send it again when the administrators have made room."),
        ),
    )
}
BY_STATUS = {
    status: next(kind for kind in KINDS.values() if kind.status == status)
    for status in sorted({kind.status for kind in KINDS.values()})
}
