package org.automtl4j.graph.stored;

import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.head.TaskHead;
import org.automtl4j.graph.network.Network;
import org.automtl4j.graph.network.View;

/**
 * Writes the networks of a method into model files and reads them again. A jar names its own in {@code META-INF/services/org.automtl4j.graph.stored.NetworkFormat}.
 * What it writes are settings that JSON has: texts, numbers, truth values, lists, and maps with text keys. They stay readable for good.
 */
public interface NetworkFormat {

  /** @return the method as {@link Network#method} gives it */
  String method();

  /**
   * @param network a network of the method
   * @param view what of it a finished model computes
   * @return all that {@link #read} needs, without the numbers
   * @throws InvalidInputException if no file can hold the view
   */
  Map<String, Object> write(Network network, View view);

  /**
   * @param fields what {@link #write} gave
   * @param ownHeads by task, heads of classes that only the caller knows
   * @return the same network and view
   * @throws InvalidInputException if something is missing or wrong; the message names the field
   */
  Restored read(Fields fields, Map<String, TaskHead> ownHeads);

  /**
   * What a file holds.
   *
   * @param network the structure
   * @param view what of it is computed
   */
  record Restored(Network network, View view) {}
}
