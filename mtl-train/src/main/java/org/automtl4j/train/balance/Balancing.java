package org.automtl4j.train.balance;

import java.util.OptionalLong;
import org.automtl4j.train.balance.method.AlignedMtl;
import org.automtl4j.train.balance.method.AutoLambda;
import org.automtl4j.train.balance.method.CaGrad;
import org.automtl4j.train.balance.method.DbMtl;
import org.automtl4j.train.balance.method.DualProj;
import org.automtl4j.train.balance.method.Dwa;
import org.automtl4j.train.balance.method.EqualWeighting;
import org.automtl4j.train.balance.method.ExcessMtl;
import org.automtl4j.train.balance.method.FairGrad;
import org.automtl4j.train.balance.method.Famo;
import org.automtl4j.train.balance.method.GeometricMean;
import org.automtl4j.train.balance.method.GradDrop;
import org.automtl4j.train.balance.method.GradNorm;
import org.automtl4j.train.balance.method.GradVac;
import org.automtl4j.train.balance.method.Imtl;
import org.automtl4j.train.balance.method.Mgda;
import org.automtl4j.train.balance.method.MoCo;
import org.automtl4j.train.balance.method.MoDo;
import org.automtl4j.train.balance.method.Moml;
import org.automtl4j.train.balance.method.NashMtl;
import org.automtl4j.train.balance.method.OwnMethod;
import org.automtl4j.train.balance.method.PcGrad;
import org.automtl4j.train.balance.method.RandomWeighting;
import org.automtl4j.train.balance.method.Ridge;
import org.automtl4j.train.balance.method.SdmGrad;
import org.automtl4j.train.balance.method.SmoothTchebycheff;
import org.automtl4j.train.balance.method.TaskOwn;
import org.automtl4j.train.balance.method.Uncertainty;
import org.automtl4j.train.balance.method.UpGrad;

/**
 * A balancing method with its options: what a configuration names. It is a value; {@link #create} makes what computes. The methods here take the defaults of their authors' code; each record has
 * all options.
 */
public interface Balancing {

  /** @return the name in configurations, such as {@code CAGRAD} */
  String type();

  /** @return what it needs of a step */
  Needs needs();

  /**
   * @param setup what the training says of itself
   * @return the method at the start of a training
   * @throws org.automtl4j.core.InvalidInputException if the method cannot work in such a training, with the reason and what to take
   */
  Balancer create(BalancerSetup setup);

  /** @return the sum of losses: the default, and what every comparison should have in it */
  static Balancing ew() {
    return new EqualWeighting();
  }

  /** @return uncertainty weighting */
  static Balancing uw() {
    return new Uncertainty(Uncertainty.Kinds.ONE);
  }

  /** @return dynamic weight average, over epochs, at temperature 2 */
  static Balancing dwa() {
    return new Dwa(2, OptionalLong.empty());
  }

  /** @return the geometric mean of losses */
  static Balancing gls() {
    return new GeometricMean();
  }

  /** @return random weights, new at each step */
  static Balancing rlw() {
    return new RandomWeighting();
  }

  /**
   * @param mu smoothness: 0.1 is near to the largest loss, 1 the logarithm of a sum
   * @return smooth Tchebycheff scalarisation, after 4 epochs of warm-up and one for the nadir
   */
  static Balancing stch(double mu) {
    return new SmoothTchebycheff(mu, 4, OptionalLong.empty());
  }

  /** @return FAMO, at a rate of 0.025 */
  static Balancing famo() {
    return new Famo(0.025, 1e-3);
  }

  /** @return GradNorm, with alpha 1.5 */
  static Balancing gradNorm() {
    return new GradNorm(1.5, OptionalLong.empty());
  }

  /** @return the point of least norm in the hull of the gradients */
  static Balancing mgda() {
    return new Mgda(Mgda.Normalization.NONE);
  }

  /** @return PCGrad */
  static Balancing pcgrad() {
    return new PcGrad();
  }

  /** @return IMTL with learnt scales of losses */
  static Balancing imtl() {
    return new Imtl(true);
  }

  /**
   * @param c how far from the mean gradient the combined one may be, in its norm; at least 0
   * @return CAGrad
   */
  static Balancing cagrad(double c) {
    return new CaGrad(c, CaGrad.Rescale.SQUARE);
  }

  /** @return Nash-MTL, with steps of norm 1 */
  static Balancing nashMtl() {
    return new NashMtl(1, 1, TaskOwn.PLAIN);
  }

  /**
   * @param alpha 1: proportional fairness; larger: fairer; greater than 0
   * @return FairGrad
   */
  static Balancing fairGrad(double alpha) {
    return new FairGrad(alpha, TaskOwn.PLAIN);
  }

  /** @return Aligned-MTL */
  static Balancing alignedMtl() {
    return new AlignedMtl(AlignedMtl.Scale.MIN);
  }

  /** @return UPGrad */
  static Balancing upGrad() {
    return new UpGrad(Ridge.ROWS, 1e-4);
  }

  /** @return DualProj */
  static Balancing dualProj() {
    return new DualProj(Ridge.ROWS, 1e-4);
  }

  /** @return GradVac, over all shared parameters at once */
  static Balancing gradVac() {
    return new GradVac(0.5, GradVac.Groups.WHOLE);
  }

  /** @return GradDrop on the columns of J */
  static Balancing gradDrop() {
    return new GradDrop(0);
  }

  /** @return DB-MTL */
  static Balancing dbMtl() {
    return new DbMtl(0.9, 0);
  }

  /** @return MoCo, with projection onto the simplex */
  static Balancing moCo() {
    return new MoCo(0.5, 0.5, 0.1, 0.5, 0, MoCo.Simplex.PROJECTION);
  }

  /** @return ExcessMTL */
  static Balancing excessMtl() {
    return new ExcessMtl(0.01);
  }

  /** @return MoDo */
  static Balancing moDo() {
    return new MoDo(1e-3, 0.1);
  }

  /** @return SDMGrad */
  static Balancing sdmGrad() {
    return new SdmGrad(0.3, 20);
  }

  /** @return MOML with one inner step */
  static Balancing moml() {
    return new Moml(1e-3, 0.1);
  }

  /** @return Auto-Lambda with one inner step, at the phase's own rate */
  static Balancing autoLambda() {
    return new AutoLambda(1e-3);
  }

  /**
   * A method of one's own that remembers nothing.
   *
   * @param balancer what computes, such as {@code (GramianWeighting) (gramian, losses) -> weights}
   * @return the method
   */
  static Balancing of(Balancer balancer) {
    return new OwnMethod(balancer);
  }
}
