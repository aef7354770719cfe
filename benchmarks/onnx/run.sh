#!/bin/sh
# Milliseconds of one prediction of the same finished model (two tasks, ASPP heads of width 1024): our own inference beside ONNX Runtime. Prints a JSON object per batch;
# benchmarks/run --onnx keeps them and puts them into the report. ONNX Runtime's jar comes through Maven.
#
#   benchmarks/onnx/run.sh [BACKBONE [BATCHES [CROP [THREADS [PREDICTIONS]]]]]        mobilenetv2 1,4 224 2 15 by default
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$here/../..
threads=${4:-2}
"$root/automtl" --version >/dev/null
version=$(sed -n 's:.*<onnxruntime.version>\(.*\)</onnxruntime.version>.*:\1:p' "$root/pom.xml")
jars=$root/target/onnxruntime
if [ ! -f "$jars/onnxruntime-$version.jar" ]; then
  (cd "$root" && ./mvnw -q -B -N org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy "-Dartifact=com.microsoft.onnxruntime:onnxruntime:$version" "-DoutputDirectory=$jars") >&2
fi
GOMP_SPINCOUNT=0 OMP_WAIT_POLICY=passive OMP_NUM_THREADS=$threads java -XX:+UseSerialGC -Xmx2g -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
  -cp "$root/target/automtl/lib/*:$jars/*" "$here/Inference.java" "${1:-mobilenetv2}" "${2:-1,4}" "${3:-224}" "$threads" "${5:-15}"
