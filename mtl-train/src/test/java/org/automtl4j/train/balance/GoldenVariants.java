package org.automtl4j.train.balance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import java.util.Set;
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
import org.automtl4j.train.balance.method.PcGrad;
import org.automtl4j.train.balance.method.RandomWeighting;
import org.automtl4j.train.balance.method.Ridge;
import org.automtl4j.train.balance.method.SdmGrad;
import org.automtl4j.train.balance.method.SmoothTchebycheff;
import org.automtl4j.train.balance.method.TaskOwn;
import org.automtl4j.train.balance.method.Uncertainty;
import org.automtl4j.train.balance.method.UpGrad;

/** Golden variants as our methods with our options. */
final class GoldenVariants {
  /** Chaotic by the published inner rate, which ours does not have; and a bilevel method that is not offered. */
  static final Set<String> LEFT_OUT = Set.of("SDMGrad_published", "FORUM");

  /** The published form on a representation, which no training has: compared by itself. */
  static final String ON_REPRESENTATION = "GradDrop";

  private GoldenVariants() {}

  /**
   * @param method of the golden file
   * @param heads how they are treated there
   * @param o options
   * @return ours
   */
  static Balancing of(String method, String heads, JsonNode o) {
    TaskOwn own = heads.equals("weighted") ? TaskOwn.WEIGHTED : TaskOwn.PLAIN;
    return switch (method) {
      case "EW" -> new EqualWeighting();
      case "UW" -> new Uncertainty(Uncertainty.Kinds.ONE);
      case "DWA" -> new Dwa(o.get("temperature").asDouble(), OptionalLong.empty());
      case "GLS" -> new GeometricMean();
      case "RLW" -> new RandomWeighting();
      case "STCH" -> new SmoothTchebycheff(o.get("mu").asDouble(), o.get("warmup").asInt(), OptionalLong.empty());
      case "FAMO" -> new Famo(o.get("lr").asDouble(), o.get("gamma").asDouble());
      case "GradNorm" -> new GradNorm(o.get("alpha").asDouble(), OptionalLong.empty());
      case "MGDA" -> new Mgda(switch (o.get("normalize").asText()) {
        case "l2" -> Mgda.Normalization.L2;
        case "loss" -> Mgda.Normalization.LOSS;
        case "loss+" -> Mgda.Normalization.LOSS_L2;
        default -> Mgda.Normalization.NONE;
      });
      case "PCGrad" -> new PcGrad();
      case "GradVac" -> new GradVac(o.get("beta").asDouble(), o.get("groups").asText().equals("matrix") ? GradVac.Groups.PARAMETER : GradVac.Groups.WHOLE);
      case "GradDropColumns" -> new GradDrop(o.get("leak").asDouble());
      case "IMTL" -> new Imtl(true);
      case "IMTLG" -> new Imtl(false);
      case "CAGrad" -> new CaGrad(o.get("c").asDouble(), CaGrad.Rescale.values()[o.get("rescale").asInt()]);
      case "Nash_MTL" -> new NashMtl(o.get("max_norm").asDouble(), 1, own);
      case "FairGrad" -> new FairGrad(o.get("alpha").asDouble(), own);
      case "Aligned_MTL" -> new AlignedMtl(AlignedMtl.Scale.MIN);
      case "UPGrad" -> new UpGrad(Ridge.TRACE, o.get("reg_eps").asDouble());
      case "DualProj" -> new DualProj(Ridge.TRACE, o.get("reg_eps").asDouble());
      case "DB_MTL" -> new DbMtl(o.get("beta").asDouble(), o.get("beta_sigma").asDouble());
      case "ExcessMTL" -> new ExcessMtl(o.get("step_size").asDouble());
      case "MoCo" -> new MoCo(o.get("beta").asDouble(), o.get("beta_sigma").asDouble(), o.get("gamma").asDouble(), o.get("gamma_sigma").asDouble(),
          o.get("rho").asDouble(), o.get("simplex").asText().equals("softmax") ? MoCo.Simplex.SOFTMAX : MoCo.Simplex.PROJECTION);
      case "MoDo" -> new MoDo(o.get("gamma").asDouble(), o.get("rho").asDouble());
      case "SDMGrad" -> new SdmGrad(o.get("lamda").asDouble(), o.get("niter").asInt());
      case "MOML" -> new Moml(o.get("outer_lr").asDouble(), o.get("inner_lr").asDouble());
      case "AutoLambda" -> new AutoLambda(o.get("outer_lr").asDouble());
      default -> throw new IllegalArgumentException("a golden method that is not known here: " + method);
    };
  }

  /** The place of a golden array of state in ours; the array's name itself where both say it alike. */
  static String state(String method, String array) {
    return switch (method + "." + array) {
      case "FAMO.w" -> "v";
      case "MoCo.lam" -> "lambda";
      case "Nash_MTL.alpha" -> "a";
      default -> array;
    };
  }
}
