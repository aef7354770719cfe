package org.automtl4j.golden.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Reads damaged files of one format, one after the other, and fails at the first that breaks a promise. */
final class MutationRun {
  /** Of a single file. All of them take milliseconds; a busy machine must not make a fault of a pause. */
  private static final long SECONDS = 20;

  private final MutatedFormat format;
  private final Path file;

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
        read(thread, original, format.name() + ", whole file " + number++, true);
      }
      for (int seed = 0; seed < cases; seed++) {
        read(thread, damaged(seed), format.name() + ", case " + seed, false);
      }
    } finally {
      thread.shutdownNow();
    }
  }

  private byte[] damaged(int seed) {
    RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(31L * format.name().hashCode() + seed);
    return format.mutator().mutate(format.originals().get(random.nextInt(format.originals().size())), random);
  }

  private void read(ExecutorService thread, byte[] bytes, String what, boolean whole) throws IOException, InterruptedException {
    Files.write(file, bytes);
    try {
      long allocated = thread.submit(() -> allocated(whole)).get(SECONDS, TimeUnit.SECONDS);
      if (whole) {
        return; // the first to be read loads classes
      }
      assertThat(allocated).as("%s: bytes on the heap for a file of %d bytes, %s", what, bytes.length, kept()).isLessThanOrEqualTo(format.mostBytes());
    } catch (TimeoutException e) {
      throw new AssertionError(what + ": no answer within " + SECONDS + " s for a file of " + bytes.length + " bytes, " + kept(), e);
    } catch (ExecutionException e) {
      throw new AssertionError(what + ": neither read nor refused, " + kept(), e.getCause());
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

  private String kept() {
    try {
      Path copy = Files.createDirectories(Path.of("target", "mutation")).resolve((format.name() + "-" + format.file()).replace(' ', '-'));
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      return "kept as " + copy;
    } catch (IOException e) {
      return "which could not be kept: " + e.getMessage();
    }
  }
}
