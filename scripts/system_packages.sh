#!/bin/sh
# Install the programs outside Python that read old formats and scans, where that can be done without asking.
#
#     scripts/system_packages.sh         what reading takes
#     scripts/system_packages.sh test    and what the tests take
#
# What is there already costs nothing. Without them the program works all the same: it names the files that it
# cannot read and the command. So this never fails; where it must not install, it prints the command.

missing=""
need() { # need COMMAND PACKAGE...
    command -v "$1" >/dev/null 2>&1 && return
    shift
    missing="$missing $*"
}

office=$(command -v soffice || command -v libreoffice)
folder=$(readlink -f "$office" 2>/dev/null)
folder=${folder%/*}
part() { # part LIBRARY PACKAGE: a part of LibreOffice; one that is laid out in another way is taken as whole
    if [ -z "$office" ] || { [ -e "$folder/soffice.bin" ] && [ ! -e "$folder/$1" ]; }; then missing="$missing $2"; fi
}
part libswlo.so libreoffice-writer
part libsclo.so libreoffice-calc
part libsdlo.so libreoffice-impress
need antiword antiword
need tesseract tesseract-ocr
{ command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>&1 | grep -qx vie; } || missing="$missing tesseract-ocr-vie"
if [ "${1:-}" = test ]; then
    command -v google-chrome >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || need chromium chromium
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need initdb postgresql
    [ -e /usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf ] || missing="$missing fonts-dejavu-core"
fi
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"; else as_root="no"; fi
fi
if command -v apt-get >/dev/null 2>&1 && [ "$as_root" != no ]; then
    echo "Đang cài:$missing" >&2
    options="-y -qq --no-install-recommends -o DPkg::Lock::Timeout=120"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -qq; apt-get install $options $missing" \
        </dev/null >/dev/null 2>&1 && exit 0
fi
echo "Chưa cài được các chương trình để đọc định dạng cũ và bản quét. Hãy chạy:" >&2
echo "    sudo apt-get install$missing" >&2
exit 0
