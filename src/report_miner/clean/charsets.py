"""The dead encodings of Vietnamese, each as a table from the characters of Latin-1 or Windows-1252 to Unicode.

A container that knows nothing of an encoding shows its bytes as Latin-1 or Windows-1252 ("n«ng th«n míi"); these
tables start from there. TCVN3 is what of TCVN 5712 lies from A0 on (its fonts draw the other capitals), TCVN 5712-1
all of it; VISCII and VIQR are RFC 1456, VPS and VNI are those of the programs of the same names.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Charset(StrEnum):
    """The dead encodings by the names that people call them."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI-Windows"
    VISCII = "VISCII"
    VPS = "VPS"
    VIQR = "VIQR"
    CP1258 = "Windows-1258"
    UTF8 = "UTF-8"


# A dot stands for "no letter". Soft hyphen (AD) is ư in TCVN3.
_TCVN3_FROM_A0 = ".ĂÂÊÔƠƯĐăâêôơưđẰ.....àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
_TCVN_CAPITALS_FROM_80 = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
_TCVN_CONTROLS = dict(zip((1, 2, 4, 5, 6, 17, 18, 19, 20, 21, 22, 23), "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
_VISCII_FROM_80 = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VPS_FROM_80 = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ..ỀỂỄỐỒỔỖýỷỵỚỜỞ.ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ.àáâãảạă.èéêẽìí.ĩẴĐòóôõ.Ơụùúủ.ỶẼỳ"
)
_VPS_CONTROLS = dict(
    zip((2, 3, 4, 5, 6, 16, 17, 18, 19, 20, 21, 25, 28, 29), "ẠẬẶẸỆỊỌỘỢỤỰỴẪỮ", strict=True)
)  # fmt: skip
CONTROL_LETTERS = sorted({*_VISCII_CONTROLS, *_VPS_CONTROLS, *_TCVN_CONTROLS})
"""The control characters that are capitals in VISCII, VPS or TCVN 5712-1."""

_TONES = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")


def _single(first: int, letters: str, controls: dict[int, str] | None = None) -> dict[int, str]:
    """The table of a one-byte encoding whose bytes from `first` on mean `letters`."""
    table = dict(controls or {})
    for byte, letter in enumerate(letters, start=first):
        if letter == ".":
            continue
        table[byte] = letter
        if byte < 0xA0:
            shown = bytes([byte]).decode("cp1252", "replace")
            table |= {ord(shown): letter} if shown != "�" else {}
    return table


def _vni_table() -> dict[str, str]:
    """Base letter and mark letter → letter: `aâ` + tone is `aá` …, ơ and ư are ô and ö, i has letters of its own."""
    shapes = [("a", "a", "", "ùøûõï"), ("a", "â", "â", "áàåãä"), ("a", "ă", "ê", "éèúüë"), ("e", "e", "", "ùøûõï")]
    shapes += [("e", "ê", "â", "áàåãä"), ("o", "o", "", "ùøûõï"), ("o", "ô", "â", "áàåãä"), ("ô", "ơ", "", "ùøûõï")]
    shapes += [("u", "u", "", "ùøûõï"), ("ö", "ư", "", "ùøûõï"), ("y", "y", "", "ùøûõ")]
    table = dict(zip("ôöñæóòîÔÖÑÆÓÒÎ", "ơưđỉĩịỵƠƯĐỈĨỊỴ", strict=True))
    for base, letter, plain, marks in shapes:
        pairs = [(plain, letter)] if plain else []
        pairs += [
            (mark, unicodedata.normalize("NFC", letter + tone)) for mark, tone in zip(marks, _TONES, strict=False)
        ]
        for mark, meant in pairs:
            table |= {base + mark: meant, base + mark.upper(): meant}
            table |= {base.upper() + mark: meant.upper(), base.upper() + mark.upper(): meant.upper()}
    return table


def _viqr_letter(match: re.Match[str]) -> str:
    if match["escaped"]:
        return match["escaped"]
    if match["stroke"]:
        return "Đ" if match["stroke"][0] == "D" else "đ"
    shape = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b", None: ""}[match["shape"]]
    tone = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323", None: ""}[match["tone"]]
    return unicodedata.normalize("NFC", match["vowel"] + shape + tone)


_TABLES = {
    Charset.TCVN3: _single(0xA0, _TCVN3_FROM_A0),
    Charset.VISCII: _single(0x80, _VISCII_FROM_80, _VISCII_CONTROLS),
    Charset.VPS: _single(0x80, _VPS_FROM_80, _VPS_CONTROLS),
    Charset.CP1258: {0xCC: "\u0300", 0xD2: "\u0309", 0xDE: "\u0303", 0xEC: "\u0301", 0xF2: "\u0323"}
    | {ord(shown): meant for shown, meant in zip("ÃãÐðÕõÝýþ", "ĂăĐđƠơƯư₫", strict=True)},
}
_TCVN_CAPITALS = _single(0x80, _TCVN_CAPITALS_FROM_80, _TCVN_CONTROLS)
_TCVN_1 = _TABLES[Charset.TCVN3] | _TCVN_CAPITALS
TCVN_CAPITALS = "".join(map(chr, _TCVN_CAPITALS))
"""What shows where TCVN 5712-1 has capitals that TCVN3 has not; most are quotes and dashes of Windows-1252."""
_VNI = _vni_table()
_VNI_LETTERS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# A full stop or question mark after a plain vowel that ends the text is punctuation, against RFC 1456.
_VIQR_LETTERS = re.compile(
    r"\\(?P<escaped>[\^(+*'`?~.])|(?P<stroke>[dD][dD])|(?P<vowel>[aeiouyAEIOUY])"
    r"(?P<shape>(?<=[aeoAEO])\^|(?<=[aA])\(|(?<=[ouOU])[+*])?(?P<tone>['`~]|[?.](?:(?!\W*$)|(?<=[\^(+*].)))?"
)
_UTF8_LETTERS = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]{1,3}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CP1252 = {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xA0)}
# What Windows-1258 shows where Latin-1 has another letter, for text that passed through it.
_THROUGH_CP1258 = {
    ord(shown): chr(byte)
    for byte in range(0xC0, 0x100)
    if (shown := bytes([byte]).decode("cp1258", "ignore")) and shown != chr(byte)
}


