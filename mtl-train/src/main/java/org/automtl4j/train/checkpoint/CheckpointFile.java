package org.automtl4j.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.ArrayStream;
import org.automtl4j.train.checkpoint.StateHeader.ArrayPart;
import org.automtl4j.train.checkpoint.StateHeader.OptimizerPart;
import org.automtl4j.train.checkpoint.StateHeader.SlotPart;
import org.automtl4j.train.optimizer.FlatValues;
import org.automtl4j.train.optimizer.OptimizerState;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The file of a {@link TrainingState}: eight bytes that say what it is, the format version, a header in JSON with its length before it (progress, and name,
 * type and shape of each array), the arrays one after the other in little-endian bytes, and the CRC32C of all that. Equal states give equal files. Both ways the arrays go through a block
 * of some kilobytes: Java's heap has no room for a second copy of a large model's state.
 */
public final class CheckpointFile {
  private static final long MAGIC = 0x4d544c5354415445L; // MTLSTATE
  static final int VERSION = 2;
  private static final int LONGEST_HEADER = 1 << 28;
  /** What it is, the version, the header's length. */
  private static final int BEFORE_HEADER = Long.BYTES + 2 * Integer.BYTES;

  private CheckpointFile() {}

  /**
   * @param out where to
   * @param state what to write
   * @throws IOException if it cannot be written
   */
  public static void write(OutputStream out, TrainingState state) throws IOException {
    List<ArrayPart> entries = new ArrayList<>();
    state.parameters().forEach((name, array) -> entries.add(new ArrayPart(name, array.dataType(), array.shape())));
    Map<String, OptimizerPart> rules = new LinkedHashMap<>();
    state.optimizers().forEach((phase, optimizer) -> rules.put(phase, rule(optimizer)));
    byte[] header = new StateHeader(StateHeader.part(state.progress()), entries, rules).bytes();
    CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
    DataOutputStream data = new DataOutputStream(checked);
    data.writeLong(MAGIC);
    data.writeInt(VERSION);
    data.writeInt(header.length);
    data.write(header);
    ArrayStream numbers = new ArrayStream(ByteOrder.LITTLE_ENDIAN);
    for (INDArray array : state.parameters().values()) {
      numbers.write(data, array);
    }
    for (OptimizerState optimizer : state.optimizers().values()) {
      for (OptimizerState.Slot slot : optimizer.parameters().values()) {
        for (FlatValues values : slot.values()) {
          numbers.write(data, values.array());
        }
      }
    }
    data.flush();
    new DataOutputStream(out).writeLong(checked.getChecksum().getValue());
  }

  private static OptimizerPart rule(OptimizerState optimizer) {
    Map<String, SlotPart> slots = new TreeMap<>();
    optimizer.parameters().forEach((name, slot) -> {
      DataType type = slot.values().get(0).array().dataType();
      slots.put(name, new SlotPart(slot.steps(), type, slot.values().stream().mapToInt(v -> Math.toIntExact(v.array().length())).toArray()));
    });
    return new OptimizerPart(optimizer.rule(), slots);
  }

