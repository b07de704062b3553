"""The standing order in the admin, one noun a file."""

from parties.admin import (  # noqa: F401 - importing registers
    agreement,
    appointment,
    group,
    mission,
    participation,
    party,
    place,
    post,
    user,
)
