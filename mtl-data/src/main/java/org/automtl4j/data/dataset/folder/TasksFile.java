package org.automtl4j.data.dataset.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.automtl4j.data.dataset.folder.internal.TasksReader;

/**
 * What {@code tasks.yaml} says.
 *
 * @param images the folder of the pictures, relative to the data set's folder
 * @param imageSuffix what a picture's name ends with, before the dot, that labels' names do not have; may be empty
 * @param upright whether pictures are turned as their camera notes it, as viewers and tools for labelling do
 * @param size rows and columns that everything is brought to; empty: the size that most pictures have
 * @param tasks the tasks, in the file's order
 * @param split how pictures are parted
 */
public record TasksFile(String images, String imageSuffix, boolean upright, Optional<Size> size, List<FolderTask> tasks, FolderSplit split) {
  /** The file's name. */
  public static final String NAME = "tasks.yaml";
  /** The format's version. */
  public static final int VERSION = 1;

  /** Keeps an unmodifiable copy. */
  public TasksFile {
    tasks = List.copyOf(tasks);
  }

  /**
   * Rows and columns.
   *
   * @param height rows
   * @param width columns
   */
  public record Size(int height, int width) {
    @Override
    public String toString() {
      return height + "x" + width;
    }
  }

  /**
   * @param root a data set's folder
   * @return what its {@code tasks.yaml} says
   * @throws org.automtl4j.core.InvalidInputException if there is none, or something in it is wrong; the message names file, key, what was found and what is
   *     allowed
   */
  public static TasksFile read(Path root) {
    return TasksReader.read(root.resolve(NAME));
  }

  /**
   * @param yaml the text of a {@code tasks.yaml}
   * @param source where it comes from, for messages
   * @return what it says
   * @throws org.automtl4j.core.InvalidInputException if something in it is wrong
   */
  public static TasksFile parse(String yaml, String source) {
    return TasksReader.parse(yaml, source);
  }
}
