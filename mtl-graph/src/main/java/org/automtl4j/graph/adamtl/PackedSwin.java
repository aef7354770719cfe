package org.automtl4j.graph.adamtl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.task.Task;
import org.automtl4j.graph.initializer.Initialization;
import org.automtl4j.graph.network.Features;
import org.automtl4j.graph.network.GraphRequest;
import org.automtl4j.graph.network.GraphRequest.Mode;
import org.automtl4j.graph.network.NetworkGraph;
import org.automtl4j.graph.network.NetworkScope;
import org.automtl4j.graph.network.NetworkStructure;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.swin.SwinBlock;
import org.automtl4j.graph.swin.SwinEncoder;
import org.automtl4j.graph.swin.SwinStage;
import org.automtl4j.plan.PlanMemory;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs an {@link AdaptiveSwin} so that what is left out is not computed: a block's attention runs for the images that it is not left out for, and its MLP for the
 * tokens that are kept, packed over the whole batch. Answers are those of the network's adaptive view, up to rounding.
 *
 * <pre>{@code
 * try (PackedSwin packed = new PackedSwin(network, parameters)) {
 *   PackedSwin.Answer answer = packed.run(images, PackedSwin.LEARNT);
 *   answer.predictions().get("depth");        // [N, 1, H, W]
 *   answer.costs().get(0).multiplyAdds();     // what the first image took
 * }
 * }</pre>
 *
 * <p>Threads take turns.
 */
public final class PackedSwin implements AutoCloseable {
  /** The effort at which decisions are what the controllers have learnt. */
  public static final double LEARNT = 0.5;
  /** Packed rows are filled up to an eighth of all, so that there are few sizes to be made ready for. */
  private static final int SIZES = 8;
  private static final String X = "x";
  private static final String Y = "y";

  private final AdaptiveSwin network;
  private final Parameters parameters;
  private final Controllers controllers;
  private final List<Optional<String>> owners;
  private final SwinEncoder encoder;
  private final GraphRequest request;
  private final PlanMemory memory = new PlanMemory();
  private final Map<String, Piece> pieces = new LinkedHashMap<>();

  /**
   * What an image took.
   *
   * @param blocks blocks that ran
   * @param tokens tokens that went through MLPs, over all blocks
   * @param multiplyAdds multiplications with an addition: encoder, controllers and decoders
   */
  public record Cost(int blocks, long tokens, long multiplyAdds) {}

  /**
   * What images were answered.
   *
   * @param predictions by task, [N, outputs, H, W]
   * @param costs of each image
   */
  public record Answer(Map<String, INDArray> predictions, List<Cost> costs) {}

  /**
   * @param network with controllers
   * @param parameters its numbers, which are read each time
   * @throws InvalidInputException if the network has no controllers
   */
  public PackedSwin(AdaptiveSwin network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
    this.controllers = network.controllers().orElseThrow(() -> new InvalidInputException("a network without controllers leaves nothing out; use its static view"));
    this.owners = controllers.policy() == ControllerPolicy.SINGLE ? List.of(Optional.empty()) : network.tasks().stream().map(Task::name).map(Optional::of).toList();
    this.encoder = network.encoder();
    this.request = new GraphRequest(new AdaptiveView.Static(), network.tasks().stream().map(Task::name).toList(), Mode.INFERENCE, encoder.spec().image().height(),
        encoder.spec().image().width());
  }

  /**
   * Answers images.
   *
   * @param images [N, C, H, W] of the network's size
   * @param effort from 0 to 1: kept is what a controller wants kept with a probability above 1 - effort; {@link #LEARNT} is what was trained, 1 keeps everything
   * @return predictions and costs
   * @throws InvalidInputException if the effort is out of its range or the images are of another size
   */
  public synchronized Answer run(INDArray images, double effort) {
    if (!(effort >= 0 && effort <= 1)) {
      throw new InvalidInputException("effort: found " + effort + ", allowed: from 0 to 1");
    }
    network.checkSize((int) images.size(2), (int) images.size(3));
    Pass pass = new Pass((int) images.size(0), Math.log(1 - effort) - Math.log(effort));
    return pass.run(images);
  }

  /** One batch on its way. */
  private final class Pass {
    private final int images;
    private final double threshold;
    private final int[] blocks;
    private final long[] tokens;
    private final long[] work;

    Pass(int images, double threshold) {
      this.images = images;
      this.threshold = threshold;
      this.blocks = new int[images];
      this.tokens = new long[images];
      this.work = new long[images];
    }

