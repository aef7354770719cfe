package org.automtl4j.graph.model.internal.dl4j;

import java.util.List;
import org.automtl4j.graph.model.internal.step.Operation.Combine;
import org.automtl4j.graph.model.internal.step.Operation;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;

/** Writes operations without weights as Deeplearning4j layers and vertices. */
final class PlainLayers {
  private final Canvas canvas;

  PlainLayers(Canvas canvas) {
    this.canvas = canvas;
  }

  /**
   * @param inPlace whether an activation may overwrite its input
   * @param inputs the vertices that it reads
   * @param in their shapes
   * @param out the result's shape
   * @return the vertex {@code name}
   */
  String write(Operation operation, String name, boolean inPlace, List<String> inputs, List<long[]> in, long[] out) {
    String input = inputs.get(0);
    if (operation instanceof Operation.Activate activate) {
      // At inference an ActivationLayer overwrites its input, whoever else reads it: it gets a copy where that matters.
      String own = inPlace ? input : canvas.vertex(canvas.unique(name + ".copy"), new ScaleVertex(1), input);
      return canvas.layer(name, new ActivationLayer(activate.function()), own);
    } else if (operation instanceof Operation.Pool pool) {
      return new PoolingLayers(canvas).write(pool, name, input, in.get(0), out);
    } else if (operation instanceof Operation.Pad pad) {
      var p = pad.padding();
      return canvas.layer(name, new ZeroPaddingLayer.Builder(p.top(), p.bottom(), p.left(), p.right()).build(), input);
    } else if (operation instanceof Operation.GlobalPool pool) {
      var layer = new GlobalPoolingLayer.Builder(pool.maximum() ? PoolingType.MAX : PoolingType.AVG).collapseDimensions(!pool.keepsAxes());
      return canvas.layer(name, layer.build(), input);
    } else if (operation instanceof Operation.Affine affine) {
      return affine(affine, name, input);
    }
    if (operation instanceof Operation.Shuffle shuffle) {
      return shuffle(shuffle, name, input);
    }
    return canvas.vertex(name, vertex(operation), inputs.toArray(String[]::new));
  }

  /** Deeplearning4j cannot exchange axes; but maps of one channel each, merged group by group, stand in the wanted order. */
  private String shuffle(Operation.Shuffle shuffle, String name, String input) {
    int[] shape = shuffle.shape().stream().mapToInt(Math::toIntExact).toArray();
    int each = shape[1] / shuffle.groups();
    String[] columns = new String[shuffle.groups()];
    for (int g = 0; g < columns.length; g++) {
      String group = canvas.vertex(canvas.unique(name + ".group"), new SubsetVertex(g * each, (g + 1) * each - 1), input); // [N, C/G, H, W]
      columns[g] = canvas.vertex(canvas.unique(name + ".column"), new ReshapeVertex(-1, 1, shape[2], shape[3]), group); // [N C/G, 1, H, W]
    }
    String merged = columns.length == 1 ? columns[0] : canvas.vertex(canvas.unique(name + ".merged"), new MergeVertex(), columns); // [N C/G, G, H, W]
    return canvas.vertex(name, new ReshapeVertex(-1, shape[1], shape[2], shape[3]), merged); // [N, C, H, W]
  }

  private String affine(Operation.Affine affine, String name, String input) {
    if (affine.addend() == 0) {
      return canvas.vertex(name, new ScaleVertex(affine.factor()), input);
    }
    if (affine.factor() != 1) {
      throw new IllegalArgumentException("a factor or an addend, not both: " + affine);
    }
    return canvas.vertex(name, new ShiftVertex(affine.addend()), input);
  }

  private static GraphVertex vertex(Operation operation) {
    if (operation instanceof Combine combine) {
      return new ElementWiseVertex(
          switch (combine.kind()) {
            case ADD -> ElementWiseVertex.Op.Add;
            case SUBTRACT -> ElementWiseVertex.Op.Subtract;
            case MULTIPLY -> ElementWiseVertex.Op.Product;
            case MAXIMUM -> ElementWiseVertex.Op.Max;
          });
    } else if (operation instanceof Operation.Concatenate) {
      return new MergeVertex();
    } else if (operation instanceof Operation.Channels channels) {
      return new SubsetVertex(channels.from(), channels.to() - 1);
    } else if (operation instanceof Operation.Reshape reshape) {
      return new ReshapeVertex(reshape.shape().stream().mapToInt(Math::toIntExact).toArray());
    }
    throw new IllegalArgumentException("no vertex for " + operation);
  }
}
