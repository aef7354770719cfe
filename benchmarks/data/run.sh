#!/bin/sh
# Samples per second of the data pipeline (CityScapes, 256x512, random crops of 224x224) in Java and in Python, on one thread and on two.
# Needs Python 3 with NumPy and OpenCV (Debian: python3-opencv). PYTHON names another interpreter.
#
#   benchmarks/data/run.sh [SECONDS]        seconds of each of the four measurements, 10 by default
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
root=$here/../..
seconds=${1:-10}
scenes=$(mktemp -d)
trap 'rm -rf "$scenes"' EXIT
"$root/automtl" data synth --layout cityscapes --out "$scenes/cityscapes" --train 64 --val 2 --test 2 2>/dev/null >/dev/null
for threads in 1 2; do
  java -XX:+UseParallelGC -XX:ParallelGCThreads=1 -Xmx2g -cp "$root/target/automtl/lib/*" "$here/Pipeline.java" "$scenes/cityscapes" $threads "$seconds" 2>/dev/null
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "${PYTHON:-python3}" "$here/pipeline.py" "$scenes/cityscapes" $threads "$seconds"
done
