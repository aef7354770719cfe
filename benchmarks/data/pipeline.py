"""Samples per second of the CityScapes pipeline in Python: the same steps as Pipeline.java, with NumPy and OpenCV.

Arguments: the data set's folder, processes, seconds. Each process has one thread.
"""
import json
import multiprocessing
import random
import statistics
import sys
import time

import cv2
import numpy as np

MEAN = np.array((104.00698793, 116.66876762, 122.67891434), dtype=np.float32)
CROP = 224


def resize(array, height, width, how):
    return cv2.resize(array, (width, height), interpolation=how)


def pad(array, value):
    rows, columns = max(CROP - array.shape[0], 0), max(CROP - array.shape[1], 0)
    if rows == 0 and columns == 0:
        return array
    return cv2.copyMakeBorder(array, rows // 2, rows - rows // 2, columns // 2, columns - columns // 2, cv2.BORDER_CONSTANT, value=value)


def sample(root, files):
    image = (np.load(f"{root}/{files[0]}") * 255)[:, :, ::-1]
    depth = np.load(f"{root}/{files[1]}")
    classes = np.load(f"{root}/{files[4]}")
    scale = random.uniform(0.5, 1.5)
    height, width = int(image.shape[0] * scale), int(image.shape[1] * scale)
    image = resize(image, height, width, cv2.INTER_LINEAR)
    depth = resize(depth, height, width, cv2.INTER_NEAREST)
    classes = resize(classes, height, width, cv2.INTER_NEAREST)
    if random.random() > 0.5:
        image, depth, classes = image[:, ::-1], depth[:, ::-1], classes[:, ::-1]
    image, depth, classes = pad(image, (0, 0, 0)), pad(depth, 0), pad(classes, -1)
    row, column = random.randrange(image.shape[0] - CROP + 1), random.randrange(image.shape[1] - CROP + 1)
    image, depth, classes = (a[row:row + CROP, column:column + CROP] for a in (image, depth, classes))
    image = np.ascontiguousarray((image - MEAN).transpose(2, 0, 1))
    return image, np.ascontiguousarray(depth[None]), np.ascontiguousarray(classes[None], dtype=np.float32)


def run(arguments):
    root, index, seconds = arguments
    cv2.setNumThreads(1)
    start, done = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        sample(root, index[done % len(index)])
        done += 1
    return done / (time.perf_counter() - start)


def main():
    root, processes, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    with open(f"{root}/cityscape.json", encoding="utf-8") as file:
        index = json.load(file)["train"]
    with multiprocessing.Pool(processes) as pool:
        pool.map(run, [(root, index, seconds / 4)] * processes)
        rates = sorted(sum(pool.map(run, [(root, index, seconds / 5)] * processes)) for _ in range(5))
    print(f"python {processes} thread(s): {statistics.median(rates):.0f} samples/s ({rates[0]:.0f} to {rates[-1]:.0f})")


if __name__ == "__main__":
    main()
