package org.automtl4j.golden.mutation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Damages text of words, numbers and signs, such as JSON, YAML and prototxt: replaces, drops, repeats and swaps what stands between signs, and puts in numbers, control characters and words
 * that readers stumble over. Every fourth file is damaged by the byte.
 */
public final class TextMutator implements Mutator {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[-+]?[0-9][0-9.eE+-]*|\\s+|.", Pattern.DOTALL);
  private static final List<String> TROUBLE = List.of(
      "0", "-1", "1", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808", "1099511627776", "1e999", "1e-999", "NaN", ".nan", "Infinity", "null", "~",
      "true", "{}", "[]", "\"\"", "''", "{", "}", "[", "]", ":", ",", "\"", "'", "\\", "#", "&a", "*a", "!!map", "<<", "---", "\n", "\t", "\u0000", "\u001b[31m", "\u001b]0;x\u0007",
      "\u009b31m", "\u202e", "\ufeff", "\ud83d\ude00", "99999999999999999999999999999999999999", "0x7fffffff", "3.5", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{a: {a: {a: {a: {a: {a: {a: ");

  private final Mutator bytes = new ByteMutator();

  /** Damages any text in UTF-8. */
  public TextMutator() {}

  @Override
  public byte[] mutate(byte[] whole, RandomGenerator random) {
    if (random.nextInt(4) == 0) {
      return bytes.mutate(whole, random);
    }
    List<String> tokens = tokens(new String(whole, StandardCharsets.UTF_8));
    for (int changes = random.nextInt(4); changes >= 0 && !tokens.isEmpty(); changes--) {
      change(tokens, random);
    }
    return String.join("", tokens).getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      tokens.add(token.group());
    }
    return tokens;
  }

  private static void change(List<String> tokens, RandomGenerator random) {
    int at = random.nextInt(tokens.size());
    int other = random.nextInt(tokens.size());
    int end = Math.min(tokens.size(), at + 1 + random.nextInt(40));
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> tokens.set(at, TROUBLE.get(random.nextInt(TROUBLE.size())));
      case 3 -> tokens.add(at, TROUBLE.get(random.nextInt(TROUBLE.size())));
      case 4 -> tokens.set(at, tokens.get(other));
      case 5 -> tokens.subList(at, end).clear();
      case 6 -> tokens.addAll(other, List.copyOf(tokens.subList(at, end)));
      default -> tokens.set(at, tokens.get(at).repeat(1 + random.nextInt(300)));
    }
  }
}
