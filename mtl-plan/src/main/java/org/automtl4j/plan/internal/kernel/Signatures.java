package org.automtl4j.plan.internal.kernel;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.automtl4j.plan.internal.ir.Reductions;
import org.automtl4j.plan.internal.ir.Value;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Types and shapes of what operations give. The native library is asked with arrays that have a shape but no memory of their own (all strides are 0), and once
 * for each operation on certain shapes.
 */
public final class Signatures {
  private record Form(DataType type, List<Long> shape) {
    public static Form of(Value value) {
      return new Form(value.type(), Arrays.stream(value.shape()).boxed().toList());
    }

    long[] sizes() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private record Question(CustomKernel kernel, List<Form> inputs) {}

  private final Map<Question, List<Form>> answers = new HashMap<>();
  private final Map<Form, INDArray> phantoms = new HashMap<>();

  public List<Value> of(CustomKernel kernel, List<Value> inputs, List<String> names) {
    Question question = new Question(kernel, inputs.stream().map(Form::of).toList());
    boolean shapesSayAll = inputs.stream().noneMatch(v -> v.isConstant() && !v.type().isFPType());
    List<Form> forms = shapesSayAll ? answers.computeIfAbsent(question, q -> ask(kernel, inputs)) : ask(kernel, inputs);
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      outputs.add(Value.of(names.get(Math.min(i, names.size() - 1)), Value.Kind.COMPUTED, forms.get(i).type(), forms.get(i).sizes()));
    }
    return outputs;
  }

  private List<Form> ask(CustomKernel kernel, List<Value> inputs) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(inputs.stream().map(this::phantom).toArray(INDArray[]::new));
    kernel.arguments().give(context);
    List<LongShapeDescriptor> found = Nd4j.getExecutioner().calculateOutputShape(DynamicCustomOp.builder(kernel.name()).build(), context);
    Reference.reachabilityFence(context); // whose memory the question is put in
    return found.stream().map(d -> new Form(d.dataType(), Arrays.stream(d.getShape()).boxed().toList())).toList();
  }

  private INDArray phantom(Value value) {
    return value.isConstant() || value.length() == 0 ? value.array() : phantoms.computeIfAbsent(Form.of(value), f -> {
      INDArray memory = Nd4j.createUninitialized(f.type(), 1);
      long[] shape = f.sizes();
      return shape.length == 0 ? memory.reshape(shape) : Nd4j.create(memory.data(), shape, new long[shape.length], 0, 'c', f.type());
    });
  }

  public static Value of(LegacyKernel kernel, List<Value> inputs, String name) {
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
}
