"""The setter gives a page the fonts of the site, and nothing else."""

import pytest

from incidents.exchange.paper_setter import ForeignAddressError, font_named


def test_a_font_of_the_site_is_given():
    assert font_named("font:inter-latin.woff2").startswith(b"wOF2")


@pytest.mark.parametrize(
    "address",
    [
        "font:../tokens.css",
        "font:LICENSE-inter",
        "font:",
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "data:font/woff2;base64,AAAA",
        "",
    ],
)
def test_nothing_else_is_given(address):
    with pytest.raises(ForeignAddressError):
        font_named(address)
