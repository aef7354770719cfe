package org.automtl4j.plan.internal.rule;

import org.automtl4j.plan.internal.compile.Rule;
import org.automtl4j.plan.internal.compile.RuleBook;
import org.automtl4j.plan.internal.rule.convolution.ConvolutionRule;
import org.automtl4j.plan.internal.rule.transformer.GeluRule;
import org.automtl4j.plan.internal.rule.transformer.LayerNormRule;
import org.automtl4j.plan.internal.rule.transformer.TransformerRules;
import org.automtl4j.plan.internal.rule.transformer.WindowSoftmaxRule;

/** All the rules that there are. */
public final class Rules {
  private Rules() {}

  /** @return a book with all rules */
  public static RuleBook all() {
    RuleBook book = new RuleBook();
    UnaryRules.addTo(book);
    ScalarRules.addTo(book);
    TransformerRules.addTo(book);
    Rule nothing = (node, gradients, tape) -> {};
    book.put(new LayerNormRule(new LinearPairRule(1, 1)), "add").put(new LinearPairRule(1, -1), "subtract").put(new LinearPairRule(-1, 1), "reversesubtract")
        .put(new GeluRule(new MultiplyRule()), "multiply").put(new DivideRule(false), "divide").put(new DivideRule(true), "reversedivide")
        .put(new ExtremumRule("greater_equal"), "maximum").put(new ExtremumRule("less_equal"), "minimum")
        .put(new SquaredDifferenceRule(), "squaredsubtract").put(new PowerRule(), "Pow").put(new MergeAddRule(), "mergeadd").put(new SelectRule(), "Where")
        .put(new BiasRule(), "biasadd");
    book.put(new ReduceRule(false), "reduce_sum").put(new ReduceRule(true), "reduce_mean").put(new LogSumExpRule(), "reduce_logsumexp")
        .put(new NativeReduceRule(), "reduce_max", "reduce_min", "reduce_norm1", "reduce_norm2", "reduce_sqnorm", "reduce_prod")
        .put(new SpreadRule(false), "var").put(new SpreadRule(true), "std")
        .put(new MatmulRule(), "matmul").put(new LinearRule(), "xw_plus_b")
        .put(new WindowSoftmaxRule(new SoftmaxRule()), "softmax").put(new NativeBackwardRule("log_softmax_bp", 1), "log_softmax");
    book.put(new ViewRule(false), "reshape", "expand_dims", "squeeze", "identity").put(new ViewRule(true), "stop_gradient")
        .put(new PermuteRule(), "permute", "transpose").put(new ConcatRule(), "concat").put(new StackRule(), "stack").put(new CastRule(), "cast")
        .put(new SliceRule(true), "strided_slice").put(new SliceRule(false), "slice").put(new PartsRule(true), "unstack").put(new PartsRule(false), "split")
        .put(new NativeBackwardRule("tile_bp", 1), "tile").put(new PadRule(), "pad").put(new MirrorRule("reverse"), "reverse")
        .put(new MirrorRule("depth_to_space"), "space_to_depth").put(new MirrorRule("space_to_depth"), "depth_to_space");
    book.put(new ConvolutionRule("conv2d"), "conv2d").put(new ConvolutionRule("depthwise_conv2d"), "depthwise_conv2d")
        .put(new NativeBackwardRule("deconv2d_bp", 2), "deconv2d").put(new NativeBackwardRule("upsampling2d_bp", 1), "upsampling2d")
        .put(new PoolingRule("maxpool2d"), "maxpool2d").put(new PoolingRule("avgpool2d"), "avgpool2d")
        .put(new MomentsRule(), "moments").put(new BatchNormRule(), "batchnorm");
    return book.put(nothing, "sign", "floor", "ceil", "round", "step", "ones_as", "zeroslike", "argmax", "argmin", "shape_of");
  }
}
