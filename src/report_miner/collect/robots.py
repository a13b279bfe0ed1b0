"""What a site allows to programs: robots.txt (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from report_miner.collect.settings import PRODUCT
from report_miner.errors import FetchError
from report_miner.texts import say

_LONGEST_DELAY = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a site: None where it has none; `delay` is the seconds that it wants between two requests."""

    rules: Protego | None
    delay: float = 0.0

    def allow(self, address: str) -> bool:
        """Whether the page at `address` may be asked for."""
        return self.rules is None or self.rules.can_fetch(address, PRODUCT)


def read_rules(status: int, body: bytes) -> Rules:
    """Return the rules that a server answered with; an endless redirect is no answer.

    Raises:
        FetchError: the server has rules but does not say them, so that nothing may be asked for (RFC 9309, 2.3.1.4),
            or it wants to be left alone for longer than a collection can wait.
    """
    if 300 <= status < 500:
        return Rules(None)
    if status != 200:
        raise FetchError(say("collect.no_robots", status=status), remedy=say("collect.no_robots_remedy"))
    rules = Protego.parse(body.decode("utf-8-sig", "replace"))
    rate = rules.request_rate(PRODUCT)
    delay = max(rules.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)
    if not delay <= _LONGEST_DELAY:
        raise FetchError(say("collect.slow_robots", seconds=delay), remedy=say("collect.robots_remedy"))
    return Rules(rules, delay)
