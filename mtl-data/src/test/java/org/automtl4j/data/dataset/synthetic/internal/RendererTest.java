package org.automtl4j.data.dataset.synthetic.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.automtl4j.core.RandomStream;
import org.automtl4j.golden.property.Property;
import org.junit.jupiter.api.Test;

class RendererTest {
  private static final int SIZE = 32;

  private static Scene scene(long seed) {
    return SceneGenerator.draw(RandomStream.of(seed, "renderer"));
  }

  @Property(tries = 60)
  void normalsAreUnitVectorsThatFaceTheCamera(long seed) {
    Rendering picture = Renderer.render(scene(seed), SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      Vector normal = normal(picture, i);
      Vector ray = Scene.direction(i / SIZE, i % SIZE, SIZE, SIZE);
      assertThat(normal.length()).isCloseTo(1, within(1e-6));
      assertThat(normal.dot(ray)).isLessThan(1e-6);
    }
  }

  @Property(tries = 60)
  void depthsOfTheRoomsPlanesAreThoseOfTheClosedForm(long seed) {
    Scene scene = scene(seed);
    Room room = scene.room();
    Rendering picture = Renderer.render(scene, SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      Vector ray = Scene.direction(i / SIZE, i % SIZE, SIZE, SIZE);
      if (picture.classes()[i] == SceneClass.FLOOR.ordinal()) {
        // The plane of all p with p . down = floor's offset; the ray z * (x, y, 1) meets it at one z.
        double offset = room.frame().origin().dot(room.frame().down()) + room.half().y();
        assertThat((double) picture.depth()[i]).isCloseTo(offset / ray.dot(room.frame().down()), within(1e-5));
        assertThat(normal(picture, i).dot(room.frame().down())).isCloseTo(-1, within(1e-6));
      }
    }
  }

  @Property(tries = 60)
  void theMirroredSceneGivesTheMirroredPicture(long seed) {
    Scene scene = scene(seed);
    Rendering picture = Renderer.render(scene, SIZE, SIZE);
    Rendering mirrored = Renderer.render(scene.mirrored(), SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      int other = i / SIZE * SIZE + SIZE - 1 - i % SIZE;
      assertThat(mirrored.classes()[other]).isEqualTo(picture.classes()[i]);
      assertThat(mirrored.depth()[other]).isEqualTo(picture.depth()[i]);
      assertThat(normal(mirrored, other)).isEqualTo(normal(picture, i).mirrored());
      assertThat(mirrored.colour()[other]).isEqualTo(picture.colour()[i]);
    }
  }

  @Test
  void aBallIsSeenAtItsClosedFormAndThrowsAHardShadow() {
    Texture plain = new Texture(Texture.Pattern.PLAIN, new Colour(1, 1, 1), new Colour(0, 0, 0), 1, new Vector(0, 0, 1), 0);
    Frame upright = Frame.turned(new Vector(0, 0, 4), 0, 0, 0);
    Room room = new Room(new Vector(3, 1.5, 4.5), upright, plain, plain, plain);
    Solid ball = new Solid(new Ball(0.5), Frame.turned(new Vector(0, 0.5, 4), 0, 0, 0), plain);
    Scene scene = new Scene(room, List.of(ball), new Vector(0, -1.4, 4), 0.25, 1);
    Rendering picture = Renderer.render(scene, 65, 65);
    int middle = 32 * 65 + 32; // looks along (0, 0, 1), which touches the ball's upper end: the wall behind
    assertThat(picture.depth()[middle]).isCloseTo(8.5f, within(1e-5f));
    int below = 36 * 65 + 32;
    Vector ray = Scene.direction(36, 32, 65, 65);
    double b = ray.y() * 0.5 + 4;
    double a = ray.dot(ray);
    assertThat((double) picture.depth()[below]).isCloseTo((b - Math.sqrt(b * b - a * (0.25 + 16 - 0.25))) / a, within(1e-5));
    assertThat(picture.classes()[below]).isEqualTo(SceneClass.SPHERE.ordinal());
    Surface under = Surface.seen(scene, new Vector(0, 1.5, 3.9)); // a floor point below the ball, hidden from the lamp
    assertThat(under.what()).isEqualTo(SceneClass.FLOOR);
    Rendering dark = Renderer.render(new Scene(room, List.of(ball), new Vector(0, -1.4, 4), 0.25, 1), 257, 257);
    assertThat(dark.colour()[index(under.point(), 257)]).isCloseTo(0.25f, within(1e-6f));
    Rendering light = Renderer.render(new Scene(room, List.of(), new Vector(0, -1.4, 4), 0.25, 1), 257, 257);
    assertThat(light.colour()[index(under.point(), 257)]).isGreaterThan(0.9f);
  }

  private static int index(Vector point, int size) {
    double focal = Scene.focal(size);
    int row = (int) Math.round(point.y() / point.z() * focal + size / 2.0 - 0.5);
    int column = (int) Math.round(point.x() / point.z() * focal + size / 2.0 - 0.5);
    return row * size + column;
  }

  @Property(tries = 40)
  void keyPointsLieOnWhatIsSeen(long seed) {
    Scene scene = scene(seed);
    for (Vector point : KeyPointMap.points(scene)) {
      double depth = Surface.seen(scene, point.times(1 / point.z())).point().z();
      assertThat(depth).isGreaterThan(point.z() * 0.998); // nothing in front
    }
    float[] map = KeyPointMap.of(scene, SIZE, SIZE);
    for (float value : map) {
      assertThat(value).isBetween(0f, 1f);
    }
  }

  @Test
  void aStepFromBlackToWhiteHasEdgeStrengthOne() {
    float[] colour = new float[3 * 16];
    for (int i = 0; i < colour.length; i++) {
      colour[i] = i % 4 < 2 ? 0 : 1;
    }
    float[] edges = EdgeMap.of(new Rendering(4, 4, colour, new float[16], new float[16], new float[48]));
    assertThat(edges).containsExactly(new float[] {0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0}, within(1e-6f));
  }

  private static Vector normal(Rendering picture, int i) {
    int area = picture.height() * picture.width();
    return new Vector(picture.normal()[i], picture.normal()[area + i], picture.normal()[2 * area + i]);
  }
}
