package org.automtl4j.train.listener.internal.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The event file of one run as TensorBoard counts runs: scalars by tag and step. */
final class EventFile implements AutoCloseable {
  private static final String PREFIX = "events.out.tfevents.";
  // Fields of the messages Event, Summary and Summary.Value.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  /** Key of the step's field, and bytes of key and value of the time before it. */
  private static final int STEP_KEY = STEP << 3;
  private static final int TIME_BYTES = 1 + Double.BYTES;

  private final RecordFile records;

  /**
   * @param folder of the run
   * @param from the first steps up to this one stay, of a training that is resumed; 0: nothing stays
   */
  EventFile(Path folder, int from) throws IOException {
    Files.createDirectories(folder);
    Optional<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old = files.filter(p -> p.getFileName().toString().startsWith(PREFIX)).findFirst();
    }
    String name = String.format(Locale.ROOT, "%s%010d.automtl4j", PREFIX, System.currentTimeMillis() / 1000);
    records = new RecordFile(old.orElse(folder.resolve(name)));
    records.keepWhile(record -> from > 0 && step(record) <= from);
    if (records.isEmpty()) {
      records.write(event(0).text(FILE_VERSION, "brain.Event:2").toBytes());
    }
  }

  void write(int step, Map<String, Double> scalars) throws IOException {
    ProtoMessage summary = new ProtoMessage();
    scalars.forEach((tag, value) -> summary.message(VALUE, new ProtoMessage().text(TAG, tag).number(SIMPLE_VALUE, value.floatValue())));
    records.write(event(step).message(SUMMARY, summary).toBytes());
  }

  private static ProtoMessage event(int step) {
    return new ProtoMessage().number(WALL_TIME, System.currentTimeMillis() / 1e3).int64(STEP, step);
  }

  /** The step of an event that this class wrote: it follows the time. */
  private static long step(byte[] event) {
    ByteBuffer bytes = ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN);
    if (event.length < TIME_BYTES + 2 || bytes.get(TIME_BYTES) != STEP_KEY) {
      return Long.MAX_VALUE;
    }
    long step = 0;
    int at = TIME_BYTES + 1;
    for (int shift = 0; at < event.length; shift += 7) {
      byte part = event[at++];
      step |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return step;
      }
    }
    return Long.MAX_VALUE;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
