#!/usr/bin/env bash
# Runs every test. Installs what the tests use where it can (Debian packages when root), and says what it skips and why.
#   ./test.sh            everything but the long runs
#   ./test.sh --unit     the fast suite alone (under a minute after the build)
#   ./test.sh --long     the long runs as well: a million mutated records, a hundred kills, an hour of commits … (half an hour more)
# Environment, all optional:
#   KAFKA_HOME, SPARK_HOME   plain distributions (libs/, jars/): tests against the real servers
#   DELTA_KERNEL             a folder with the Delta kernel's jars and DeltaDump.java: gold is opened with another reader
#   FLIGHTS_FILE             the full flights file: the slow end-to-end proof
set -euo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
unit_only=false long=false
case "${1:-}" in
  "") ;;
  --unit) unit_only=true ;;
  --long) long=true ;;
  *) echo "$1: unknown; ./test.sh [--unit|--long]" >&2; exit 2 ;;
esac

command -v dotnet >/dev/null || { echo "dotnet is not on PATH: install the .NET 10 SDK, https://dot.net" >&2; exit 2; }

install() { # command package what-for
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $2 ($3)"
    if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"; } >/tmp/install-$2.log 2>&1; then
      echo "  could not install $2, see /tmp/install-$2.log: tests that need it are skipped"
    fi
  else
    echo "Skipping: tests that need $1 ($3); install the package $2 to run them"
  fi
}

if ! $unit_only; then
  install kcat kcat "a Kafka client the broker is tested with"
  install chromium chromium "the browser that looks at the pages"
  install npm npm "Kafka's and the registry's clients for Node.js"
  if command -v npm >/dev/null; then
    # The registry's client is plain JavaScript; Kafka's fetches or builds its native part, which may fail without the others.
    if (cd Analytics.Tests/Node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then
      echo "The native part of Kafka's client for Node.js is downloaded or compiled"
      timeout 900 Analytics.Tests/Node/build-kafka-client.sh >/tmp/build-kafka-client.log 2>&1 ||
        echo "Skipping: tests of @confluentinc/kafka-javascript (no native part for this machine, see /tmp/build-kafka-client.log)"
    else
      echo "Skipping: tests of the clients for Node.js (their packages can't be installed)"
    fi
  fi
  for v in KAFKA_HOME SPARK_HOME DELTA_KERNEL FLIGHTS_FILE; do
    [ -n "${!v:-}" ] || echo "Skipping: tests that need $v (unset)"
  done
fi

dotnet build Analytics.sln -v q -clp:ErrorsOnly

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0 skipped=0 broken=0

run() { # name, runner arguments: adds the runner's own counts
  local name=$1 log="$results/$1.log" status=0
  shift
  echo "== $name"
  dotnet run --project Analytics.Tests --no-build -- --no-progress --no-ansi --ignore-exit-code 8 "$@" 2>&1 | tee "$log" || status=$?
  count() { sed -nE "s/^ +$1: ([0-9]+).*/\1/p" "$log" | tail -n 1; }
  local f p s
  f=$(count failed) p=$(count succeeded) s=$(count skipped)
  if [ -z "$f$p$s" ]; then
    echo "The test runner ended without a summary (exit code $status)"
    broken=$((broken + 1))
    return
  fi
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
  if [ "$status" != 0 ] && [ "${f:-0}" = 0 ]; then broken=$((broken + 1)); fi
}

# Slow suites are named traits; each runs alone, so that it does not disturb the figures or the ports of another.
slow=(Integration Delta Kafka Spark Browser Drill Slow Long)
unit=()
for t in "${slow[@]}"; do unit+=(--filter-not-trait "Category=$t"); done
run Unit "${unit[@]}"
if ! $unit_only; then
  for t in "${slow[@]}"; do
    if [ "$t" = Long ] && ! $long; then
      echo "Skipping: the long runs (Category=Long); ./test.sh --long runs them"
      continue
    fi
    # A long test of a suite runs with the long ones alone.
    not_long=()
    [ "$t" = Long ] || not_long=(--filter-not-trait "Category=Long")
    run "$t" --filter-trait "Category=$t" "${not_long[@]}" --max-threads 1
  done
fi

echo
if [ "$broken" != 0 ]; then failed=$((failed + broken)); fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
