package org.automtl4j.data.dataset.synthetic.internal;

/** Casts one ray through the centre of every pixel and one from what it meets to the lamp. */
public final class Renderer {
  /** How far a point is lifted off its surface before it looks for the lamp, in metres. */
  private static final double LIFT = 1e-6;

  private final Scene scene;
  private final int height;
  private final int width;

  private Renderer(Scene scene, int height, int width) {
    this.scene = scene;
    this.height = height;
    this.width = width;
  }

  /**
   * Renders a scene.
   *
   * @param scene the scene
   * @param height of the picture
   * @param width of the picture
   * @return the picture and what is known about its pixels
   */
  public static Rendering render(Scene scene, int height, int width) {
    return new Renderer(scene, height, width).render();
  }

  private Rendering render() {
    int area = height * width;
    float[] colour = new float[3 * area];
    float[] classes = new float[area];
    float[] depth = new float[area];
    float[] normal = new float[3 * area];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int i = row * width + column;
        Vector ray = Scene.direction(row, column, height, width);
        Surface surface = Surface.seen(scene, ray);
        Colour light = lit(surface);
        colour[i] = (float) light.red();
        colour[area + i] = (float) light.green();
        colour[2 * area + i] = (float) light.blue();
        classes[i] = surface.what().ordinal();
        depth[i] = (float) surface.point().z();
        normal[i] = (float) surface.normal().x();
        normal[area + i] = (float) surface.normal().y();
        normal[2 * area + i] = (float) surface.normal().z();
      }
    }
    return new Rendering(height, width, colour, classes, depth, normal);
  }

  /** Lambert's law: brightness goes with the cosine between normal and lamp, and only ambient light falls into shadows. */
  private Colour lit(Surface surface) {
    Vector start = surface.point().plus(surface.normal().times(LIFT));
    Vector towards = scene.light().minus(start);
    double cosine = surface.normal().dot(towards) / towards.length();
    boolean direct = cosine > 0;
    for (int i = 0; direct && i < scene.solids().size(); i++) {
      direct = !(scene.solids().get(i).meet(start, towards).distance() < 1);
    }
    double brightness = scene.exposure() * (scene.ambient() + (direct ? (1 - scene.ambient()) * cosine : 0));
    return surface.colour().times(brightness);
  }
}
