package org.automtl4j.train.balance.method;

import java.util.Arrays;
import org.automtl4j.train.balance.Balancer;
import org.automtl4j.train.balance.BalancerSetup;
import org.automtl4j.train.balance.Balancing;
import org.automtl4j.train.balance.Gramian;
import org.automtl4j.train.balance.GramianWeighting;
import org.automtl4j.train.balance.Needs;
import org.automtl4j.train.balance.solver.SymmetricEigen;

/**
 * Aligned-MTL (Senushkin et al.: Independent component alignment for multi-task learning, CVPR 2023, arXiv 2305.19000): G = V diag(l) V', of which the l above T eps l_max are kept (eps of 32-bit numbers);
 * B = sigma V l^(-1/2) V', so that all singular values of B J are sigma or 0; w = B 1. All gradients 0: w = 0.
 *
 * @param scale sigma
 */
public record AlignedMtl(Scale scale) implements Balancing {

  /** Which of the singular values kept becomes that of all. */
  public enum Scale {
    /** The smallest, as published. */
    MIN,
    /** The median. */
    MEDIAN,
    /** The root of the mean of squares. */
    RMSE;

    /** Of the eigenvalues that are kept, sorted. */
    double of(double[] kept) {
      return Math.sqrt(switch (this) {
        case MIN -> kept[0];
        case MEDIAN -> kept[kept.length / 2];
        case RMSE -> Arrays.stream(kept).average().orElse(0);
      });
    }
  }

  @Override
  public String type() {
    return "ALIGNED_MTL";
  }

  @Override
  public Needs needs() {
    return Needs.GRAMIAN;
  }

  @Override
  public Balancer create(BalancerSetup setup) {
    return (GramianWeighting) (gramian, losses) -> weights(gramian, losses.ones());
  }

  private double[] weights(Gramian gramian, double[] preference) {
    SymmetricEigen eigen = SymmetricEigen.of(gramian.toArray());
    double least = gramian.size() * Math.ulp(1f) * eigen.largest();
    double[] kept = Arrays.stream(eigen.values()).filter(value -> value > least).sorted().toArray();
    if (kept.length == 0) {
      return new double[gramian.size()];
    }
    double sigma = scale.of(kept);
    return eigen.times(Arrays.stream(eigen.values()).map(value -> value > least ? sigma / Math.sqrt(value) : 0).toArray(), preference);
  }
}
