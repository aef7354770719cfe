package org.automtl4j.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.automtl4j.core.InvalidInputException;
import picocli.CommandLine.ITypeConverter;

/**
 * Seeds of several runs, as {@code 1,2,5} or {@code 1..10}, or both.
 *
 * @param seeds each once, in the order in which they were named
 */
record SeedList(List<Long> seeds) {
  private static final int MOST = 10_000;

  SeedList {
    seeds = List.copyOf(new LinkedHashSet<>(seeds));
  }

  static SeedList parse(String text) {
    List<Long> seeds = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String word = part.strip();
      if (word.matches("-?[0-9]{1,18}")) {
        seeds.add(Long.parseLong(word));
      } else if (word.matches("[0-9]{1,18}\\.\\.[0-9]{1,18}")) {
        long first = Long.parseLong(word.substring(0, word.indexOf('.')));
        long last = Long.parseLong(word.substring(word.lastIndexOf('.') + 1));
        if (last < first || last - first >= MOST) {
          throw new InvalidInputException("--seeds: found '" + word + "', allowed: the smaller seed first, and at most " + MOST + " of them");
        }
        for (long seed = first; seed <= last; seed++) {
          seeds.add(seed);
        }
      } else {
        throw new InvalidInputException("--seeds: found '" + text + "', allowed: whole numbers with commas between them, such as 1,2,3, or 1..10");
      }
    }
    return new SeedList(seeds);
  }

  /** Reads it from the command line. */
  static final class Converter implements ITypeConverter<SeedList> {
    @Override
    public SeedList convert(String text) {
      return parse(text);
    }
  }
}
