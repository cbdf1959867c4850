# Sourced by every script: strict mode, the checkout as working directory, --help, progress lines.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export LC_ALL=C.UTF-8
started_s=$SECONDS

# Prints the comment at the head of the script that was called, when asked for help.
for argument in "$@"; do
  if [[ $argument == --help || $argument == -h ]]; then
    sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"
    exit 0
  fi
done

# say TEXT: what happens now, and how long the script has been at work.
say() { printf '\033[1m[%4ds]\033[0m %s\n' $((SECONDS - started_s)) "$*"; }

die() { printf '%s: %s\n' "$0" "$*" >&2; exit 1; }

# quietly COMMAND…: shows its output only when it fails.
quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# build_targets PRESET TARGETS…: configures when needed, then builds.
build_targets() {
  local preset=$1
  shift
  [[ -f build/$preset/build.ninja ]] || quietly cmake --preset "$preset"
  cmake --build "build/$preset" -j "$(nproc)" --target "$@" 2>&1 |
    grep -vE '^\[[0-9]+/[0-9]+\]|no work to do|GLOB mismatch|^-- |^ccache' || [[ ${PIPESTATUS[0]} == 0 ]]
}

# web_build: the pages that the program embeds, when any of their sources is newer.
web_build() {
  [[ -f web/package.json && -d web/src ]] || return 0
  local stamp=web/dist/.built
  if [[ ! -f $stamp || -n $(find web -path web/node_modules -prune -o -path web/dist -prune -o \
    -type f -newer "$stamp" -print -quit) ]]; then
    say "building the web pages"
    quietly npm --prefix web run build
    touch "$stamp"
  fi
}
