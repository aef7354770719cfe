package org.automtl4j.data.dataset.synthetic.internal;

import org.automtl4j.core.RandomStream;

/**
 * The reflectance inside a thing's own space: two colours in a pattern.
 *
 * @param pattern how they are laid out
 * @param first one colour
 * @param second the other
 * @param period metres after which the pattern repeats
 * @param along unit direction of stripes; offset of the others
 * @param seed of the irregular pattern
 */
record Texture(Pattern pattern, Colour first, Colour second, double period, Vector along, long seed) {

  /** How two colours are laid out. */
  enum Pattern {
    PLAIN,
    STRIPES,
    CHECKER,
    CLOUDS
  }

  /** Draws a texture. Things of every class draw alike, so that colour and pattern do not tell the class. */
  static Texture draw(RandomStream random, double scale) {
    Pattern pattern = random.nextDouble() < 0.4 ? Pattern.PLAIN : Pattern.values()[random.nextInt(Pattern.values().length)];
    Colour first = Colour.hsv(random.nextDouble(), random.uniform(0.1, 0.9), random.uniform(0.35, 1));
    Colour second = random.nextDouble() < 0.8
        ? first.times(random.uniform(0.6, 0.88))
        : Colour.hsv(random.nextDouble(), random.uniform(0.1, 0.9), random.uniform(0.35, 1));
    Vector along = new Vector(random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(0.2, 1)).unit();
    return new Texture(pattern, first, second, scale * random.uniform(0.5, 1.5), along, random.nextLong());
  }

  Colour at(Vector p) {
    return switch (pattern) {
      case PLAIN -> first;
      case STRIPES -> odd(p.dot(along) / period) ? first : second;
      case CHECKER -> odd(p.x() / period + along.x()) ^ odd(p.y() / period + along.y()) ^ odd(p.z() / period + along.z()) ? first : second;
      case CLOUDS -> first.mixed(second, clouds(p.times(1 / period)));
    };
  }

  private static boolean odd(double value) {
    return ((long) Math.floor(value * 2) & 1) == 1;
  }

  /** Value noise: random numbers at the points of a lattice, smoothly interpolated. */
  private double clouds(Vector p) {
    double x = Math.floor(p.x());
    double y = Math.floor(p.y());
    double z = Math.floor(p.z());
    double u = smooth(p.x() - x);
    double v = smooth(p.y() - y);
    double w = smooth(p.z() - z);
    double sum = 0;
    for (int i = 0; i < 8; i++) {
      int dx = i & 1;
      int dy = i >> 1 & 1;
      int dz = i >> 2;
      sum += (dx == 1 ? u : 1 - u) * (dy == 1 ? v : 1 - v) * (dz == 1 ? w : 1 - w) * lattice((long) x + dx, (long) y + dy, (long) z + dz);
    }
    return sum;
  }

  private double lattice(long x, long y, long z) {
    return RandomStream.restore(seed + x * 0x632BE59BD9B4E019L + y * 0x85EBCA77C2B2AE63L + z * 0x27D4EB2F165667C5L).nextDouble();
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }
}
