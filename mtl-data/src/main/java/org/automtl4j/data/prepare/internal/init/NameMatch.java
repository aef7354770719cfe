package org.automtl4j.data.prepare.internal.init;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How labels are named after pictures: the endings, such as {@code _rgb} and {@code _depth}, that only one of the two has.
 *
 * @param imageSuffix of pictures
 * @param labelSuffix of labels
 * @param matches how many labels have a picture then
 */
record NameMatch(String imageSuffix, String labelSuffix, int matches) {
  private static final Pattern SUFFIX = Pattern.compile("[_.-][A-Za-z][A-Za-z0-9]*$");

  /** The best match; without endings if nothing is better. */
  static NameMatch of(Collection<String> pictures, Collection<String> labels) {
    NameMatch best = new NameMatch("", "", count(pictures, labels, "", ""));
    for (String imageSuffix : suffixes(pictures)) {
      for (String labelSuffix : suffixes(labels)) {
        int matches = count(pictures, labels, imageSuffix, labelSuffix);
        if (matches > best.matches()) {
          best = new NameMatch(imageSuffix, labelSuffix, matches);
        }
      }
    }
    return best;
  }

  /** Pictures that have a label of the same name, both taken without their endings. */
  static int count(Collection<String> pictures, Collection<String> labels, String imageSuffix, String labelSuffix) {
    Set<String> known = new HashSet<>();
    pictures.stream().filter(p -> p.endsWith(imageSuffix)).forEach(p -> known.add(p.substring(0, p.length() - imageSuffix.length())));
    return (int) labels.stream().filter(l -> l.endsWith(labelSuffix)).filter(l -> known.contains(l.substring(0, l.length() - labelSuffix.length()))).count();
  }

  private static Set<String> suffixes(Collection<String> names) {
    Set<String> found = new TreeSet<>(List.of(""));
    for (String name : names) {
      Matcher matcher = SUFFIX.matcher(name);
      if (matcher.find()) {
        found.add(matcher.group());
      }
      if (found.size() > 8) {
        break;
      }
    }
    return found;
  }
}
