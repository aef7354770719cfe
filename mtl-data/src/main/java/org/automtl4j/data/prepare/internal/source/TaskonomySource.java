package org.automtl4j.data.prepare.internal.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.automtl4j.core.InvalidInputException;
import org.automtl4j.core.WholeFile;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.prepare.internal.ClassPriors;
import org.automtl4j.data.prepare.internal.IndexFile;
import org.automtl4j.data.reader.ImageFile;
import org.automtl4j.data.reader.Pixels;
import org.automtl4j.data.reader.TextLines;

/**
 * Taskonomy: a folder per domain with a folder per building in it, or the other way round, and a list of buildings, lines {@code id,train,val,test} with 0 and
 * 1 as Taskonomy's own lists have them. Files are linked where the disk allows it, else copied.
 */
public final class TaskonomySource implements Source {
  private static final List<String> DOMAINS = List.of("rgb", "segmentsemantic", "normal", "depth_zbuffer", "keypoints2d", "edge_texture");
  private static final Pattern PICTURE = Pattern.compile("(point_\\d+_view_\\d+)_domain_rgb\\.png");

  private final Path source;
  private final Path list;
  private final List<Item> items = new ArrayList<>();
  private final Map<String, Map<String, Path>> folders = new TreeMap<>();
  private int incomplete;

  /**
   * @param source the folder with the domains or buildings
   * @param buildings the list of buildings; {@code buildings.csv} in the folder unless given
   */
  public TaskonomySource(Path source, Optional<Path> buildings) {
    this.source = source;
    this.list = buildings.orElse(source.resolve("buildings.csv"));
    Map<String, Split> wanted = buildings(list);
    wanted.forEach(this::add);
    if (items.isEmpty()) {
      throw new InvalidInputException(source + ": found no picture of the " + wanted.size() + " buildings in " + list + " with all of " + DOMAINS
          + ", allowed: DOMAIN/BUILDING/point_0_view_0_domain_DOMAIN.png or BUILDING/DOMAIN/...");
    }
  }

  private static Map<String, Split> buildings(Path list) {
    if (!Files.isRegularFile(list)) {
      throw new InvalidInputException(list + ": there is no such file; --buildings FILE names a list with lines 'id,train,val,test', such as "
          + "https://github.com/StanfordVL/taskonomy/tree/master/data distributes");
    }
    Map<String, Split> buildings = new LinkedHashMap<>();
    List<String> lines = TextLines.of(list);
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).strip().split("\\s*,\\s*");
      if (lines.get(i).isBlank() || cells[0].equals("id")) {
        continue;
      }
      boolean fits = cells.length == 4 && cells[0].matches("[A-Za-z0-9_-]+") && List.of("1,0,0", "0,1,0", "0,0,1", "0,0,0")
          .contains(cells[1] + "," + cells[2] + "," + cells[3]);
      if (!fits) {
        throw new InvalidInputException(list + ", line " + (i + 1) + ": found '" + lines.get(i).strip()
          + "', allowed: id,train,val,test with one 1 and else 0");
      }
      Split split = cells[1].equals("1") ? Split.TRAIN : cells[2].equals("1") ? Split.VAL : Split.TEST;
      if (cells[1].equals("1") || cells[2].equals("1") || cells[3].equals("1")) {
        buildings.put(cells[0], split);
      }
    }
    return buildings;
  }

  private void add(String building, Split split) {
    Map<String, Path> domains = new TreeMap<>();
    for (String domain : DOMAINS) {
      List<String> names = domain.equals("segmentsemantic") ? List.of(domain, "segment_semantic") : List.of(domain);
      names.stream().flatMap(n -> List.of(n + "/" + building, n + "/taskonomy/" + building, building + "/" + n, building + "_" + n + "/" + n).stream())
          .map(source::resolve).filter(Files::isDirectory).findFirst().ifPresent(folder -> domains.put(domain, folder));
    }
    if (!domains.containsKey("rgb")) {
      return;
    }
    folders.put(building, domains);
    try (var files = Files.list(domains.get("rgb"))) {
      for (Path file : files.sorted().toList()) {
        Matcher matcher = PICTURE.matcher(file.getFileName().toString());
        if (!matcher.matches()) {
          continue;
        }
        String view = matcher.group(1);
        if (domains.size() == DOMAINS.size() && DOMAINS.stream().allMatch(d -> Files.isRegularFile(original(building, view, d)))) {
          items.add(new Item(building + "/" + view, split, DOMAINS.stream().map(d -> building + "/" + d + "/" + name(view, d)).toList()));
        } else {
          incomplete++;
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(domains.get("rgb") + ": cannot be listed (" + e.getMessage() + ")", e);
    }
  }

  private static String name(String view, String domain) {
    return view + "_domain_" + domain + ".png";
  }

  private Path original(String building, String view, String domain) {
    return folders.get(building).get(domain).resolve(name(view, domain));
  }

  @Override
  public String settings() {
    return "taskonomy";
  }

  @Override
  public List<Item> items() {
    return items;
  }

  @Override
  public String folder(Item item) {
    return item.split() == Split.TEST ? "test" : "train";
  }

  @Override
  public void write(Item item, Path folder) {
    String[] key = item.key().split("/");
    for (int i = 0; i < DOMAINS.size(); i++) {
      place(original(key[0], key[1], DOMAINS.get(i)), folder.resolve(item.files().get(i)));
    }
  }

  private static void place(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      if (Files.exists(to)) {
        return;
      }
      try {
        Files.createLink(to, from.toRealPath());
      } catch (IOException | UnsupportedOperationException e) {
        // Another disk, or one without links.
        WholeFile.write(to, out -> Files.copy(from, out));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + to, e);
    }
  }

  @Override
  public void check(Item item, Path folder) {
    Pixels first = ImageFile.read(folder.resolve(item.files().get(0)));
    for (int i = 0; i < DOMAINS.size(); i++) {
      Path file = folder.resolve(item.files().get(i));
      Pixels found = i == 0 ? first : ImageFile.read(file);
      int channels = i == 0 || i == 2 ? 3 : 1;
      boolean wide = i >= 3;
      if (found.height() != first.height() || found.width() != first.width() || found.channels() != channels || found instanceof Pixels.Shorts != wide) {
        throw new InvalidInputException(file + ": found " + found.shape() + " of " + bits(found instanceof Pixels.Shorts) + " bits, allowed: " + first.height()
            + "x" + first.width() + " with " + channels + " of " + bits(wide));
      }
    }
  }

  private static int bits(boolean wide) {
    return wide ? 16 : 8;
  }

  @Override
  public boolean leavesDamagedAside() {
    return true;
  }

  @Override
  public void finish(Path root, Map<Split, List<List<String>>> modes) {
    Path given = source.resolve(ClassPriors.FILE);
    try {
      if (Files.isRegularFile(given)) {
        WholeFile.write(root.resolve(ClassPriors.FILE), out -> Files.copy(given, out));
      } else {
        ClassPriors priors = new ClassPriors();
        modes.get(Split.TRAIN).forEach(files -> priors.count(root.resolve("train").resolve(files.get(1))));
        priors.write(root);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + ClassPriors.FILE, e);
    }
    Map<String, List<List<String>>> named = new LinkedHashMap<>();
    modes.forEach((split, samples) -> named.put(split.id(), samples));
    IndexFile.write(root.resolve("taskonomy.json"), named);
  }

  @Override
  public List<String> remarks() {
    return incomplete == 0 ? List.of() : List.of(incomplete + " pictures lack one of " + DOMAINS + " and were left aside");
  }
}
