package org.automtl4j.graph.model.published;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A dictionary while it is being read, in the order of the file; whoever gets it later cannot change it. Its keys are texts, numbers, truth values and None:
 * the hash of a nested tuple could take longer than the universe lasts. Keys are found by their order and not by their hashes, which a file can make all alike. It may contain itself, so it
 * is compared by identity.
 */
final class PythonDict extends AbstractMap<Object, Object> {
  private static final Comparator<Object> ORDER = Comparator.<Object, String>comparing(key -> key.getClass().getName()).thenComparing(PythonDict::compare);

  private final Map<Object, Entry<Object, Object>> entries = new TreeMap<>(ORDER);
  private final List<Entry<Object, Object>> inOrder = new ArrayList<>(0);

  void enter(Object key, Object value) {
    if (!isKey(key)) {
      throw new PickleException("the key of a dictionary must be a text or a number, found " + Unpickler.describe(key));
    }
    Entry<Object, Object> known = entries.get(key);
    if (known != null) {
      known.setValue(value);
      return;
    }
    Entry<Object, Object> entry = new SimpleEntry<>(key, value);
    entries.put(key, entry);
    inOrder.add(entry);
  }

  private static boolean isKey(Object key) {
    return key instanceof String || key instanceof Number || key instanceof Boolean || key instanceof None;
  }

  /** Of two keys of one class. */
  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    return one instanceof None ? 0 : ((Comparable<Object>) one).compareTo(other);
  }

  @Override
  public Object get(Object key) {
    return Optional.ofNullable(isKey(key) ? entries.get(key) : null).map(Entry::getValue).orElse(null);
  }

  @Override
  public boolean containsKey(Object key) {
    return isKey(key) && entries.containsKey(key);
  }

  @Override
  public Set<Entry<Object, Object>> entrySet() {
    List<Entry<Object, Object>> all = Collections.unmodifiableList(inOrder);
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<Object, Object>> iterator() {
        return all.stream().<Entry<Object, Object>>map(SimpleImmutableEntry::new).iterator();
      }

      @Override
      public int size() {
        return all.size();
      }
    };
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
