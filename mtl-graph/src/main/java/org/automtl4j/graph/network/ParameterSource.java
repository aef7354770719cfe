package org.automtl4j.graph.network;

import org.automtl4j.core.ops.Convolutions.Window;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Where a scope's variables come from: this is all that recording and building differ in. */
interface ParameterSource {

  /** The variable for a parameter, new in this graph. */
  SDVariable variable(SameDiff sd, ParameterSpec spec);

  /** The variable for a kernel of which no more than a window's taps are wanted. */
  SDVariable kernel(SameDiff sd, ParameterSpec spec, Window window);

  /** A parameter that the network has, but this graph does not read. */
  void declare(ParameterSpec spec);
}
