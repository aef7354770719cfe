package org.automtl4j.core;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that appear whole under their final name or not at all: what is written goes to a draft beside the target, which takes the target's name when it
 * is complete. Whatever goes wrong before that leaves an older file of that name as it was, and no draft behind.
 */
public final class WholeFile {
  private WholeFile() {}

  /** What fills the file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything; need not flush or close.
     *
     * @param out a buffered stream
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, replacing an older one. Missing folders above it are made.
   *
   * @param target the file
   * @param content what fills it
   * @throws IOException if it cannot be written; the target is then as it was before
   */
  public static void write(Path target, Content content) throws IOException {
    write(target, content, false);
  }

  /**
   * Writes a file as {@link #write} does and returns only when it is on the disk, so that it outlives a failure of the machine's power too.
   *
   * @param target the file
   * @param content what fills it
   * @throws IOException if it cannot be written; the target is then as it was before
   */
  public static void writeDurably(Path target, Content content) throws IOException {
    write(target, content, true);
  }

  private static void write(Path target, Content content, boolean durably) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(target + " is not the name of a file");
    }
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "." + target.getFileName(), ".part");
    try {
      // A file made by Files.newOutputStream has the usual permissions; one made by createTempFile could be read by its owner only.
      Files.delete(draft);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
        content.writeTo(out);
      }
      if (durably) {
        force(draft, StandardOpenOption.WRITE);
      }
      try {
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
      }
      if (durably) {
        forceFolder(folder);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void force(Path path, OpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /** The new name is part of the folder. Not every system lets a folder be opened, and those that do not keep names by themselves. */
  private static void forceFolder(Path folder) {
    try {
      force(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      return;
    }
  }
}
