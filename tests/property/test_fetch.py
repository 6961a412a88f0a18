"""Whatever an address, a body or a settings file holds: a page, a setting, or a failure with a name."""

from __future__ import annotations

import ipaddress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from selon.errors import InputError
from selon.gather.address import is_public
from selon.gather.fetch import Fetcher, Manners, unpacked
from selon.watching import settings as watch_settings

ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.builds("{}://{}{}".format, st.sampled_from(["http", "https", "HTTP", "file", ""]), st.text(max_size=30), st.text(max_size=30)),
    st.builds("http://{}:{}/{}".format, st.ip_addresses(), st.integers(-1, 70_000), st.text(max_size=20)),
    st.builds("http://[{}]/{}".format, st.ip_addresses(v=6), st.text(max_size=20)),
)  # fmt: skip


def nowhere(host: str, port: int) -> list[str]:
    raise OSError("no network in tests")


@given(ADDRESSES)
@example("http://\u2100.example/")
@example("http://a\udcff.example/\ud800")
@example("http://xn--a/")
@example("http://" + "a" * 70 + ".example/")
@settings(max_examples=200, deadline=None)
def test_no_address_breaks_the_fetcher(url):
    with Fetcher(Manners(delay=0, tries=1), resolve=nowhere, sleep=lambda s: None) as fetcher:
        try:
            fetcher.get(url)
        except InputError as error:
            assert error.code in {"scheme", "address", "no-host"}
        else:
            raise AssertionError("nothing can be fetched here")


@given(
    st.binary(max_size=300),
    st.lists(st.sampled_from(["gzip", "deflate", "br", "", "identity", "x"]), max_size=4),
)
@settings(max_examples=200)
def test_no_packing_breaks_it_and_none_grows_beyond_the_limit(body, encodings):
    try:
        assert len(unpacked(body, ", ".join(encodings), 1000, "u")) <= 1000
    except InputError as error:
        assert error.code in {"packed", "too-long"}


@given(st.ip_addresses(v=4))
@settings(max_examples=300)
def test_an_address_packed_into_ipv6_is_no_more_public_than_itself(address):
    number = int(address)
    mapped = ipaddress.IPv6Address((0xFFFF << 32) | number)
    nat = ipaddress.IPv6Address((0x64FF9B << 96) | number)
    sixtofour = ipaddress.IPv6Address((0x2002 << 112) | (number << 80))
    assert {is_public(mapped), is_public(nat), is_public(sixtofour)} == {is_public(address)}


@given(st.text(max_size=120))
@settings(max_examples=100, deadline=None)
def test_no_settings_file_breaks_the_watch(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("w") / "w.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        assert watch_settings(path).feeds
    except InputError as error:
        assert error.where or error.next
