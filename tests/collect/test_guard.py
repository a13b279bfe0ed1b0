import asyncio
import socket

import pytest
from loopback import Reply, article, lines

from report_miner.collect import guard


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("203.162.0.181", True),
        ("2001:ee0::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses_are_told_from_others(address, public):
    assert guard.is_public(address) is public


def names(monkeypatch, **known):
    """Let names mean these addresses, each time they are asked for the next one."""

    async def getaddrinfo(_, host, port, **_kind):
        found = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("found", [["127.0.0.1"], ["203.162.0.181", "10.0.0.1"]])
def test_a_name_of_the_own_network_is_refused(site, take, monkeypatch, folder, found):
    names(monkeypatch, noibo=[found])
    address = site.address.replace("127.0.0.1", "noibo")
    assert take(f"{address}/a", allow_private=False).tally.failed == 1
    assert site.asked == []
    assert "mạng nội bộ" in lines(folder / "failures.jsonl")[0]["error"]


def test_a_redirect_into_the_own_network_is_refused(site, take, monkeypatch, folder):
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    site["/a"] = Reply(status=302, headers={"Location": site.address.replace("127.0.0.1", "127.0.0.2") + "/b"})
    site["/b"] = article()
    assert take(f"{site.address}/a", allow_private=False).tally.failed == 1
    assert site.count == {"/a": 1}
    assert "127.0.0.2" in lines(folder / "failures.jsonl")[0]["error"]


def test_the_connection_goes_to_the_address_that_was_looked_at(site, take, monkeypatch):
    monkeypatch.setattr(guard, "is_public", lambda address: address == "127.0.0.1")
    names(monkeypatch, doiten=[["127.0.0.1"], ["127.0.0.1"], ["127.0.0.2"]])
    site["/a"] = article()
    address = site.address.replace("127.0.0.1", "doiten")  # asked for the rules, then for the page
    assert take(f"{address}/a", allow_private=False).tally.new == 1
    assert site.asked[-1][1]["host"] == address.removeprefix("http://")


def test_another_address_of_a_host_is_tried_where_the_first_does_not_answer(site, take, monkeypatch):
    names(monkeypatch, haimay=[["127.0.0.9", "127.0.0.1"]])
    site["/a"] = article()
    assert take(f"{site.address.replace('127.0.0.1', 'haimay')}/a").tally.new == 1