  /**
   * @param file what {@link #write} wrote
   * @return the state, with arrays of its own
   * @throws InvalidInputException if the file cannot be read, is damaged, or of a newer format
   */
  public static TrainingState read(Path file) {
    try {
      check(file);
      try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
        Read read = header(in, file);
        StateHeader header = read.header();
        ArrayStream numbers = new ArrayStream(ByteOrder.LITTLE_ENDIAN);
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        for (ArrayPart entry : header.parameters()) {
          parameters.put(entry.name(), numbers.read(in, entry.type(), entry.shape()));
        }
        Map<String, OptimizerState> optimizers = new LinkedHashMap<>();
        for (Map.Entry<String, OptimizerPart> rule : header.optimizers().entrySet()) {
          Map<String, OptimizerState.Slot> slots = new TreeMap<>();
          for (Map.Entry<String, SlotPart> slot : rule.getValue().slots().entrySet()) {
            List<FlatValues> values = new ArrayList<>();
            for (int length : slot.getValue().lengths()) {
              values.add(FlatValues.of(numbers.read(in, slot.getValue().type(), length)));
            }
            slots.put(slot.getKey(), new OptimizerState.Slot(slot.getValue().steps(), values));
          }
          optimizers.put(rule.getKey(), new OptimizerState(rule.getValue().rule(), slots));
        }
        return new TrainingState(progress(header, read.format(), file), parameters, optimizers);
      }
    } catch (IOException e) {
      throw new DamagedCheckpointException(file + ": cannot be read as a checkpoint: " + e, e);
    }
  }

  /**
   * Reads the beginning only, without a look at the numbers.
   *
   * @param file what {@link #write} wrote
   * @return how far the training was
   * @throws InvalidInputException if the file cannot be read or is of a newer format
   */
  public static Progress progress(Path file) {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      Read read = header(in, file);
      return progress(read.header(), read.format(), file);
    } catch (IOException e) {
      throw new DamagedCheckpointException(file + ": cannot be read as a checkpoint: " + e, e);
    }
  }

  /** Looks at every byte before anything is made of any. */
  private static void check(Path file) throws IOException {
    long size = Files.size(file);
    if (size < 2 * Long.BYTES + 2 * Integer.BYTES) {
      throw new DamagedCheckpointException(file + ": damaged: a checkpoint is longer than " + size + " bytes");
    }
    try (InputStream plain = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      DataInputStream first = new DataInputStream(plain);
      first.mark(Long.BYTES + Integer.BYTES);
      kind(first, file);
      first.reset();
      CheckedInputStream in = new CheckedInputStream(plain, new CRC32C());
      byte[] block = new byte[1 << 16];
      for (long left = size - Long.BYTES; left > 0; ) {
        int count = in.read(block, 0, (int) Math.min(block.length, left));
        if (count < 0) {
          throw new DamagedCheckpointException(file + ": damaged: it became shorter while it was read");
        }
        left -= count;
      }
      if (new DataInputStream(plain).readLong() != in.getChecksum().getValue()) {
        throw new DamagedCheckpointException(file + ": damaged: its checksum is wrong");
      }
    }
  }

  /** A header and the version of its format. */
  private record Read(int format, StateHeader header) {}

  private static Read header(DataInputStream in, Path file) throws IOException {
    int format = kind(in, file);
    int length = in.readInt();
    if (length < 2 || length > LONGEST_HEADER || length > Files.size(file)) {
      throw new DamagedCheckpointException(file + ": damaged: a header of " + length + " bytes");
    }
    StateHeader header = parsed(in.readNBytes(length), format, file);
    checkSize(header, length, file);
    return new Read(format, header);
  }

  private static Progress progress(StateHeader header, int format, Path file) {
    try {
      return header.toProgress(format);
    } catch (IllegalArgumentException | NullPointerException e) { // a name that nobody knows, or none
      throw new DamagedCheckpointException(file + ": damaged: its header is not that of a checkpoint", e);
    }
  }

  private static StateHeader parsed(byte[] text, int format, Path file) throws IOException {
    try {
      StateHeader header = StateHeader.read(text, format);
      if (header != null) {
        return header;
      }
    } catch (JsonProcessingException e) {
      boolean lacks = e.getCause() instanceof NullPointerException && String.valueOf(e.getCause().getMessage()).matches("[a-z]+");
      throw new DamagedCheckpointException(file + ": damaged: its header " + (lacks ? "has no " + e.getCause().getMessage() : "is not that of a checkpoint"), e);
    }
    throw new DamagedCheckpointException(file + ": damaged: its header is empty");
  }

  /** Refuses arrays that are larger or smaller together than the file, before memory is taken for any. */
  private static void checkSize(StateHeader header, int length, Path file) throws IOException {
    long found = Files.size(file) - BEFORE_HEADER - length - Long.BYTES;
    long wanted;
    try {
      wanted = header.arrayBytes();
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new DamagedCheckpointException(file + ": damaged: its header has arrays that no file holds: " + e.getMessage(), e);
    }
    if (wanted != found) {
      throw new DamagedCheckpointException(file + ": damaged: the arrays of its header have " + wanted + " bytes, " + found + " are there");
    }
  }

  private static int kind(DataInputStream in, Path file) throws IOException {
    if (in.readLong() != MAGIC) {
      throw new DamagedCheckpointException(file + ": not a checkpoint of AutoMTL4J, or damaged at its beginning");
    }
    int version = in.readInt();
    if (version > VERSION) {
      throw new InvalidInputException(file + ": found format version " + version + ", allowed: up to " + VERSION + "; go on with a newer AutoMTL4J");
    }
    if (version < 1) {
      throw new DamagedCheckpointException(file + ": damaged: format version " + version);
    }
    return version;
  }
}
