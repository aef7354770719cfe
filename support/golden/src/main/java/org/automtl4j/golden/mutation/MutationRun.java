package org.automtl4j.golden.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.opentest4j.MultipleFailuresError;

/** Reads damaged files of one format, one after the other, and fails with one case of each kind of fault. */
final class MutationRun {
  /** Of a single file. All of them take milliseconds; a busy machine must not make a fault of a pause. */
  private static final long SECONDS = 20;
  private static final int MOST_KINDS = 10;
  /** Damage repeats pieces: of files that become large so, this many bytes for each of theirs are in proportion. */
  private static final long MOST_TIMES = 16;

  private final MutatedFormat format;
  private final Path file;
  private boolean stuck;
  private final Map<String, AssertionError> faults = new LinkedHashMap<>();

  MutationRun(MutatedFormat format, Path folder) {
    this.format = format;
    this.file = folder.resolve(format.file());
  }

  /** Fails where a whole file is refused, or a damaged one is neither read nor refused as it should be. */
  void check(int cases) throws IOException, InterruptedException {
    ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
      Thread worker = new Thread(task, "reader of damaged files");
      worker.setDaemon(true); // one that hangs must not keep the process
      return worker;
    });
    try {
      int number = 0;
      for (byte[] original : format.originals()) {
        read(thread, original, "whole file " + number++, true);
      }
      for (int seed = 0; seed < cases && !stuck && faults.size() < MOST_KINDS; seed++) {
        try {
          read(thread, damaged(seed), "case " + seed, false);
        } catch (AssertionError fault) {
          faults.putIfAbsent(kind(fault), fault);
        }
      }
    } finally {
      thread.shutdownNow();
    }
    if (!faults.isEmpty()) {
      throw new MultipleFailuresError(format.name(), List.copyOf(faults.values()));
    }
  }

  /** One mistake in a reader shows in hundreds of files: what was thrown, and the line of ours that it came from. */
  private static String kind(AssertionError fault) {
    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
    return cause.getClass() + " " + Arrays.stream(cause.getStackTrace()).filter(line -> line.getClassName().startsWith("org.automtl4j")).findFirst().map(Object::toString).orElse("");
  }

  private byte[] damaged(int seed) {
    RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(31L * format.name().hashCode() + seed);
    return format.mutator().mutate(format.originals().get(random.nextInt(format.originals().size())), random);
  }

  private void read(ExecutorService thread, byte[] bytes, String what, boolean whole) throws IOException, InterruptedException {
    Files.write(file, bytes);
    try {
      long allocated = thread.submit(() -> allocated(whole)).get(SECONDS, TimeUnit.SECONDS);
      if (!whole && allocated > Math.max(format.mostBytes(), MOST_TIMES * bytes.length)) { // the first to be read loads classes
        throw new AssertionError(what + ": " + allocated + " bytes on the heap for a file of " + bytes.length + " bytes, " + kept(what));
      }
    } catch (TimeoutException e) {
      stuck = true;
      throw new AssertionError(what + ": no answer within " + SECONDS + " s for a file of " + bytes.length + " bytes, " + kept(what), e);
    } catch (ExecutionException e) {
      throw new AssertionError(what + ": neither read nor refused, " + kept(what) + ": " + e.getCause(), e.getCause());
    }
  }

  /** Reads the file; anything but success and a refusal in one line that names it goes up. */
  private long allocated(boolean whole) throws Exception {
    com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      format.reader().read(file);
    } catch (RuntimeException e) {
      if (whole || !format.refusal().isInstance(e)) {
        throw e;
      }
      assertThat(e.getMessage()).as("the refusal").contains(format.file()).doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028-\u202e\u2066-\u2069]").hasSizeLessThan(20_000);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private String kept(String what) {
    try {
      Path copy = Files.createDirectories(Path.of("target", "mutation")).resolve((format.name() + "-" + what + "-" + format.file()).replace(' ', '-'));
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      return "kept as " + copy;
    } catch (IOException e) {
      return "which could not be kept: " + e.getMessage();
    }
  }
}
