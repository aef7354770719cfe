package org.automtl4j.plan.internal.ir;

import org.nd4j.linalg.api.ops.Op;

/** A kernel that is one of ND4J's legacy operations. */
public interface LegacyOperation extends Kernel {

  /** @return the operation, only to be looked at */
  Op op();
}