    Answer run(INDArray pictures) {
      Piece patches = piece("patches", List.of(), scope -> encoder.patches(scope));
      INDArray x = patches.run(pictures.castTo(network.dataType())).get(Y);
      count(patches);
      List<INDArray> features = new ArrayList<>();
      for (SwinStage stage : encoder.spec().layout()) {
        x = stage(stage, x);
        features.add(x);
      }
      Piece decoders = decoders();
      count(decoders);
      Map<String, INDArray> predictions = decoders.run(features.toArray(INDArray[]::new));
      return new Answer(predictions, IntStream.range(0, images).mapToObj(i -> new Cost(blocks[i], tokens[i], work[i])).toList());
    }

    private void count(Piece piece) {
      for (int i = 0; i < images; i++) {
        work[i] += piece.multiplyAdds();
      }
    }

    private INDArray stage(SwinStage stage, INDArray entering) {
      boolean[][] runs = blocks(stage, entering);
      INDArray x = entering.dup('c'); // decoders read what enters, blocks change what they have
      for (int b = 0; b < stage.size().depth(); b++) {
        int block = b;
        int[] running = IntStream.range(0, images).filter(i -> runs[i][block]).toArray();
        if (running.length > 0) {
          block(encoder.block(stage, block), x, running);
        }
      }
      if (!stage.merges()) {
        return x;
      }
      Piece merge = piece("merge." + stage.index(), List.of(stage), scope -> encoder.merged(scope, stage, input(scope, stage)));
      count(merge);
      return merge.run(x).get(Y);
    }

    /** By image and block, whether it runs. */
    private boolean[][] blocks(SwinStage stage, INDArray x) {
      int depth = stage.size().depth();
      boolean[][] runs = new boolean[images][depth];
      if (!controllers.blocks()) {
        for (boolean[] ofImage : runs) {
          Arrays.fill(ofImage, true);
        }
        return runs;
      }
      Piece decide = logits("blocks." + stage.index(), stage, (layers, module, tokens) -> layers.blocks("layers_controllers." + module + stage.index(), tokens,
          new ControllerLayers.Sight(stage.tokens(), stage.channels()), controllers.blockHidden(), depth));
      count(decide);
      Map<String, INDArray> logits = decide.run(x);
      for (INDArray one : logits.values()) {
        for (int i = 0; i < images; i++) {
          for (int b = 0; b < depth; b++) {
            runs[i][b] |= one.getDouble(i, b) > threshold;
          }
        }
      }
      return runs;
    }

    /** Changes the tokens of the images that the block runs for. */
    private void block(SwinBlock block, INDArray x, int... running) {
      SwinStage stage = block.stage();
      int length = stage.tokens();
      INDArray rows = x.reshape(images * (long) length, stage.channels());
      INDArray seen = images == running.length ? x : PackedRows.gather(x.reshape(images, (long) length * stage.channels()), running, running.length)
          .reshape(running.length, length, stage.channels());
      boolean[] kept = kept(block, seen, running);
      // A block of which an image keeps no token is not run for it.
      int[] attending = IntStream.range(0, running.length).filter(i -> IntStream.range(i * length, (i + 1) * length).anyMatch(t -> kept[t])).toArray();
      if (attending.length == 0) {
        return;
      }
      INDArray attended = attention(block).run(attending.length == running.length ? seen
          : PackedRows.gather(seen.reshape(running.length, (long) length * stage.channels()), attending, attending.length).reshape(attending.length, length, stage.channels())).get(Y);
      INDArray changed = attended.reshape((long) attending.length * length, stage.channels());
      int[] through = IntStream.range(0, attending.length * length).filter(t -> kept[attending[t / length] * length + t % length]).toArray();
      run(mlp(block), changed, through);
      if (controllers.skippedToken() == SkippedToken.LEGACY_NORM) {
        normalise(block, changed, IntStream.range(0, attending.length * length).filter(t -> !kept[attending[t / length] * length + t % length]).toArray());
      }
      long perToken = mlp(block).multiplyAdds() / length;
      for (int token : through) {
        tokens[running[attending[token / length]]]++;
        work[running[attending[token / length]]] += perToken;
      }
      for (int one : attending) {
        blocks[running[one]]++;
        work[running[one]] += attention(block).multiplyAdds();
      }
      PackedRows.scatter(changed, IntStream.range(0, attending.length * length).map(t -> running[attending[t / length]] * length + t % length).toArray(), rows);
    }

    /** By token of the images that are seen, whether any task keeps it. */
    private boolean[] kept(SwinBlock block, INDArray seen, int... running) {
      SwinStage stage = block.stage();
      boolean[] kept = new boolean[running.length * stage.tokens()];
      if (!controllers.tokens()) {
        Arrays.fill(kept, true);
        return kept;
      }
      Piece decide = logits("tokens." + stage.index(), stage, (layers, module, tokens) -> layers.tokens("layers." + stage.index() + ".tokens_select"
          + (module.isEmpty() ? "" : "." + module.substring(0, module.length() - 1)), tokens, new ControllerLayers.Sight(stage.tokens(), stage.channels()), controllers.tokenHidden()));
      for (int image : running) {
        work[image] += decide.multiplyAdds();
      }
      for (INDArray logits : decide.run(seen).values()) {
        double[] numbers = logits.reshape(logits.length()).toDoubleVector();
        for (int t = 0; t < kept.length; t++) {
          kept[t] |= numbers[t] > threshold;
        }
      }
      return kept;
    }

