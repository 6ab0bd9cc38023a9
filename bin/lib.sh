# shellcheck shell=bash
# Shared by the launchers; meant to be sourced. Expects ROOT to be the project's folder.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Sets JAVA to the java that JAVA_HOME or PATH names, JAVA_MAJOR to its version, and JVM_OPTIONS to those without which it
# would warn about what Netty, the Disruptor and Maven do for speed.
find_java() {
  local install='apt-get install openjdk-17-jdk-headless'
  if [ -n "${JAVA_HOME:-}" ]; then
    JAVA=$JAVA_HOME/bin/java
    [ -x "$JAVA" ] || die "JAVA_HOME is $JAVA_HOME, but has no bin/java; correct or unset it, or $install"
  else
    JAVA=$(command -v java) || die "Java 17 or newer is needed: $install, or set JAVA_HOME"
  fi
  # openjdk version "17.0.15" ...
  JAVA_MAJOR=$("$JAVA" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${JAVA_MAJOR:-0}" -ge 17 ] || die "Java 17 or newer is needed, but $JAVA is ${JAVA_MAJOR:-unknown}: $install"
  JVM_OPTIONS=()
  if [ "$JAVA_MAJOR" -ge 24 ]; then
    JVM_OPTIONS=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
  fi
}

# The folder that Maven builds in, below each module; bin/verify has one of its own for what it builds beside the tests.
BUILD=${SSE_BUILD_FOLDER:-target}

# Whether module $1's jar $2 is missing or older than a source file it is made from.
is_stale() {
  [ ! -f "$2" ] || [ -n "$(find "$ROOT/pom.xml" "$ROOT"/protocol/{pom.xml,src/main} "$ROOT/$1"/{pom.xml,src/main} \
    "$ROOT"/config/{log4j2.xml,gateway.yaml} -newer "$2" -print -quit)" ]
}

# Builds module $1 if its jar $2 is stale.
build_if_needed() {
  local module=$1 jar=$2 lib log
  is_stale "$module" "$jar" || return 0
  # Who starts it in two terminals at once gets one build, not two that spoil each other.
  exec 9<"$ROOT/pom.xml"
  flock 9
  is_stale "$module" "$jar" || return 0
  command -v mvn >/dev/null || die "Maven is needed to build: apt-get install maven"
  [ -x "$(dirname "$(readlink -f "$JAVA")")/javac" ] ||
    die "a JDK is needed to build, but $JAVA has no javac: apt-get install openjdk-17-jdk-headless"
  say "building $module (the first build downloads libraries and takes a minute or two)"
  log=$(mktemp)
  # Libraries of other versions must not stay beside the new ones.
  lib=${jar%/*}/lib
  rm -rf "${jar:?}" "${lib:?}"
  if ! (cd "$ROOT" && MAVEN_OPTS="${MAVEN_OPTS:-} ${JVM_OPTIONS[*]}" \
    mvn -B -ntp -Dbuild.folder="$BUILD" -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dspotless.check.skip=true -pl "$module" -am package) >"$log" 2>&1; then
    grep -E '^\[ERROR\]' "$log" >&2 || cat "$log" >&2
    die "the build failed; see $log for all output"
  fi
  rm -f "$log"
  # Maven leaves an unchanged jar as it is; without this, one touched source file would mean a build at every start.
  touch "$jar"
  exec 9<&-
}
