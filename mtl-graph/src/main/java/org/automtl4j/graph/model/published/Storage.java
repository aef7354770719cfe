package org.automtl4j.graph.model.published;

import org.automtl4j.core.npy.NumberType;

/**
 * A block of numbers in the file that one or more tensors look at.
 *
 * @param archive the file
 * @param key its name in the file
 * @param type the kind of number; of an untyped storage: bytes
 * @param elements how many numbers
 */
record Storage(Archive archive, String key, NumberType type, long elements) {
  long bytes() {
    return elements * type.bytes();
  }
}
