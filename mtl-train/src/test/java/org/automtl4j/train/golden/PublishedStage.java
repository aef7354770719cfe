package org.automtl4j.train.golden;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.golden.GoldenReport;
import org.automtl4j.graph.automtl.Architecture;
import org.automtl4j.graph.automtl.SuperModel;
import org.automtl4j.train.Trainer;
import org.automtl4j.train.TrainerBuilder;
import org.automtl4j.train.automtl.stage.PolicySearch;
import org.automtl4j.train.automtl.stage.PostTraining;
import org.automtl4j.train.automtl.stage.PostTrainingStart;
import org.automtl4j.train.automtl.stage.PreTraining;
import org.automtl4j.train.schedule.TemperatureSchedule;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** A call of one of the published trainer's methods, made of our stages. */
public final class PublishedStage {
  private static final double TEMPERATURE_DECAY = 0.965;
  private static final int PICTURE_CHANNELS = 3;

  private PublishedStage() {}

  /** Sets the tasks' lambdas. */
  public static TrainerBuilder weighted(TrainerBuilder builder, JsonNode args) {
    args.path("loss_lambda").fields().forEachRemaining(entry -> {
      if (!entry.getKey().equals("policy")) {
        builder.weight(entry.getKey(), entry.getValue().asDouble());
      }
    });
    return builder;
  }

  /** Makes the call. */
  public static void run(Trainer trainer, PublishedRun run, SuperModel model, String call, JsonNode args, String reload, int policyUpdateIterations) {
    int iterations = args.get("iters").asInt();
    switch (call) {
      case "pre_train" -> trainer.run(PreTraining.builder().iterations(iterations).updater(adam(args)).build());
      case "alter_train_with_reg" -> trainer.run(search(args, iterations, policyUpdateIterations));
      case "post_train" -> {
        run.load(model, reload);
        PostTraining stage = PostTraining.builder(Architecture.argmax(model)).iterations(iterations).updater(decayed(args))
            .from(PostTrainingStart.SEARCHED).build();
        if (model.backbone().inputChannels() == PICTURE_CHANNELS) {
          trainer.run(stage).close();
        } else {
          // It is trained; only a finished model, which takes pictures, cannot be made of it.
          assertThatThrownBy(() -> trainer.run(stage)).isInstanceOf(InvalidInputException.class).hasMessageContaining("channels, the input order");
        }
      }
      default -> throw new IllegalArgumentException("call " + call);
    }
  }

  private static PolicySearch search(JsonNode args, int iterations, int policyUpdateIterations) {
    double decay = args.path("tau_ratio").asDouble(TEMPERATURE_DECAY);
    return PolicySearch.builder()
        .iterations(iterations)
        .policySteps(args.get("policy_network_iters").get(0).asInt())
        .weightSteps(args.get("policy_network_iters").get(1).asInt())
        .policyLearningRate(args.get("policy_lr").asDouble())
        .weightUpdater(new Nesterovs(args.get("network_lr").asDouble(), 0.9))
        .lambda(args.get("loss_lambda").get("policy").asDouble())
        .reportedScale(args.get("policy_scale").asDouble())
        .temperature(new TemperatureSchedule.Stepwise(args.get("tau").asDouble(), decay, policyUpdateIterations + 1))
        .frozenLogits(args.path("share_num").asInt(0))
        .build();
  }

  private static Adam adam(JsonNode args) {
    return new Adam(args.get("lr").asDouble(), 0.5, 0.999, 1e-8);
  }

  private static Adam decayed(JsonNode args) {
    StepSchedule schedule =
        new StepSchedule(ScheduleType.ITERATION, args.get("lr").asDouble(), args.get("decay_lr_rate").asDouble(), args.get("decay_lr_freq").asInt());
    return Adam.builder().learningRateSchedule(schedule).beta1(0.5).beta2(0.999).epsilon(1e-8).build();
  }

  /** One of the numbers that a task's entry in the golden list of losses has. */
  @FunctionalInterface
  public interface Part {
    /** Gives the number. */
    double of(String task, JsonNode loss);
  }

  /** The largest difference of numbers that the golden file gives by task and iteration. */
  public static double difference(Map<String, List<Double>> found, JsonNode expected, Part part) {
    double[] largest = {0};
    expected.fields().forEachRemaining(entry -> {
      double[] wanted = new double[entry.getValue().size()];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = part.of(entry.getKey(), entry.getValue().get(i));
      }
      double[] ours = found.getOrDefault(entry.getKey(), List.of()).stream().mapToDouble(Double::doubleValue).toArray();
      largest[0] = Math.max(largest[0], GoldenReport.difference(ours, wanted));
    });
    return largest[0];
  }

  /** A task's loss as we report it, unweighted. Published: [task, regulariser, total] in policy-training, lambda times the loss in post-training. */
  public static double taskLoss(String task, JsonNode loss, JsonNode args) {
    return loss.isArray() ? loss.get(0).asDouble() : loss.asDouble() / args.path("loss_lambda").path(task).asDouble(1);
  }

  /** The regulariser's value in policy-training, where it is reported in policy and in weight steps. */
  public static double regulariser(JsonNode loss) {
    return loss.get(1).asDouble();
  }

  /** What the published code reports as the loss in policy-training, made of what we report. */
  public static double total(String task, double loss, double regulariser, JsonNode args) {
    JsonNode lambdas = args.get("loss_lambda");
    return lambdas.get(task).asDouble() * loss + lambdas.get("policy").asDouble() * regulariser;
  }
}
