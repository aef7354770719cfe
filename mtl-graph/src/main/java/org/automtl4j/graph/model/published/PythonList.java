package org.automtl4j.graph.model.published;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/** A list or tuple while it is being read; whoever gets it later cannot change it. It may contain itself, so it is compared by identity. */
final class PythonList extends AbstractList<Object> implements RandomAccess {
  private final List<Object> values;

  PythonList() {
    this.values = new ArrayList<>(0);
  }

  PythonList(List<Object> values) {
    this.values = new ArrayList<>(values);
  }

  void append(Object value) {
    values.add(value);
  }

  @Override
  public Object get(int index) {
    return values.get(index);
  }

  @Override
  public int size() {
    return values.size();
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
    return "list of " + size();
  }
}
