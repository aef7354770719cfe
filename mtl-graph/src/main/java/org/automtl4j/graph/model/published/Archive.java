package org.automtl4j.graph.model.published;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.automtl4j.core.npy.NumberType;

/** The file around a pickle: where the pickle is, and where the storages are that it names. Nothing stays open between two calls. */
interface Archive {
  /** No pickle of a model comes near this; the numbers are not in it. */
  long MAX_PICKLE = 32L << 20;

  /** The object that was saved. */
  Object load() throws IOException;

  /**
   * Some bytes of a storage.
   *
   * @param storage one that the pickle named
   * @param from the first byte
   * @param count how many
   */
  byte[] read(Storage storage, long from, int count) throws IOException;

  /** The file. */
  Path file();

  /** The order of the bytes of a number. */
  ByteOrder byteOrder();

  /** Checks a reference to a storage: the text "storage", a class of storages, a key, a place such as cpu or cuda:0, and the number of elements. */
  static Storage storage(Archive archive, List<?> reference) {
    if (reference.size() < 5 || !"storage".equals(reference.get(0)) || !(reference.get(1) instanceof Global kind) || !(reference.get(2) instanceof String key)
        || !(reference.get(4) instanceof Long elements) || elements < 0) {
      throw new PickleException("refers to something else than the storage of a tensor");
    }
    if (reference.size() > 5 && reference.get(5) != None.NONE) {
      throw new PickleException("holds views of storages as PyTorch wrote them before version 0.4; load it with a newer PyTorch and save it again");
    }
    NumberType type = kind.isUntypedStorage() ? NumberType.UINT8
        : kind.storage().orElseThrow(() -> new PickleException("refers to a storage of an unknown type, " + kind));
    if (elements > Long.MAX_VALUE / type.bytes()) {
      throw new PickleException("refers to a storage of " + elements + " numbers, larger than any computer");
    }
    return new Storage(archive, key, type, elements);
  }
}
