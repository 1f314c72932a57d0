#!/usr/bin/env bash
# Make this machine ready: system libraries, Python, libraries, translations.
# Usage: config/bootstrap.sh [postgres] [check]
# Every part leaves a stamp, so that the next call takes well under a second.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=.venv
say() { printf '%s\n' "laurel: $*" >&2; }
stop() { say "$*"; exit 1; }

# --- System libraries ---------------------------------------------------------------------
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

installed() {
  dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'
}

renew_lists() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq \
    || say "the package lists could not be renewed; going on with the present ones"
}

# The browser that has no window draws the same pages for half the work; not every archive has it.
# A machine that was never asked for a package knows none: its lists come first.
browser() {
  local lean=chromium-headless-shell
  if ! installed "$lean" && may_install && ! apt-cache show chromium >/dev/null 2>&1; then
    renew_lists >&2
  fi
  if installed "$lean" || apt-cache show "$lean" >/dev/null 2>&1; then echo "$lean"; else echo chromium; fi
}

PACKAGES=(fonts-noto-cjk fonts-lxgw-wenkai fonts-hanazono libpango-1.0-0
  libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils gettext)
for extra in "$@"; do
  case "$extra" in
    postgres) PACKAGES+=(postgresql postgresql-common) ;;
    # The tests render with four engines, sign in a device and prove PDF/A with Java.
    test)
      PACKAGES+=("$(browser)" libjaxb-java ghostscript mupdf-tools softhsm2)
      command -v javac >/dev/null || PACKAGES+=(default-jdk-headless)
      ;;
    *) stop "unknown part '$extra'; give postgres, test or nothing" ;;
  esac
done

missing_packages() {
  local package
  for package in "${PACKAGES[@]}" "$@"; do
    installed "$package" || echo "$package"
  done
}

install_packages() {
  local command="apt-get install -y --no-install-recommends $*"
  if may_install; then
    say "installing $*"
    renew_lists
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive $command -qq >/dev/null \
      || stop "installing failed. Run this by hand and look at its message: $command"
  else
    stop "system packages are missing. Run this once, then try again: sudo $command"
  fi
}

system_libraries() {
  if ! command -v dpkg-query >/dev/null; then
    say "not a Debian or Ubuntu system: please see that the like of these is there: ${PACKAGES[*]}"
    return
  fi
  local missing
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" = 0 ] || install_packages "${missing[@]}"
}

# --- Python -------------------------------------------------------------------------------
# A version manager's shim may exist and yet run nothing: each candidate has to answer.
answers() {
  "$1" -c 'import sys, ssl, sqlite3, ctypes, venv; sys.exit(sys.version_info < (3, 12))' \
    >/dev/null 2>&1
}

candidates() {
  local home
  [ -z "${PYTHON:-}" ] || echo "$PYTHON"
  printf '%s\n' python3.13 python3.12 python3.14 python3 python
  for home in "${PYENV_ROOT:-$HOME/.pyenv}/versions" "$HOME/.asdf/installs/python" \
    "$HOME/.local/share/mise/installs/python" "$HOME/.local/share/uv/python" /opt /usr/local; do
    ls -d "$home"/*3.1[2-9]*/bin/python3 2>/dev/null | sort -Vr || true
  done
  ls -d /usr/local/bin/python3.1[2-9] 2>/dev/null || true
  if command -v uv >/dev/null; then uv python find '>=3.12' 2>/dev/null || true; fi
}

find_python() {
  local candidate
  while read -r candidate; do
    if answers "$candidate"; then command -v "$candidate"; return; fi
  done < <(candidates)
  return 1
}

make_venv() {
  local python package
  python=$(find_python) || stop "Python 3.12 or newer was not found. Install it (apt-get install \
python3.13, pyenv install 3.13 or uv python install 3.13), or name it: PYTHON=/path/to/python3 make"
  # Debian ships venv's pip apart from Python.
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    install_packages "$package"
  fi
  say "making $VENV with $("$python" --version)"
  "$python" -m venv --clear "$VENV"
}

# The lines of the lock file that say what one library is.
locked() {
  awk -v start="$1==" 'index($0, start) == 1 { on = 1; print; next } /^[^ ]/ { on = 0 } on' \
    requirements.lock
}

with_pip() {
  "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes \
    --requirement "$1"
}

# uv does in a third of the time what pip does, but does not read the settings of pip: the index
# that an organisation has named there is handed to it.
with_uv() {
  local index
  index=${PIP_INDEX_URL:-$("$VENV/bin/python" -m pip config get global.index-url 2>/dev/null || true)}
  with_pip <(locked uv) && "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" \
    --require-hashes --compile-bytecode ${index:+--default-index "$index"} \
    --requirement requirements.lock
}

python_libraries() {
  local stamp
  stamp="$VENV/.laurel-$(sha256sum requirements.lock | cut -c1-16)"
  # A Python that was removed since leaves a dangling link behind.
  [ ! -e "$stamp" ] || [ ! -x "$VENV/bin/python" ] || return 0
  answers "$VENV/bin/python" || make_venv
  say "installing the libraries of requirements.lock"
  # What pip reaches and uv does not (a proxy, a certificate) is installed by pip, which tells what is wrong.
  with_uv 2>/dev/null || with_pip requirements.lock \
    || stop "installing the libraries failed; the message above says which one and why"
  rm -f "$VENV"/.laurel-*
  touch "$stamp"
}

# --- Translations -------------------------------------------------------------------------
translations() {
  local source target
  for source in locale/*/LC_MESSAGES/*.po; do
    target="${source%.po}.mo"
    if [ -e "$source" ] && [ "$source" -nt "$target" ]; then
      # Written aside first: a running server never reads half a catalogue.
      msgfmt --check-format -o "$target.new" "$source"
      mv "$target.new" "$target"
    fi
  done
}

system_libraries
python_libraries
translations
