package org.automtl4j.graph.model.published;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.npy.FiniteNumbers;
import org.automtl4j.graph.backbone.Backbone;
import org.automtl4j.graph.backbone.Convolution;
import org.automtl4j.graph.model.published.FusionEntries.Entry;
import org.automtl4j.graph.mtlnas.FusionArchitecture.Edge;
import org.automtl4j.graph.mtlnas.FusionNames;
import org.automtl4j.graph.mtlnas.FusionNetwork;
import org.automtl4j.graph.mtlnas.FusionOperator;
import org.automtl4j.graph.mtlnas.FusionSettings;
import org.automtl4j.graph.mtlnas.FusionStart;
import org.automtl4j.graph.mtlnas.SiteRule;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.network.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the code of NDDR-CNN and MTL-NAS saves: {@code ckpt-*.pth} of a search or a baseline, or the weights of one single-task network, such as those of DeepLab. A
 * file's layers are told by their order, so that both cuts of VGG-16 can be read; names may begin with {@code module.}, layers may be there twice, as {@code
 * stages...} and {@code features...}, of which the second is left out.
 */
public final class FusionCheckpoint {
  private static final String PARALLEL = "module.";
  private static final String DOUBLES = "(net\\d\\.)?features\\..*";
  private static final String ALPHAS = "net\\d_alphas";

  private final Path file;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
  private final boolean twoSided;
  private final Optional<String> type;

  private FusionCheckpoint(TorchFile torch) {
    this.file = torch.path();
    torch.stateDict().forEach((name, tensor) -> {
      String plain = name.startsWith(PARALLEL) ? name.substring(PARALLEL.length()) : name;
      if (!plain.matches(DOUBLES) && !plain.endsWith("num_batches_tracked") && !plain.equals("path_costs")) {
        tensors.put(plain, tensor);
      }
    });
    this.twoSided = tensors.keySet().stream().anyMatch(name -> name.startsWith("nddrs."));
    this.type = torch.contains("cfg", "MODEL", "NDDR_TYPE") ? Optional.of(torch.value("cfg", "MODEL", "NDDR_TYPE").toString()) : Optional.empty();
  }

  /**
   * @param file a file of {@code torch.save}
   * @return its entries; their numbers are read when they are asked for
   * @throws InvalidInputException if it cannot be read, or is no such checkpoint
   */
  public static FusionCheckpoint read(Path file) {
    FusionCheckpoint checkpoint = new FusionCheckpoint(TorchFile.read(file));
    if (checkpoint.tensors.keySet().stream().noneMatch(name -> name.matches("(net1\\.)?stages\\.\\d+\\.feature\\..*"))) {
      throw new InvalidInputException(file + ": no checkpoint of NDDR-CNN or MTL-NAS: it has no entry such as stages.0.feature.0.weight or "
          + "net1.stages.0.feature.0.weight, but " + checkpoint.tensors.keySet().stream().limit(3).toList());
    }
    return checkpoint;
  }

