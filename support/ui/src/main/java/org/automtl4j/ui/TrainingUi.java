package org.automtl4j.ui;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.listener.IterationDone;
import org.automtl4j.train.listener.StageStarted;
import org.automtl4j.train.listener.TrainingListener;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.ui.api.UIServer;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.impl.java.JavaStatsInitializationReport;
import org.deeplearning4j.ui.model.stats.impl.java.JavaStatsReport;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener that shows a training in Deeplearning4j's UI, at http://localhost:9000 or the port of the system property {@code org.deeplearning4j.ui.port}. Each stage of each model is a session
 * there, chosen at the top of the page. The overview's score is the sum of the tasks' losses in an iteration; its charts of layers stay empty, since plans know no layers of Deeplearning4j.
 *
 * <pre>{@code
 * try (TrainingUi ui = TrainingUi.start(superModel, 16);
 *     Trainer trainer = Trainer.builder(superModel, data).batchSize(16).listeners(ui).build()) {
 *   trainer.run(PreTraining.builder().build());
 * }
 * }</pre>
 */
public final class TrainingUi implements TrainingListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingUi.class);
  private static final String WORKER = "training";

  private final UIServer server;
  private final StatsStorage storage = new InMemoryStatsStorage();
  private final SuperModel superModel;
  private final int batchSize;
  private String session = "";
  private long lastTime;

  private TrainingUi(UIServer server, SuperModel superModel, int batchSize) {
    this.server = server;
    this.superModel = superModel;
    this.batchSize = batchSize;
  }

  /**
   * Starts the UI's server, or uses the one that runs in this process already.
   *
   * @param superModel what is trained, for the figures of the overview
   * @param batchSize samples in a step, for the figures of speed
   * @return the listener
   */
  public static TrainingUi start(SuperModel superModel, int batchSize) {
    TrainingUi ui = new TrainingUi(UIServer.getInstance(), superModel, batchSize);
    ui.server.attach(ui.storage);
    LOG.info("Deeplearning4j's UI shows the training at {}", ui.address());
    return ui;
  }

  /** @return the address of the page */
  public String address() {
    return server.getAddress();
  }

  @Override
  public void stageStarted(StageStarted event) {
    session = event.model() + " " + event.stage();
    StatsInitializationReport report = new JavaStatsInitializationReport();
    report.reportIDs(session, StatsListener.TYPE_ID, WORKER, time());
    report.reportSoftwareInfo(System.getProperty("os.arch"), System.getProperty("os.name"), System.getProperty("java.vm.name"), System.getProperty("java.version"),
        System.getProperty("java.specification.version"), "", superModel.dataType().name(), host(), session, new HashMap<>());
    report.reportHardwareInfo(Runtime.getRuntime().availableProcessors(), 0, Runtime.getRuntime().maxMemory(), 0, new long[0], new String[0], "");
    String[] names = superModel.parameters().all().stream().map(p -> p.name()).toArray(String[]::new);
    long numbers = superModel.parameters().all().stream().mapToLong(p -> p.array().length()).sum();
    report.reportModelInfo(SuperModel.class.getName(), "{}", names, superModel.backbone().nodes().size(), numbers);
    storage.putStaticInfo(report);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }

  @Override
  public void iterationDone(IterationDone event) {
    StatsReport report = new JavaStatsReport();
    report.reportIDs(session, StatsListener.TYPE_ID, WORKER, time());
    report.reportIterationCount(event.iteration());
    report.reportScore(event.losses().values().stream().mapToDouble(Double::doubleValue).sum());
    report.reportLearningRates(new HashMap<>(Map.of(event.phase(), event.learningRate())));
    Runtime runtime = Runtime.getRuntime();
    report.reportMemoryUse(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory(), 0, 0, new long[0], new long[0]);
    long steps = (event.iteration() + 1L) * Math.max(1, event.losses().size());
    double perSecond = steps / Math.max(1e-9, event.seconds());
    report.reportPerformance(Math.round(event.seconds() * 1e3), steps * batchSize, steps, perSecond * batchSize, perSecond);
    storage.putUpdate(report);
  }

  /** The storage tells reports apart by their milliseconds. */
  private long time() {
    lastTime = Math.max(lastTime + 1, System.currentTimeMillis());
    return lastTime;
  }

  /** Takes this training out of the UI; the server runs on until the process ends or {@code UIServer.stopInstance()}. */
  @Override
  public void close() {
    server.detach(storage);
  }
}
