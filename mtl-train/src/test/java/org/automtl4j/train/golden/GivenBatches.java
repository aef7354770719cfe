package org.automtl4j.train.golden;

import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** The same batches again and again; an epoch has so many of them. */
public final class GivenBatches implements MultiDataSetIterator {
  private static final long serialVersionUID = 1L;

  private final transient List<MultiDataSet> batches;
  private final int epoch;
  private int next;

  public GivenBatches(List<MultiDataSet> batches, int epoch) {
    this.batches = batches;
    this.epoch = epoch;
  }

  @Override
  public boolean hasNext() {
    return next < epoch;
  }

  @Override
  public MultiDataSet next() {
    return batches.get(next++ % batches.size());
  }

  @Override
  public MultiDataSet next(int num) {
    return next();
  }

  @Override
  public void reset() {
    next = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return null;
  }
}
