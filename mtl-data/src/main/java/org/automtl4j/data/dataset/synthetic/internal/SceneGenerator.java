package org.automtl4j.data.dataset.synthetic.internal;

import java.util.ArrayList;
import java.util.List;
import org.automtl4j.core.RandomStream;

/** Draws a room, what stands in it, the lamp and the camera. All lengths are metres, all angles radians; y points down. */
public final class SceneGenerator {
  private static final int ATTEMPTS = 40;

  private final RandomStream random;
  private final List<Footprint> taken = new ArrayList<>();

  private record Footprint(double x, double z, double radius) {}

  private SceneGenerator(RandomStream random) {
    this.random = random;
  }

  /**
   * Draws a scene.
   *
   * @param random where chance comes from
   * @return the scene
   */
  public static Scene draw(RandomStream random) {
    return new SceneGenerator(random).scene();
  }

  private Scene scene() {
    Vector half = new Vector(random.uniform(1.8, 3.2), random.uniform(1.25, 1.6), random.uniform(1.8, 3.8));
    double eye = half.y() - random.uniform(1.1, 1.7); // y of a camera 1.1 to 1.7 m above the floor
    Vector place = new Vector(random.uniform(-0.5, 0.5) * half.x(), eye, -half.z() + random.uniform(0.2, 0.8));
    double yaw = random.uniform(-0.45, 0.45);
    Frame camera = Frame.turned(place, yaw, random.uniform(0, 0.38), random.uniform(-0.06, 0.06));
    taken.add(new Footprint(place.x(), place.z(), 0.6));
    List<Solid> solids = new ArrayList<>();
    int wanted = 3 + random.nextInt(3);
    for (int i = 0; i < wanted; i++) {
      place(half, camera, yaw, solids);
    }
    Vector lamp = new Vector(random.uniform(-0.8, 0.8) * half.x(), -half.y() + random.uniform(0.1, 0.5), random.uniform(-0.9, 0.1) * half.z());
    Frame upright = Frame.turned(Vector.ORIGIN, 0, 0, 0);
    Room room = new Room(half, upright.seenFrom(camera), Texture.draw(random, 1.2), Texture.draw(random, 1.2), Texture.draw(random, 1.2));
    return new Scene(room, solids, camera.toLocalPoint(lamp), random.uniform(0.25, 0.45), random.uniform(1, 1.3));
  }

  private void place(Vector half, Frame camera, double yaw, List<Solid> solids) {
    Shape shape = shape();
    boolean lying = shape.sceneClass() == SceneClass.CYLINDER && random.nextDouble() < 0.2;
    double turn = random.uniform(-Math.PI, Math.PI);
    Texture texture = Texture.draw(random, 0.5);
    double radius = lying ? shape.radius() : shape.footprint();
    double rise = lying ? shape.footprint() : shape.halfHeight();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double distance = random.uniform(1.2 + radius, Math.min(2 * half.z(), 4.8));
      double bearing = yaw + random.uniform(-0.55, 0.55);
      double x = camera.origin().x() + distance * StrictMath.sin(bearing);
      double z = camera.origin().z() + distance * StrictMath.cos(bearing);
      boolean inside = Math.abs(x) + radius < half.x() && Math.abs(z) + radius < half.z();
      boolean free = taken.stream().noneMatch(f -> Math.hypot(x - f.x(), z - f.z()) < radius + f.radius());
      if (inside && free) {
        taken.add(new Footprint(x, z, radius));
        Vector origin = new Vector(x, half.y() - rise, z);
        Frame frame = Frame.turned(origin, turn, 0, lying ? Math.PI / 2 : 0);
        solids.add(new Solid(shape, frame.seenFrom(camera), texture));
        return;
      }
    }
  }

  private Shape shape() {
    return switch (random.nextInt(4)) {
      case 0 -> new Ball(random.uniform(0.4, 0.7));
      case 1 -> new Cuboid(new Vector(random.uniform(0.3, 0.55), random.uniform(0.3, 0.65), random.uniform(0.3, 0.55)));
      case 2 -> new Cylinder(random.uniform(0.3, 0.5), random.uniform(0.4, 0.75));
      default -> new Cone(random.uniform(0.45, 0.7), random.uniform(0.5, 0.8));
    };
  }
}
