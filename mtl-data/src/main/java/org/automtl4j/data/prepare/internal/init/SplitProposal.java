package org.automtl4j.data.prepare.internal.init;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.automtl4j.data.dataset.Split;
import org.automtl4j.data.dataset.folder.internal.SplitFolders;

/** Proposes how to part pictures: frames of one video are alike and must not come to lie on both sides. */
final class SplitProposal {
  private static final Pattern FRAME = Pattern.compile("^(.*?)[_-]?\\d+$");
  private static final int ENOUGH_GROUPS = 5;

  private SplitProposal() {}

  static String of(Path root, Collection<String> names) {
    Optional<Map<Split, String>> parts = SplitFolders.within(root, names);
    if (parts.isPresent()) {
      return folders(parts.get());
    }
    StringBuilder text = new StringBuilder("split:\n  fractions: {val: 0.1, test: 0.1}\n  seed: 0\n");
    Map<String, Long> folders = groups(names, Pattern.compile("^(.*)/[^/]*$"));
    Map<String, Long> videos = groups(names, FRAME);
    if (folders.size() >= ENOUGH_GROUPS) {
      text.append("  group: \"^(.*)/\"   # CHECK: pictures of one folder stay together (").append(folders.size()).append(" folders)\n");
    } else if (videos.size() >= ENOUGH_GROUPS && videos.size() <= names.size() / 2) {
      text.append("  group: \"").append("^(.*?)[_-]?\\\\d+$").append("\"   # CHECK: pictures whose names differ in their last number only stay together (")
          .append(videos.size()).append(" groups)\n");
    } else if (videos.size() == 1) {
      text.append("""
            # CHECK: the pictures seem to be numbered frames. If they come from few videos, part them by hand, since neighbours are alike:
            # files: {train: train.txt, val: val.txt, test: test.txt}   # one picture per line
          """);
    } else {
      text.append("  # group: \"^(.*)_\\\\d+$\"   # keeps pictures together whose names agree in the part in brackets: frames of one video\n");
    }
    return text.toString();
  }

  /** Folders named train, val and test; without test, val is it. */
  private static String folders(Map<Split, String> parts) {
    StringBuilder text = new StringBuilder("split:\n  folders: {train: ").append(TaskProposal.quoted(parts.get(Split.TRAIN)));
    if (parts.containsKey(Split.TEST)) {
      if (parts.containsKey(Split.VAL)) {
        text.append(", val: ").append(TaskProposal.quoted(parts.get(Split.VAL)));
      }
      return text.append(", test: ").append(TaskProposal.quoted(parts.get(Split.TEST))).append("}\n  seed: 0\n").toString();
    }
    return text.append(", test: ").append(TaskProposal.quoted(parts.get(Split.VAL)))
        .append("}   # CHECK: no folder is for test; a tenth of train is set aside for val\n  seed: 0\n").toString();
  }

  /** Sizes of groups; empty if some name belongs to none. */
  private static Map<String, Long> groups(Collection<String> names, Pattern pattern) {
    if (!names.stream().allMatch(name -> pattern.matcher(name).find())) {
      return Map.of();
    }
    return names.stream().collect(Collectors.groupingBy(name -> {
      Matcher matcher = pattern.matcher(name);
      return matcher.find() ? matcher.group(1) : "";
    }, Collectors.counting()));
  }
}