  /**
   * @param file any file
   * @return whether it is a checkpoint of this code; false too where it cannot be read
   */
  public static boolean isOfItsCode(Path file) {
    try {
      read(file);
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  /** @return whether it has the weights of one network only */
  public boolean isSingle() {
    return tensors.keySet().stream().noneMatch(name -> name.startsWith("net1."));
  }

  /** @return whether it has logits of gates, so that it is of a search */
  public boolean isSearch() {
    return tensors.keySet().stream().anyMatch(name -> name.matches(ALPHAS));
  }

  /** @return sites, edges and fusions as the file has them */
  public FusionSettings settings() {
    boolean stitched = tensors.keySet().stream().anyMatch(name -> name.matches("(paths|nddrs)\\..*\\.a(\\d\\d)?"));
    FusionOperator operator = stitched ? FusionOperator.CROSS_STITCH : switch (type.orElse("")) {
      case "single_side" -> FusionOperator.SINGLE_SIDE;
      case "single_side_reverse" -> FusionOperator.SINGLE_SIDE_REVERSE;
      default -> FusionOperator.NDDR;
    };
    FusionSettings settings = isSearch() ? FusionSettings.mtlNas() : FusionSettings.nddr();
    long stages = tensors.keySet().stream().filter(name -> name.matches("(net1\\.)?stages\\..*")).map(name -> name.replaceAll(".*stages\\.(\\d+)\\..*", "$1")).distinct().count();
    long convolutions = tensors.entrySet().stream().filter(e -> e.getKey().matches("(net1\\.)?stages\\..*weight") && e.getValue().shape().length == 4).count();
    return settings.withSites(stages == convolutions ? new SiteRule.Convolutions() : new SiteRule.Poolings()).withOperator(operator, new FusionStart.Scaled(1.0, 0.0));
  }

  /**
   * Writes all numbers into a network's parameters, which are not changed unless everything fits.
   *
   * @param network of the checkpoint's settings, backbone and two tasks
   * @param parameters its numbers
   * @throws InvalidInputException if an entry is missing, unknown or of another shape; the message lists all of them
   */
  public void into(FusionNetwork network, Parameters parameters) {
    if (isSingle() || network.tasks().size() != 2) {
      throw new InvalidInputException(file + ": has the weights of " + (isSingle() ? "one network" : "two networks") + ", but " + network.tasks().size()
          + " tasks are given; " + (isSingle() ? "read it as the start of one task" : "allowed are two, in the order of the file"));
    }
    List<Entry> entries = tensors.entrySet().stream().filter(e -> !e.getKey().matches(ALPHAS)).map(e -> new Entry(e.getKey(), e.getValue().shape())).toList();
    Map<String, INDArray> found = numbers(network, parameters, entries);
    if (isSearch()) {
      found.put(FusionNames.LOGITS, logits(network, parameters));
    }
    write(network, parameters, found, Set.of());
  }

  /**
   * Writes the weights of a single-task network into the copy of one task.
   *
   * @param network with that task
   * @param parameters its numbers
   * @param task the task
   * @param classifier whether the last layer of the head is wanted too; weights that were trained for something else have none that is of use
   * @throws InvalidInputException if an entry is missing, unknown or of another shape; the message lists all of them
   */
  public void into(FusionNetwork network, Parameters parameters, String task, boolean classifier) {
    if (!isSingle()) {
      throw new InvalidInputException(file + ": has the weights of two networks and their fusions, allowed: those of one network, for task '" + task + "'");
    }
    String net = "net" + (network.space().tasks().indexOf(task) + 1) + ".";
    List<Entry> entries = new ArrayList<>();
    String last = tensors.keySet().stream().filter(name -> name.matches("head\\.\\d+\\.weight")).reduce("", (a, b) -> b);
    tensors.forEach((name, tensor) -> {
      if (classifier || !name.equals(last) && !name.equals(last.replace("weight", "bias"))) {
        entries.add(new Entry(net + name, tensor.shape()));
      }
    });
    Set<String> spared = new TreeSet<>();
    network.parameters().stream().map(spec -> spec.name()).filter(name -> !name.matches("(layer\\.\\d+|head)\\." + task + "\\..*")
        || !classifier && name.matches("head\\." + task + "\\.conv3\\..*")).forEach(spared::add);
    write(network, parameters, numbers(network, parameters, entries), spared);
  }

  private Map<String, INDArray> numbers(FusionNetwork network, Parameters parameters, List<Entry> entries) {
    FusionEntries names = new FusionEntries(network, entries);
    Map<String, INDArray> found = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Entry entry : entries) {
      String published = isSingle() ? entry.name().replaceFirst("net\\d\\.", "") : entry.name();
      try {
        List<String> ours = names.ours(entry);
        List<String> unknown = ours.stream().filter(name -> !parameters.contains(name)).toList();
        if (ours.isEmpty() || !unknown.isEmpty()) {
          problems.add(published + " " + Arrays.toString(entry.shape()) + " is not of this network");
        } else if (!fits(entry.shape(), ours.stream().map(name -> parameters.spec(name).shape()).toList())) {
          problems.add(published + " has shape " + Arrays.toString(entry.shape()) + ", the network's is "
              + ours.stream().map(name -> Arrays.toString(parameters.spec(name).shape())).toList());
        } else {
          INDArray array = FiniteNumbers.check(tensors.get(published).array(network.dataType()), file + " (" + published + ")");
          found.putAll(names.write(entry, array, name -> parameters.spec(name).shape()));
        }
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        problems.add(published + " " + Arrays.toString(entry.shape()) + " is not of this network");
      }
    }
    refuse(network, problems);
    return found;
  }

  /** Whether a published entry is as large as ours together: kernels are [out, in, h, w] there and [h, w, in, out] here. */
  private static boolean fits(long[] published, List<long[]> ours) {
    long[] first = ours.get(0);
    if (published.length != 4) {
      long sum = ours.stream().mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b)).sum();
      return Arrays.stream(published).reduce(1, (a, b) -> a * b) == sum;
    }
    return first.length == 4 && published[0] == first[3] && published[1] == ours.stream().mapToLong(shape -> shape[2]).sum() && published[2] == first[0]
        && published[3] == first[1];
  }

  private INDArray logits(FusionNetwork network, Parameters parameters) {
    int sites = network.space().sites().size();
    INDArray logits = parameters.get(FusionNames.LOGITS).dup();
    List<Edge> edges = network.space().edges();
    for (int e = 0; e < edges.size(); e++) {
      String name = "net" + (network.space().tasks().indexOf(edges.get(e).target()) + 1) + "_alphas";
      TorchTensor alphas = tensors.get(name);
      if (alphas == null || !Arrays.equals(alphas.shape(), new long[] {sites, sites})) {
        throw new InvalidInputException(file + ": " + name + " must be there with one row and one column for each of the " + sites + " sites, found "
            + (alphas == null ? "none" : Arrays.toString(alphas.shape())));
      }
      logits.putScalar(e, FiniteNumbers.check(alphas.array(network.dataType()), file + " (" + name + ")").getDouble(edges.get(e).targetSite(), edges.get(e).sourceSite()));
    }
    return logits;
  }

  /** Writes what was found; all of the network must be, but what is spared. */
  private void write(FusionNetwork network, Parameters parameters, Map<String, INDArray> found, Set<String> spared) {
    List<String> problems = new ArrayList<>();
    network.parameters().stream().filter(spec -> !found.containsKey(spec.name()) && !spared.contains(spec.name()))
        .filter(spec -> spec.role() != Role.CHOICE || isSearch()).forEach(spec -> problems.add(spec.name() + " " + Arrays.toString(spec.shape()) + " has no entry"));
    refuse(network, problems);
    found.forEach(parameters::set);
  }

  private void refuse(FusionNetwork network, List<String> problems) {
    if (!problems.isEmpty()) {
      String shown = String.join("; ", problems.subList(0, Math.min(problems.size(), 20)));
      throw new InvalidInputException(file + ": does not fit the network of backbone " + network.backbone().name() + " and tasks " + network.space().tasks() + ", in "
          + problems.size() + " places: " + shown + (problems.size() > 20 ? "; and more" : ""));
    }
  }

  /**
   * @param backbone the layers, of which the file may have narrower or wider ones
   * @return the width of the head in the file
   * @throws InvalidInputException if it has no head of three convolutions
   */
  public int headWidth(Backbone backbone) {
    long convolutions = backbone.nodes().stream().filter(node -> node.layer() instanceof Convolution).count();
    String prefix = isSingle() ? "" : "net1.";
    List<TorchTensor> kernels = tensors.entrySet().stream().filter(e -> e.getKey().matches(prefix.replace(".", "\\.") + "(stages|head)\\..*weight"))
        .map(Map.Entry::getValue).filter(tensor -> tensor.shape().length == 4).toList();
    if (kernels.size() != convolutions + 3) {
      throw new InvalidInputException(file + ": has " + kernels.size() + " convolutions in a network, backbone " + backbone.name() + " with a head has " + (convolutions + 3));
    }
    return (int) kernels.get((int) convolutions).shape()[0];
  }
}
