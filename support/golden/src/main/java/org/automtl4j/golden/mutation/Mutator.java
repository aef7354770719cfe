package org.automtl4j.golden.mutation;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Damages a file. The same file and the same random numbers give the same damage. */
@FunctionalInterface
public interface Mutator {
  /**
   * @param whole a file; not changed
   * @param random where chance comes from
   * @return a damaged one
   */
  byte[] mutate(byte[] whole, RandomGenerator random);

  /**
   * @param repair makes a checksum or a length fit again, so that the damage behind it is met
   * @return this mutator, with every second file repaired
   */
  default Mutator repaired(UnaryOperator<byte[]> repair) {
    return (whole, random) -> {
      byte[] damaged = mutate(whole, random);
      return random.nextBoolean() ? repair.apply(damaged) : damaged;
    };
  }

  /**
   * @param mutators several
   * @return one that takes any of them for a file
   */
  static Mutator anyOf(Mutator... mutators) {
    List<Mutator> all = List.of(mutators);
    return (whole, random) -> all.get(random.nextInt(all.size())).mutate(whole, random);
  }
}
