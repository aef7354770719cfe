package org.automtl4j.data.prepare.internal.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.data.dataset.Split;

/** A data set as its owners distribute it. Samples may be written and checked from several threads. */
public interface Source extends AutoCloseable {

  /**
   * One sample.
   *
   * @param key its name in the source
   * @param split {@link Split#TRAIN}, {@link Split#VAL} or {@link Split#TEST}; if no sample is of VAL, a part of TRAIN is set aside
   * @param files what is written of it, as the layout's index lists it
   */
  record Item(String key, Split split, List<String> files) {}

  /** @return what decides the content of the files, in words: a run that was interrupted goes on only with the same */
  String settings();

  /** @return all samples, in the order of the index */
  List<Item> items();

  /**
   * @param item a sample
   * @return the folder below the data set's that its files are relative to; may be empty
   */
  default String folder(Item item) {
    return "";
  }

  /**
   * Writes the files of a sample.
   *
   * @param item the sample
   * @param folder what its files are relative to
   */
  void write(Item item, Path folder);

  /**
   * Reads the files of a sample back.
   *
   * @param item the sample
   * @param folder what its files are relative to
   * @throws InvalidInputException if one is not what it should be
   */
  void check(Item item, Path folder);

  /**
   * @return whether samples whose files are damaged are left aside; else they end the preparation once all have been looked at. The owners of some data sets
   *     distribute damaged files
   */
  default boolean leavesDamagedAside() {
    return false;
  }

  /**
   * Writes the index and what else belongs to the whole.
   *
   * @param root the data set's folder
   * @param modes the files of every sample, by mode
   */
  void finish(Path root, Map<Split, List<List<String>>> modes);

  /**
   * @param refusal of a file of the source
   * @return one that says where the file lies, if the refusal does not
   */
  default InvalidInputException located(InvalidInputException refusal) {
    return refusal;
  }

  /** @return what a user should know of what was left aside, one sentence each */
  default List<String> remarks() {
    return List.of();
  }

  @Override
  default void close() {}
}
