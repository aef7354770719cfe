package org.automtl4j.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.automtl4j.app.config.Baseline;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --baselines} takes.
 *
 * @param baselines each once; empty where none are wanted
 */
record BaselineList(List<Baseline> baselines) {
  private static final String NONE = "none";
  private static final String ALL = "all";
  private static final String RANDOM = "random";

  BaselineList {
    baselines = List.copyOf(baselines);
  }

  /** The change of the configuration that the option means. */
  static Optional<String> assignment(Optional<BaselineList> option) {
    return option.map(list -> list.baselines.stream().map(Baseline::toString).collect(Collectors.joining(", ", "baselines=[", "]")));
  }

  /** Reads it from the command line. */
  static final class Converter implements ITypeConverter<BaselineList> {
    @Override
    public BaselineList convert(String text) {
      Set<Baseline> all = new LinkedHashSet<>();
      for (String part : text.split(",", -1)) {
        all.addAll(baselines(part.strip()));
      }
      return new BaselineList(new ArrayList<>(all));
    }

    private static List<Baseline> baselines(String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case NONE -> List.of();
        case ALL -> List.of(Baseline.HARD, Baseline.SINGLE);
        case RANDOM -> Baseline.all().stream().filter(b -> b.isComparison() && b.id().startsWith(RANDOM)).toList();
        default -> List.of(Baseline.of(word).orElseThrow(() -> new TypeConversionException("found '" + word + "', allowed: " + NONE + ", " + ALL + ", "
            + Baseline.words().stream().map(w -> w.toLowerCase(Locale.ROOT)).collect(Collectors.joining(", ")))));
      };
    }
  }
}