    private void normalise(SwinBlock block, INDArray rows, int... left) {
      run(piece(name("norm", block), List.of(block.stage()), scope -> {
        SDVariable x = rows(scope, block.stage());
        return x.add(normalised(scope, block, x));
      }), rows, left);
    }

    private void run(Piece piece, INDArray rows, int... some) {
      if (some.length == 0) {
        return;
      }
      int all = (int) rows.size(0);
      int step = Math.max(1, (all + SIZES - 1) / SIZES);
      int size = Math.min(all, (some.length + step - 1) / step * step);
      PackedRows.scatter(piece.run(PackedRows.gather(rows, some, size)).get(Y), some, rows);
    }
  }

  private Piece attention(SwinBlock block) {
    return piece(name("attention", block), List.of(block.stage()), scope -> block.attended(scope, input(scope, block.stage())));
  }

  private Piece mlp(SwinBlock block) {
    return piece(name("mlp", block), List.of(block.stage()), scope -> {
      SDVariable x = rows(scope, block.stage());
      return x.add(block.mlpOfRows(scope, normalised(scope, block, x)));
    });
  }

  private static String name(String what, SwinBlock block) {
    return what + "." + block.stage().index() + "." + block.index();
  }

  /** Builds a controller's logits of tokens; the module is "" or the task's name with a dot. */
  private interface Logits {
    SDVariable build(ControllerLayers layers, String module, SDVariable tokens);
  }

  private Piece logits(String name, SwinStage stage, Logits logits) {
    return pieces.computeIfAbsent(name, key -> {
      List<String> outputs = new ArrayList<>();
      NetworkStructure structure = scope -> {
        ControllerLayers layers = new ControllerLayers(scope, AdaptiveSwin.ENCODER);
        SDVariable x = input(scope, stage);
        for (Optional<String> owner : owners) {
          String output = MaskNames.logits(name, owner);
          scope.expose(output, logits.build(layers, owner.map(task -> task + ".").orElse(""), x));
          outputs.add(output);
        }
      };
      return new Piece(structure.graph(basis(), parameters, request), List.of(X), outputs, memory);
    });
  }

  private Piece decoders() {
    return pieces.computeIfAbsent("decoders", key -> {
      List<SwinStage> stages = encoder.spec().layout();
      List<String> inputs = stages.stream().map(stage -> "feature." + stage.index()).toList();
      NetworkStructure structure = scope -> {
        List<Features.FeatureMap> maps = new ArrayList<>();
        for (SwinStage stage : stages) {
          SDVariable tokens = scope.sameDiff().placeHolder(inputs.get(stage.index()), scope.dataType(), -1, (long) stage.output().height() * stage.output().width(),
              stage.output().channels());
          maps.add(network.layout().map(scope, tokens, stage.output()));
        }
        network.decode(scope, new Features(maps));
      };
      return new Piece(structure.graph(basis(), parameters, request), inputs, request.tasks(), memory);
    });
  }

  private Piece piece(String name, List<SwinStage> tokens, Function<NetworkScope, SDVariable> structure) {
    return pieces.computeIfAbsent(name, key -> {
      NetworkStructure whole = scope -> scope.expose(Y, structure.apply(scope));
      return new Piece(whole.graph(basis(), parameters, request), List.of(tokens.isEmpty() ? NetworkGraph.INPUT : X), List.of(Y), memory);
    });
  }

  /** The means of a matrix' rows would have one axis, to which ND4J does not append another; those of three axes have two. */
  private static SDVariable normalised(NetworkScope scope, SwinBlock block, SDVariable rows) {
    int channels = block.stage().channels();
    return block.normalised(scope, rows.reshape(-1, 1, channels)).reshape(-1, channels); // [rows, C]
  }

  private static SDVariable input(NetworkScope scope, SwinStage stage) {
    return scope.sameDiff().placeHolder(X, scope.dataType(), -1, stage.tokens(), stage.channels()); // [N, L, C]
  }

  private static SDVariable rows(NetworkScope scope, SwinStage stage) {
    return scope.sameDiff().placeHolder(X, scope.dataType(), -1, stage.channels()); // [rows, C]
  }

  private NetworkStructure.Basis basis() {
    return new NetworkStructure.Basis(network.inputChannels(), network.dataType(), Initialization.UNIFORM);
  }

  /** Frees the plans. */
  @Override
  public synchronized void close() {
    pieces.values().forEach(Piece::close);
    pieces.clear();
  }
}
