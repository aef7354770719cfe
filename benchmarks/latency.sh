#!/bin/sh
# Whether a model's latency as tables tell it, the sum over steps that were measured one by one, is what whole models take: the least of many runs of a whole plan, beside the sum, for hard sharing, a tree, and
# single-task models of several backbones. Ends with 1 where the two are more than 15 % apart. For a quiet machine.
#
#   benchmarks/latency.sh [BACKBONE:SIDE ...]         default: demo:48 demo_narrow:32 mobilenetv2:128 resnet18:128 deeplab_resnet34:128
#   THREADS=1                                         threads of an operation
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$here/..
(cd "$root" && sh ./mvnw -q -B -Pjmh -pl benchmarks/kernels -am package -Dmaven.test.skip=true -Dtest.foreign.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true) >&2
export GOMP_SPINCOUNT=0 OMP_WAIT_POLICY=passive OMP_NUM_THREADS="${THREADS:-1}" MALLOC_ARENA_MAX=2
[ $# -gt 0 ] || set -- demo:48 demo_narrow:32 mobilenetv2:128 resnet18:128 deeplab_resnet34:128
exec java -XX:+UseSerialGC -Xmx2g -Dorg.bytedeco.javacpp.maxbytes=8g -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -cp "$here/kernels/target/classes:$here/kernels/target/lib/*" org.automtl4j.kernels.LatencyCheck "$@"
