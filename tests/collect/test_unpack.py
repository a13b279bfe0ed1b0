import gzip
import tracemalloc
import zlib

import brotli
import pytest

from report_miner.collect.unpack import Unpacker, gunzipped
from report_miner.errors import FetchError

TEXT = "Toàn tỉnh có 97/119 xã đạt chuẩn nông thôn mới.\n".encode() * 200
BARE = zlib.compressobj(wbits=-15)
PACKED = {
    "": TEXT,
    "identity": TEXT,
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:999]) + gzip.compress(TEXT[999:]),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "br, gzip": gzip.compress(brotli.compress(TEXT)),
}
ZEROS = bytes(100_000_000)
BOMBS = {"gzip": gzip.compress(ZEROS, 1), "deflate": zlib.compress(ZEROS, 1), "br": brotli.compress(ZEROS, quality=1)}
del ZEROS


def unpacked(packed: bytes, encoding: str, *, limit: int = 1_000_000, piece: int = 100, cut: bool = False) -> bytes:
    unpacker = Unpacker(encoding, limit, cut=cut)
    for start in range(0, len(packed), piece):
        unpacker.feed(packed[start : start + piece])
    return unpacker.body()


@pytest.mark.parametrize("encoding", PACKED)
@pytest.mark.parametrize("piece", [7, 100_000])
def test_a_body_is_unpacked_piece_by_piece(encoding, piece):
    assert unpacked(PACKED[encoding], encoding, piece=piece) == TEXT


def test_deflate_without_its_head_is_unpacked():
    assert unpacked(BARE.compress(TEXT) + BARE.flush(), "deflate") == TEXT


@pytest.mark.parametrize("encoding", BOMBS)
def test_a_bomb_is_an_error_and_not_unpacked(encoding):
    tracemalloc.start()
    with pytest.raises(FetchError, match="1 MB"):
        unpacked(BOMBS[encoding], encoding, piece=100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_body_without_its_end_is_an_error(encoding):
    with pytest.raises(FetchError):
        unpacked(PACKED[encoding][:-20], encoding)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "gzip, gzip, gzip, gzip"])
def test_what_is_not_what_it_says_is_an_error(encoding):
    with pytest.raises(FetchError):
        unpacked(TEXT, encoding)


def test_what_may_be_cut_is_cut_at_the_limit():
    assert unpacked(PACKED["gzip"], "gzip", limit=500, cut=True) == TEXT[:500]


def test_a_file_in_gzip_is_unpacked_within_bounds():
    assert gunzipped(gzip.compress(TEXT), len(TEXT)) == TEXT
    with pytest.raises(FetchError):
        gunzipped(gzip.compress(TEXT), len(TEXT) - 1)
