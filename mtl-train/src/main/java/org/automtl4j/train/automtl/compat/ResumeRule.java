package org.automtl4j.train.automtl.compat;

/** What a run that is resumed takes over from its checkpoint. */
public enum ResumeRule {
  /** Everything: the run goes on as if it had not been interrupted, bit for bit. */
  EXACT,
  /**
   * What the published code takes over. Pre-training: the weights only, Adam starts anew. Search: also the optimisers and the temperature, where the checkpoint
   * is of that stage; the counter of policy iterations since the temperature last fell restarts at 0. Post-training: the weights and the optimiser; the count
   * of the step decay restarts, from the learning rate that is stored. Batches begin with a new epoch in all stages.
   */
  PUBLISHED
}
