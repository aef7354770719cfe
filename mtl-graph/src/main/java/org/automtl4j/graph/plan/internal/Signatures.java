package org.automtl4j.graph.plan.internal;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/** Types and shapes of what operations give. The native library is asked with arrays that have a shape but no memory of their own (all strides are 0). */
final class Signatures {
  private Signatures() {}

  static List<Value> of(CustomKernel kernel, List<Value> inputs, List<String> names) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(inputs.stream().map(Signatures::phantom).toArray(INDArray[]::new));
    kernel.arguments().give(context);
    List<LongShapeDescriptor> found = Nd4j.getExecutioner().calculateOutputShape(DynamicCustomOp.builder(kernel.name()).build(), context);
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      outputs.add(Value.of(names.get(Math.min(i, names.size() - 1)), Value.Kind.COMPUTED, found.get(i).dataType(), found.get(i).getShape()));
    }
    return outputs;
  }

  static Value of(LegacyKernel kernel, List<Value> inputs, String name) {
    Op op = kernel.op();
    Value x = inputs.get(0);
    return switch (LegacyKernel.typeOf(op)) {
      case SCALAR, TRANSFORM_SAME, TRANSFORM_STRICT, TRANSFORM_ANY, PAIRWISE, BROADCAST -> Value.of(name, Value.Kind.COMPUTED, x.type(), x.shape());
      case TRANSFORM_FLOAT -> Value.of(name, Value.Kind.COMPUTED, floating(x.type()), x.shape());
      case SCALAR_BOOL, TRANSFORM_BOOL, PAIRWISE_BOOL, BROADCAST_BOOL, LOGIC -> Value.of(name, Value.Kind.COMPUTED, DataType.BOOL, x.shape());
      case REDUCE_SAME -> reduced(op, x, x.type(), name);
      case REDUCE_FLOAT, SUMMARYSTATS, VARIANCE, REDUCE3 -> reduced(op, x, floating(x.type()), name);
      case REDUCE_LONG -> reduced(op, x, DataType.LONG, name);
      case REDUCE_BOOL -> reduced(op, x, DataType.BOOL, name);
      default -> throw new UnsupportedOperationException("an operation of the kind " + LegacyKernel.typeOf(op));
    };
  }

  private static Value reduced(Op op, Value x, DataType type, String name) {
    int[] dimensions = Reductions.dimensions(op, x.rank());
    return Value.of(name, Value.Kind.COMPUTED, type, Reductions.shape(x.shape(), dimensions, Reductions.keepsDimensions(op)));
  }

  private static DataType floating(DataType type) {
    return type.isFPType() ? type : Nd4j.defaultFloatingPointType();
  }

  private static INDArray phantom(Value value) {
    if (value.isConstant() || value.length() == 0) {
      return value.array();
    }
    INDArray memory = Nd4j.createUninitialized(value.type(), 1);
    return value.rank() == 0 ? memory.reshape(new long[0]) : Nd4j.create(memory.data(), value.shape(), new long[value.rank()], 0, 'c', value.type());
  }
}
