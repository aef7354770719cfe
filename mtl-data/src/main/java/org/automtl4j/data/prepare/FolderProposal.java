package org.automtl4j.data.prepare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.data.dataset.folder.TasksFile;
import org.automtl4j.data.prepare.internal.init.FolderText;

/**
 * A first {@code tasks.yaml} for a folder of pictures: kinds are guessed from what is in the files, and comments say what was seen and what must be checked.
 *
 * @param text the proposed file
 * @param tasks how many tasks are in it
 */
public record FolderProposal(String text, int tasks) {

  /**
   * Looks at a folder: at every name, and at the numbers of some files of each folder of labels.
   *
   * @param root the folder, with pictures in one folder and labels in others beside it
   * @return a proposal
   * @throws InvalidInputException if there are no pictures, or no folder of labels whose names fit them
   */
  public static FolderProposal of(Path root) {
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException(root + ": there is no such folder");
    }
    String text = FolderText.of(root);
    return new FolderProposal(text, TasksFile.parse(text, "the proposed " + TasksFile.NAME).tasks().size());
  }

  /**
   * Writes the proposal.
   *
   * @param root the folder
   * @param overwrite whether an older {@code tasks.yaml} may be replaced
   * @return the file
   * @throws InvalidInputException if there is one and may not
   */
  public Path write(Path root, boolean overwrite) {
    Path file = root.resolve(TasksFile.NAME);
    if (Files.exists(file) && !overwrite) {
      throw new InvalidInputException(file + ": found a file, allowed: none, or --overwrite");
    }
    try {
      WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return file;
  }
}
