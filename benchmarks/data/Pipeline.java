import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.cityscapes.Cityscapes;
import org.automtl4j.data.dataset.layout.LayoutDataSet;

/**
 * Samples per second of the CityScapes pipeline: three arrays are read, scaled by 0.5 to 1.5, mirrored, cropped to 224x224 and encoded. Run by run.sh, with
 * the launcher's class path. Arguments: the data set's folder, threads, seconds.
 */
public final class Pipeline {
  public static void main(String[] arguments) throws Exception {
    LayoutDataSet data = Cityscapes.builder(Path.of(arguments[0])).build();
    int threads = Integer.parseInt(arguments[1]);
    double seconds = Double.parseDouble(arguments[2]);
    run(data, threads, seconds / 2);
    double[] rates = IntStream.range(0, 5).mapToDouble(i -> run(data, threads, seconds / 5)).sorted().toArray();
    System.out.println(String.format(Locale.ROOT, "java   %d thread(s): %.0f samples/s (%.0f to %.0f)", threads, rates[2], rates[0], rates[4]));
  }

  private static double run(LayoutDataSet data, int threads, double seconds) {
    long[] done = new long[threads * 16];
    long start = System.nanoTime();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int t = 0; t < threads; t++) {
      int thread = t;
      pool.execute(() -> {
        for (int i = thread; (System.nanoTime() - start) * 1e-9 < seconds; i += threads) {
          data.sample(Split.TRAIN, i % data.size(Split.TRAIN), i / data.size(Split.TRAIN));
          done[thread * 16]++;
        }
      });
    }
    pool.shutdown();
    try {
      pool.awaitTermination(1, TimeUnit.HOURS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Arrays.stream(done).sum() / ((System.nanoTime() - start) * 1e-9);
  }
}
