import socket

import pytest
from loopback import Site, served

from report_miner.collect import Collected, Settings, collect


@pytest.fixture(name="site")
def a_site():
    """A site without pages."""
    with served(Site()) as site:
        yield site


@pytest.fixture(name="other")
def another_site():
    """Another site."""
    with served(Site()) as site:
        yield site


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "tin"


@pytest.fixture
def take(folder):
    """Collect without delay from machines of the own network."""

    def run(*sources: object, **settings: object) -> Collected:
        given = {"delay": 0, "allow_private": True} | settings
        return collect([str(source) for source in sources], folder, settings=Settings(**given))

    return run


@pytest.fixture
def closed_port():
    """A port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
