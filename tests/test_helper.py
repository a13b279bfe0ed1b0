"""What a helper does beside the first process is done when it is asked for, whatever becomes of the helper."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from report_miner.errors import StoreError
from report_miner.helper import Helper, helper

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def note(path: Path) -> None:
    path.write_text(str(os.getpid()), "utf-8")


def refuse() -> None:
    raise StoreError("Đĩa đầy.", remedy="Dọn đĩa.")


@pytest.fixture
def beside():
    with helper(2) as begun:
        assert begun is not None
        yield begun


def test_one_job_has_no_helper():
    with helper(1) as begun:
        assert begun is None


def test_another_process_does_what_is_asked_one_thing_after_the_other(beside: Helper, tmp_path):
    for name in ("a", "b"):
        with beside.does(note, tmp_path / name):
            pass
    written = {(tmp_path / name).read_text("utf-8") for name in ("a", "b")}
    assert len(written) == 1
    assert written != {str(os.getpid())}


def test_what_the_work_raises_is_raised_here(beside: Helper):
    with pytest.raises(StoreError, match="Đĩa đầy") as raised, beside.does(refuse):
        pass
    assert raised.value.remedy == "Dọn đĩa."


def test_what_a_killed_helper_leaves_is_done_here(beside: Helper, tmp_path):
    os.kill(beside._process.pid, signal.SIGKILL)
    with beside.does(note, tmp_path / "a"):
        pass
    assert (tmp_path / "a").read_text("utf-8") == str(os.getpid())


def test_what_goes_wrong_here_ends_the_work(beside: Helper):
    began = time.monotonic()
    with pytest.raises(KeyError), beside.does(time.sleep, 60):
        raise KeyError
    assert not beside._process.is_alive()
    assert time.monotonic() - began < 30
