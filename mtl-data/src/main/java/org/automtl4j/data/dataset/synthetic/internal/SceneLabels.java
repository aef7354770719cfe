package org.automtl4j.data.dataset.synthetic.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.core.RandomStream;
import org.automtl4j.core.task.IgnoreRule;
import org.automtl4j.core.task.Task;
import org.automtl4j.data.dataset.ImageEncoding;
import org.automtl4j.data.dataset.Label;
import org.automtl4j.data.dataset.Sample;

/** The five tasks and where their labels come from. */
public enum SceneLabels {
  /** What each pixel shows. */
  SEGMENT_SEMANTIC("segment_semantic") {
    @Override
    Task task() {
      return Task.segmentation(taskName(), SceneClass.values().length).withClassNames(SceneClass.names());
    }

    @Override
    Label label(Scene scene, Rendering rendering) {
      return Label.of(rendering.classes(), 1, rendering.height(), rendering.width());
    }
  },
  /** Metres along the optical axis. */
  DEPTH_ZBUFFER("depth_zbuffer") {
    @Override
    Task task() {
      return Task.depth(taskName());
    }

    @Override
    Label label(Scene scene, Rendering rendering) {
      return Label.of(rendering.depth(), 1, rendering.height(), rendering.width());
    }
  },
  /** Unit vectors in the camera's frame, facing the camera. */
  NORMAL("normal") {
    @Override
    Task task() {
      return Task.normals(taskName());
    }

    @Override
    Label label(Scene scene, Rendering rendering) {
      return Label.of(rendering.normal(), 3, rendering.height(), rendering.width());
    }
  },
  /** Edge strength in 0..1. */
  EDGE_TEXTURE("edge_texture") {
    @Override
    Task task() {
      return Task.edges(taskName());
    }

    @Override
    Label label(Scene scene, Rendering rendering) {
      return Label.of(EdgeMap.of(rendering), 1, rendering.height(), rendering.width());
    }
  },
  /** Heat map of key points in 0..1. */
  KEYPOINTS2D("keypoints2d") {
    @Override
    Task task() {
      return Task.keypoints(taskName());
    }

    @Override
    Label label(Scene scene, Rendering rendering) {
      return Label.of(KeyPointMap.of(scene, rendering.height(), rendering.width()), 1, rendering.height(), rendering.width());
    }
  };

  private final String taskName;

  SceneLabels(String taskName) {
    this.taskName = taskName;
  }

  /** @return the task's name */
  public String taskName() {
    return taskName;
  }

  abstract Task task();

  abstract Label label(Scene scene, Rendering rendering);

  /** @return the task; every label is known, so nothing is ignored */
  public Task exactTask() {
    return task().withIgnore(IgnoreRule.nothing());
  }

  /**
   * One sample.
   *
   * @param random decides the scene, then the noise
   * @param height of the picture
   * @param width of the picture
   * @param wanted which labels
   * @param encoding of the image
   * @return image and labels
   */
  public static Sample sample(RandomStream random, int height, int width, List<SceneLabels> wanted, ImageEncoding encoding) {
    Scene scene = SceneGenerator.draw(random);
    Rendering rendering = Renderer.render(scene, height, width);
    Map<String, Label> labels = new HashMap<>();
    for (SceneLabels kind : wanted) {
      labels.put(kind.taskName(), kind.label(scene, rendering));
    }
    return new Sample(Sensor.expose(rendering, random, encoding), 3, height, width, labels);
  }
}
