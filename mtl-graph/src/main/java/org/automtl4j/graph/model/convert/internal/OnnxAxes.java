package org.automtl4j.graph.model.convert.internal;

import static org.automtl4j.graph.model.convert.internal.OnnxScope.need;
import static org.automtl4j.graph.model.convert.internal.OnnxScope.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.automtl4j.graph.backbone.ChannelShuffle;
import org.automtl4j.graph.backbone.ChannelSlice;
import org.automtl4j.graph.backbone.Concat;
import org.automtl4j.graph.backbone.Shape;
import org.automtl4j.graph.model.convert.internal.Value.Form;
import org.automtl4j.graph.model.internal.onnx.OnnxNode;

/** Nodes that move numbers: joins and ranges of channels, shuffles, and changes of shape that change nothing. */
final class OnnxAxes {
  private static final int CHANNELS = 1;
  private static final int RANK = 4;

  private final OnnxScope scope;

  OnnxAxes(OnnxScope scope) {
    this.scope = scope;
  }

  Value concat(OnnxNode node) {
    List<Value> maps = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      maps.add(scope.any(node, i));
    }
    boolean last = maps.stream().allMatch(map -> map.form() == Form.CHANNELS_LAST);
    boolean plain = maps.stream().allMatch(map -> map.form() == Form.MAP) || maps.stream().allMatch(map -> map.form() == Form.FLAT);
    long axis = node.whole("axis", 1);
    boolean channels = last ? axis == RANK - 1 || axis == -1 : plain && (axis == CHANNELS || axis == CHANNELS - RANK && maps.get(0).form() == Form.MAP || axis == -1 && maps.get(0).form() == Form.FLAT);
    need(channels, "it joins along axis " + axis + ", not along channels");
    return scope.assembly().join(new Concat(scope.name(node)), maps).in(maps.get(0).form(), 0);
  }

  /** A range of channels for each output. */
  List<Value> split(OnnxNode node) {
    Value in = scope.map(node, 0);
    int all = channels(in);
    int parts = node.outputs().size();
    long axis = node.whole("axis", 0);
    need(axis == CHANNELS || axis == CHANNELS - RANK, "it splits along axis " + axis + ", not along channels");
    int each = (all + parts - 1) / parts;
    List<Long> sizes = scope.wholes(node, "split", 1).orElseGet(() -> {
      List<Long> even = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        even.add((long) Math.min(each, all - i * each));
      }
      return even;
    });
    need(sizes.size() == parts && sizes.stream().allMatch(size -> size > 0) && sizes.stream().mapToLong(Long::longValue).sum() == all,
        "it splits " + all + " channels into " + sizes + " for " + parts + " outputs");
    List<Value> values = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts; i++) {
      int to = from + number(sizes.get(i));
      boolean read = !scope.wires().readers(node.outputs().get(i)).isEmpty();
      values.add(read || parts == 1 ? range(scope.assembly().name((node.name().isEmpty() ? node.outputs().get(0) : node.name()) + (parts == 1 ? "" : "." + i)), in, from, to) : in);
      from = to;
    }
    return values;
  }

  /** A range of channels; one of rows or columns only where it is all of them. */
  Value slice(OnnxNode node) {
    Value in = scope.map(node, 0);
    List<Long> starts = scope.wholes(node, "starts", 1).orElse(List.of());
    List<Long> ends = scope.wholes(node, "ends", 2).orElse(List.of());
    List<Long> steps = scope.wholes(node, "steps", 4).orElse(List.of());
    List<Long> axes = scope.wholes(node, "axes", 3).orElseGet(() -> LongStream.range(0, starts.size()).boxed().toList());
    need(starts.size() == ends.size() && axes.size() == starts.size() && steps.stream().allMatch(step -> step == 1), "it takes every second value or the like");
    Value out = in;
    for (int i = 0; i < axes.size(); i++) {
      int axis = (int) Math.floorMod(axes.get(i), (long) RANK);
      long size = axis == 0 ? Long.MAX_VALUE : axis == CHANNELS ? channels(in) : axis == 2 ? in.shape().height() : in.shape().width();
      long from = Math.max(0, starts.get(i) < 0 ? starts.get(i) + size : starts.get(i));
      long to = Math.min(size, ends.get(i) < 0 ? ends.get(i) + size : ends.get(i));
      boolean whole = from == 0 && (to == size || ends.get(i) >= Integer.MAX_VALUE);
      need(whole || axis == CHANNELS && from < to, "it takes " + starts.get(i) + " to " + ends.get(i) + " of axis " + axis + "; only channels can be taken");
      out = whole ? out : range(scope.name(node), out, number(from), number(to));
    }
    return out;
  }

  /** One channel by its number. */
  Value gather(OnnxNode node) {
    Value in = scope.map(node, 0);
    long axis = node.whole("axis", 0);
    List<Long> indices = scope.tensor(node, 1).wholes();
    need(indices.size() == 1 && (axis == CHANNELS || axis == CHANNELS - RANK) && indices.get(0) < channels(in) && indices.get(0) >= -channels(in), "it takes entries of axis " + axis);
    int channel = (int) Math.floorMod(indices.get(0), (long) channels(in));
    return range(scope.name(node), in, channel, channel + 1);
  }

  private Value range(String name, Value in, int from, int to) {
    return from == 0 && to == channels(in) ? in : scope.assembly().plain(new ChannelSlice(name, from, to), in);
  }

  private int channels(Value in) {
    need(in.shape().channels() > 0, "the number of channels is not known");
    return in.shape().channels();
  }

  Value transpose(OnnxNode node) {
    Value in = scope.any(node, 0);
    List<Long> order = node.attributes().get("perm") instanceof List<?> list ? list.stream().map(axis -> axis instanceof Long l ? l : Long.valueOf(-1)).toList() : List.of();
    if (in.form() == Form.GROUPED && order.equals(List.of(0L, 2L, 1L, 3L, 4L))) {
      return in.in(Form.SPREAD, in.groups());
    } else if (in.form() == Form.CHANNELS_LAST && order.equals(List.of(0L, 3L, 1L, 2L))) {
      return in.in(Form.MAP, 0);
    } else if (in.form() == Form.MAP && order.equals(List.of(0L, 2L, 3L, 1L))) {
      return in.in(Form.CHANNELS_LAST, 0);
    }
    throw new UnsupportedNodeException("it puts axes in the order " + order);
  }

  /** Flattens one pixel, brings it back, or is part of a shuffle. */
  Value reshape(OnnxNode node) {
    Value in = scope.any(node, 0);
    List<Long> target = scope.wholes(node, "shape", 1).orElse(List.of());
    Shape s = in.shape();
    if (in.form() == Form.MAP && target.size() == 5 && in.isSized() && target.get(1) > 0 && s.channels() % target.get(1) == 0
        && fits(target.subList(1, 5), List.of(target.get(1), s.channels() / target.get(1), (long) s.height(), (long) s.width()))) {
      return in.in(Form.GROUPED, number(target.get(1)));
    }
    if (in.form() == Form.SPREAD && target.size() == RANK && fits(target.subList(1, RANK), List.of((long) s.channels(), (long) s.height(), (long) s.width()))) {
      return scope.assembly().plain(new ChannelShuffle(scope.name(node), in.groups()), in.in(Form.MAP, 0));
    }
    if (in.form() == Form.MAP && target.size() == RANK && in.isSized() && fits(target.subList(1, RANK), List.of((long) s.channels(), (long) s.height(), (long) s.width()))) {
      return in;
    }
    need(in.single() && (target.isEmpty() || target.size() == 2 || target.size() == RANK), "it changes " + in.form() + " of " + s + " to " + target
        + (target.size() == 2 ? ": it flattens a map of more than one pixel; --feature ends the backbone before it" : ""));
    return in.in(target.size() == RANK ? Form.MAP : Form.FLAT, 0);
  }

  /** Whether axes are as they should be; -1 is what is left, 0 what was there. */
  private static boolean fits(List<Long> axes, List<Long> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (axes.get(i) > 0 && !axes.get(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  Value flat(OnnxNode node) {
    Value in = scope.any(node, 0);
    boolean oneChannel = node.type().equals("Unsqueeze") && in.form() == Form.MAP && in.shape().channels() == 1; // behind a Gather, which keeps the axis here
    if (oneChannel && scope.wholes(node, "axes", 1).equals(Optional.of(List.of(1L)))) {
      return in;
    }
    need(in.single(), "it flattens a map of more than one pixel; --feature ends the backbone before it");
    return in.in(node.type().equals("Unsqueeze") ? Form.MAP : Form.FLAT, 0);
  }
}
