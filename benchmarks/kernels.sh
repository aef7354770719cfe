#!/bin/sh
# Milliseconds of single kernels, measured with JMH: convolutions as plans compute them and ND4J's plain ones, BatchNorm, Adam. Builds what it needs; the jars of JMH come through
# Maven. benchmarks/run --kernels keeps the figures and puts them into the report.
#
#   benchmarks/kernels.sh RESULT.json [JMH'S OPTIONS]           -h lists them; -f 1 -wi 0 -i 1 -r 100ms is a quick look; a regular expression chooses benchmarks
#   THREADS=2                                                   threads of an operation
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$here/..
result=$1
shift
(cd "$root" && sh ./mvnw -q -B -Pjmh -pl benchmarks/kernels -am package -Dmaven.test.skip=true -Dtest.foreign.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true) >&2
export GOMP_SPINCOUNT=0 OMP_WAIT_POLICY=passive OMP_NUM_THREADS="${THREADS:-2}" MALLOC_ARENA_MAX=2
java -cp "$here/kernels/target/classes:$here/kernels/target/lib/*" org.openjdk.jmh.Main -rf json -rff "$result" \
  -jvmArgsAppend "-XX:+UseSerialGC -Xmx2g -Dorg.bytedeco.javacpp.maxbytes=8g -Dorg.bytedeco.javacpp.maxphysicalbytes=0" "$@" >&2
