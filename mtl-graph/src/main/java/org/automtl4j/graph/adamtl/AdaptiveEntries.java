package org.automtl4j.graph.adamtl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.automtl4j.graph.network.ParameterSpec;
import org.automtl4j.graph.swin.SwinEntry;

/** What the published code calls the parameters of an {@link AdaptiveSwin}, and how it lays them out. */
public final class AdaptiveEntries {

  private AdaptiveEntries() {}

  /**
   * @param parameters those of a network
   * @return an entry for each, in their order: {@code backbone.<module>.<part>} of encoder and controllers, {@code decoders.<task>.<module>.<part>}
   */
  public static List<SwinEntry> of(List<ParameterSpec> parameters) {
    List<SwinEntry> entries = new ArrayList<>();
    for (SwinEntry entry : SwinEntry.of(parameters, AdaptiveSwin.ENCODER)) {
      entries.add(new SwinEntry("backbone." + entry.name(), entry.parameter(), entry.order(), entry.shape()));
    }
    parameters.stream().filter(spec -> spec.name().startsWith(AdaptiveSwin.DECODERS + ".")).forEach(spec -> entries.add(decoder(spec)));
    return entries;
  }

  private static SwinEntry decoder(ParameterSpec spec) {
    long[] ours = spec.shape();
    int[] order = ours.length == 4 ? new int[] {3, 2, 0, 1} : IntStream.range(0, ours.length).toArray();
    String name = spec.name().replaceFirst("\\.gamma$", ".weight").replaceFirst("\\.beta$", ".bias").replaceFirst("\\.mean$", ".running_mean")
        .replaceFirst("\\.variance$", ".running_var");
    return new SwinEntry(name, spec.name(), order, Arrays.stream(order).mapToLong(axis -> ours[axis]).toArray());
  }
}
