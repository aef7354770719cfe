package org.automtl4j.graph.model.checkpoint;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A dictionary while it is being read, in the order of the file; whoever gets it later cannot change it. Its keys are texts, numbers, truth values and None:
 * the hash of a nested tuple could take longer than the universe lasts. It may contain itself, so it is compared by identity.
 */
final class PythonDict extends AbstractMap<Object, Object> {
  private final Map<Object, Object> entries = new LinkedHashMap<>(0);

  void enter(Object key, Object value) {
    if (!(key instanceof String || key instanceof Number || key instanceof Boolean || key instanceof None)) {
      throw new PickleException("the key of a dictionary must be a text or a number, found " + Unpickler.describe(key));
    }
    entries.put(key, value);
  }

  @Override
  public Object get(Object key) {
    return entries.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return entries.containsKey(key);
  }

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return Collections.unmodifiableMap(entries).entrySet();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "dictionary of " + size();
  }
}