def decode(text: str, charset: Charset) -> str:
    """Return the NFC text that `text` is when its characters are the bytes of `charset`; others stay as they are.

    >>> decode("n«ng th«n míi", Charset.TCVN3), decode("ñaït chuaån", Charset.VNI), decode("Vie^.t", Charset.VIQR)
    ('nông thôn mới', 'đạt chuẩn', 'Việt')
    """
    if charset is Charset.VNI:
        return _VNI_LETTERS.sub(lambda match: _VNI[match.group()], text)
    if charset is Charset.VIQR:
        return _VIQR_LETTERS.sub(_viqr_letter, text)
    if charset is Charset.UTF8:
        return _UTF8_LETTERS.sub(_utf8_letter, text)
    read = unicodedata.normalize("NFC", text.translate(_TABLES[charset]))
    return _WORD.sub(_as_capitals, read) if charset is Charset.TCVN3 else read


def decode_tcvn_1(text: str) -> str:
    """Return the NFC text that `text` is in TCVN 5712-1, whose capitals lie where others have quotes and dashes.

    >>> decode_tcvn_1("B\u0192O C\u0192O")
    'BÁO CÁO'
    """
    return unicodedata.normalize("NFC", text.translate(_TCVN_1))


def is_divided(left: str, right: str, charset: Charset) -> bool:
    """Whether a letter of `charset` is divided between the end of `left` and the start of `right`."""
    return charset is Charset.VNI and left[-1:] + right[:1] in _VNI and len(left[-1:] + right[:1]) == 2


def without_cp1258(text: str) -> str:
    """Return `text` as Latin-1 would have shown its bytes, where Windows-1258 showed them."""
    return text.translate(_THROUGH_CP1258)


def _utf8_letter(match: re.Match[str]) -> str:
    """The letter whose bytes in UTF-8 are shown, or what is shown where they are none."""
    try:
        return bytes(_CP1252.get(shown, ord(shown)) for shown in match.group()).decode()
    except (UnicodeDecodeError, ValueError):
        return match.group()


def _as_capitals(match: re.Match[str]) -> str:
    """A word all of whose plain letters are capitals: TCVN3 has no capitals for vowels with a tone (NHâN, ủY)."""
    word = match.group()
    small = [letter for letter in word if letter.islower()]
    if not small or any(map(str.isascii, small)):
        return word
    return word.upper() if word[-1].isupper() or sum(map(str.isupper, word)) > 1 else word
