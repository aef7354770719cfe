package org.automtl4j.graph.model.published;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.swin.SwinEncoder;
import org.automtl4j.graph.swin.SwinEntry;
import org.automtl4j.graph.swin.SwinSpec;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights of a Swin encoder from a file of {@code torch.save} as its authors publish them for ImageNet: {@code {"model": ...}}, or the
 * tensors alone. Names may begin with {@code backbone.}, as in checkpoints of AdaMTL. What belongs to no encoder (the last normalisation,
 * the classifier, decoders) is left out.
 */
public final class SwinWeights {
  private static final String MODEL = "model";
  private static final String BACKBONE = "backbone.";

  private SwinWeights() {}

  /**
   * Reads the parameters of an encoder.
   *
   * @param file a file of {@code torch.save}
   * @param encoder which one
   * @param parameters the parameters of the network that has it
   * @param type type of the numbers
   * @return the encoder's parameters by our names, in our layout
   * @throws InvalidInputException if the file cannot be read or is of another variant
   */
  public static Map<String, INDArray> read(Path file, SwinEncoder encoder, List<ParameterSpec> parameters, DataType type) {
    TorchFile torch = TorchFile.read(file);
    Map<String, TorchTensor> tensors = ofTheEncoder(torch.contains(MODEL) ? torch.tensors(MODEL) : torch.stateDict());
    List<SwinEntry> entries = SwinEntry.of(parameters, encoder.prefix());
    for (SwinEntry entry : entries) {
      TorchTensor tensor = tensors.get(entry.name());
      if (tensor == null || !Arrays.equals(tensor.shape(), entry.shape())) {
        throw otherVariant(file, tensors, encoder.spec(), entry, Optional.ofNullable(tensor));
      }
    }
    String beyond = "layers." + encoder.spec().stages().size() + ".";
    for (String name : tensors.keySet()) {
      boolean block = name.startsWith("layers.") && name.contains(".blocks.") && !name.endsWith("relative_position_index")
          && !name.endsWith("attn_mask");
      if (name.startsWith(beyond) || block && entries.stream().noneMatch(entry -> entry.name().equals(name))) {
        throw new InvalidInputException(file + ": has " + name + ", which this encoder has not; " + variants(tensors, encoder.spec()));
      }
    }
    Map<String, INDArray> numbers = new LinkedHashMap<>();
    entries.forEach(entry -> numbers.put(entry.parameter(), entry.toOurs(tensors.get(entry.name()).array(type))));
    return numbers;
  }

  private static Map<String, TorchTensor> ofTheEncoder(Map<String, TorchTensor> all) {
    boolean named = all.keySet().stream().anyMatch(name -> name.startsWith(BACKBONE));
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    all.forEach((name, tensor) -> {
      if (!named || name.startsWith(BACKBONE)) {
        tensors.put(named ? name.substring(BACKBONE.length()) : name, tensor);
      }
    });
    return tensors;
  }

  private static InvalidInputException otherVariant(Path file, Map<String, TorchTensor> tensors, SwinSpec spec, SwinEntry entry,
      Optional<TorchTensor> found) {
    String what = found.map(tensor -> "has " + entry.name() + " of shape " + Arrays.toString(tensor.shape()) + ", the encoder needs "
        + Arrays.toString(entry.shape()))
        .orElse("has no " + entry.name());
    return new InvalidInputException(file + ": " + what + "; " + variants(tensors, spec));
  }

  /** What is in the file, as far as it tells, and what is wanted. */
  private static String variants(Map<String, TorchTensor> tensors, SwinSpec spec) {
    String wanted = "a Swin transformer of width " + spec.width() + " with " + spec.stages().stream()
        .map(stage -> Integer.toString(stage.depth())).collect(Collectors.joining("-"))
        + " blocks and windows of " + spec.window();
    TorchTensor patches = tensors.get("patch_embed.proj.weight");
    TorchTensor table = tensors.get("layers.0.blocks.0.attn.relative_position_bias_table");
    if (patches == null || table == null || patches.shape().length == 0 || table.shape().length == 0) {
      return "it holds no Swin transformer, wanted is " + wanted;
    }
    String depths = IntStream.iterate(0, stage -> tensors.containsKey("layers." + stage + ".blocks.0.norm1.weight"), stage -> stage + 1)
        .mapToObj(stage -> Long.toString(IntStream.iterate(0, block -> tensors.containsKey("layers." + stage + ".blocks." + block
        + ".norm1.weight"), block -> block + 1).count()))
        .collect(Collectors.joining("-"));
    long window = Math.round(Math.sqrt(table.shape()[0]) + 1) / 2;
    return "the file holds one of width " + patches.shape()[0] + " with " + depths + " blocks and windows of " + window + ", wanted is "
        + wanted
        + "; take the file of this variant, or the variant of this file";
  }
}
