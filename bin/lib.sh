# shellcheck shell=bash
# Shared by the launchers; meant to be sourced. Expects ROOT to be the project's folder.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Sets JAVA to the java that JAVA_HOME or PATH names and JAVA_MAJOR to its version.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    JAVA=$JAVA_HOME/bin/java
    [ -x "$JAVA" ] || die "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it"
  else
    JAVA=$(command -v java) || die "Java 17 or newer is needed: apt-get install openjdk-17-jdk-headless, or set JAVA_HOME"
  fi
  JAVA_MAJOR=$("$JAVA" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
  case $JAVA_MAJOR in
    '' | *[!0-9]*) JAVA_MAJOR=8 ;;
  esac
  [ "$JAVA_MAJOR" -ge 17 ] || die "Java 17 or newer is needed, $JAVA is older: apt-get install openjdk-17-jdk-headless"
}

# Builds module $1 unless its jar $2 is newer than every source file it is made from.
build_if_needed() {
  local module=$1 jar=$2
  if [ -f "$jar" ] && [ -z "$(find "$ROOT/pom.xml" "$ROOT"/protocol/{pom.xml,src/main} "$ROOT/$module"/{pom.xml,src/main} \
    "$ROOT/config/log4j2.xml" -newer "$jar" -print -quit)" ]; then
    return
  fi
  command -v mvn >/dev/null || die "Maven is needed to build: apt-get install maven"
  say "building $module (the first time this fetches its libraries and takes a minute or two)"
  local log
  log=$(mktemp)
  if ! (cd "$ROOT" && mvn -B -ntp -DskipTests -Dspotless.check.skip=true -pl "$module" -am package) >"$log" 2>&1; then
    grep -E '^\[ERROR\]' "$log" >&2 || cat "$log" >&2
    die "the build failed; the whole output is in $log"
  fi
  rm -f "$log"
  # Maven leaves an unchanged jar as it is; without this, one touched source file would mean a build at every start.
  touch "$jar"
}

# Prints the JVM options without which this JVM would warn about what Netty and the Disruptor do.
quiet_jvm_options() {
  if [ "$JAVA_MAJOR" -ge 24 ]; then
    printf '%s\n' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  fi
}
