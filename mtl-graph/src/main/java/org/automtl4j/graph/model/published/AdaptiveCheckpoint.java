package org.automtl4j.graph.model.published;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.graph.adamtl.AdaptiveEntries;
import org.automtl4j.graph.adamtl.AdaptiveSwin;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.network.Parameters;
import org.automtl4j.graph.swin.SwinEntry;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights from a file of {@code torch.save} that the published code of AdaMTL wrote in any of its stages, or that Swin's authors publish for ImageNet, which holds an
 * encoder alone. What a file does not have keeps its numbers, as the published code leaves it; what it has for other tasks or without controllers is left out.
 */
public final class AdaptiveCheckpoint {
  private static final String MODEL = "model";
  private static final String BACKBONE = "backbone.";

  private AdaptiveCheckpoint() {}

  /**
   * @param file a file of {@code torch.save}
   * @param network the structure
   * @param parameters its numbers, which are changed
   * @return our names of those that the file does not have, in order
   * @throws InvalidInputException if the file cannot be read, or has something of another shape; nothing is changed then
   */
  public static List<String> read(Path file, AdaptiveSwin network, Parameters parameters) {
    TorchFile torch = TorchFile.read(file);
    Map<String, TorchTensor> tensors = torch.contains(MODEL) ? torch.tensors(MODEL) : torch.stateDict();
    if (tensors.keySet().stream().noneMatch(name -> name.startsWith(BACKBONE))) {
      Map<String, INDArray> encoder = SwinWeights.read(file, network.encoder(), encoder(network), network.dataType());
      encoder.forEach(parameters::set);
      return network.parameters().stream().map(ParameterSpec::name).filter(name -> !encoder.containsKey(name)).toList();
    }
    List<SwinEntry> entries = AdaptiveEntries.of(network.parameters());
    for (SwinEntry entry : entries) {
      TorchTensor tensor = tensors.get(entry.name());
      if (tensor != null && !Arrays.equals(tensor.shape(), entry.shape())) {
        throw new InvalidInputException(file + ": has " + entry.name() + " of shape " + Arrays.toString(tensor.shape()) + ", this network needs " + Arrays.toString(entry.shape())
            + "; set the sizes of encoder, decoders and controllers and the tasks' outputs to those of the file");
      }
    }
    List<String> missing = entries.stream().filter(entry -> !tensors.containsKey(entry.name())).map(SwinEntry::parameter).toList();
    missing.stream().filter(name -> name.startsWith(AdaptiveSwin.ENCODER + ".") && !AdaptiveSwin.isController(name)).findFirst().ifPresent(name -> {
      throw new InvalidInputException(file + ": has nothing for " + name + ", which every encoder of this variant has; take the variant of the file");
    });
    entries.stream().filter(entry -> tensors.containsKey(entry.name()))
        .forEach(entry -> parameters.set(entry.parameter(), entry.toOurs(tensors.get(entry.name()).array(network.dataType()))));
    return missing;
  }

  private static List<ParameterSpec> encoder(AdaptiveSwin network) {
    return network.parameters().stream().filter(spec -> spec.name().startsWith(AdaptiveSwin.ENCODER + ".") && !AdaptiveSwin.isController(spec.name())).toList();
  }
}
