package org.automtl4j.train.automtl.compat;

/** What it means that the first convolutions are shared by all tasks. */
public enum SharedBottom {
  /** They have no policy: search, sampling and the found model share them. */
  FIXED,
  /**
   * Their logits are set to (1, 0, 0) when a search begins and do not learn. The relaxed choice still mixes all branches, and sampling may draw any of them. As
   * published (share_num).
   */
  FROZEN_LOGITS
}
