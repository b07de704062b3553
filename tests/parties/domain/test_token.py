"""API tokens: shown once, kept as a hash, ended by their owner alone."""

import pytest
from django.core.exceptions import ValidationError

from parties.domain.token import MOST_TOKENS, create_token, revoke_token, tokens_of
from parties.models import ApiToken


def test_a_token_is_kept_only_as_a_hash(cast):
    row, secret = create_token(cast.analyst, "laptop")
    assert secret not in str(ApiToken.objects.values_list().get())
    assert secret.startswith(row.token_key)


def test_a_person_sees_only_their_own(cast):
    row, _secret = create_token(cast.analyst, "laptop")
    create_token(cast.observer, "theirs")
    assert list(tokens_of(cast.analyst)) == [row]


def test_nobody_ends_the_token_of_another(cast):
    row, _secret = create_token(cast.analyst, "laptop")
    with pytest.raises(ApiToken.DoesNotExist):
        revoke_token(cast.observer, row.token_key)
    revoke_token(cast.analyst, row.token_key)
    assert not ApiToken.objects.exists()


def test_nobody_holds_tokens_without_end(cast):
    for _ in range(MOST_TOKENS):
        create_token(cast.analyst, "")
    with pytest.raises(ValidationError) as refused:
        create_token(cast.analyst, "")
    assert list(refused.value.error_dict) == ["label"]
