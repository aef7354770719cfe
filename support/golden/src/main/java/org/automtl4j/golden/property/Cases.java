package org.automtl4j.golden.property;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.StringJoiner;
import org.opentest4j.TestAbortedException;

/** The cases of one property. */
final class Cases {
  /** So many draws for one case are enough, where assumptions leave most of them out. */
  private static final int DRAWS_PER_CASE = 200;

  /** What is called with the values of a case. */
  @FunctionalInterface
  interface Body {
    void call(Object[] values) throws Throwable;
  }

  private final Method property;
  private final int tries;
  private final long seed;

  Cases(Method property, int tries, long seed) {
    this.property = property;
    this.tries = tries;
    this.seed = seed;
  }

  /** Calls the body with every case; gives how many there were. */
  int run(Body body) throws Throwable {
    long all = combinations();
    int done = 0;
    long draws = all <= tries ? all : (long) DRAWS_PER_CASE * tries;
    for (int i = 0; i < draws && done < tries; i++) {
      Object[] values = all <= tries ? numbered(i) : drawn(i);
      try {
        body.call(values);
        done++;
      } catch (TestAbortedException e) {
        // An assumption leaves this case out: the next one takes its place.
      } catch (Throwable e) {
        throw new AssertionError(property.getName() + " does not hold in case " + i + " of seed " + seed + ": " + text(values) + " (to see it again: -Dtest="
            + property.getDeclaringClass().getSimpleName() + "#" + property.getName() + " -Dautomtl.seed=" + seed + ")\n" + e, e);
      }
    }
    if (done == 0 || all > tries && done < tries) {
      throw new AssertionError(property.getName() + ": its assumptions leave " + done + " cases of " + draws + ", but " + tries + " are wanted");
    }
    return done;
  }

  private long combinations() {
    long all = 1;
    for (Parameter parameter : property.getParameters()) {
      all = Math.min(Integer.MAX_VALUE, all * Values.count(parameter));
    }
    return all;
  }

  private Object[] numbered(long number) {
    Parameter[] parameters = property.getParameters();
    Object[] values = new Object[parameters.length];
    long rest = number;
    for (int i = 0; i < values.length; i++) {
      long count = Values.count(parameters[i]);
      values[i] = Values.at(parameters[i], rest % count);
      rest /= count;
    }
    return values;
  }

  /** The values of a case by its number. */
  Object[] drawn(int number) {
    Draw draw = Draw.of(seed, property.getDeclaringClass().getSimpleName() + "." + property.getName(), number);
    Parameter[] parameters = property.getParameters();
    Object[] values = new Object[parameters.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Values.draw(parameters[i], draw);
    }
    return values;
  }

  private String text(Object[] values) {
    StringJoiner text = new StringJoiner(", ");
    for (int i = 0; i < values.length; i++) {
      text.add(property.getParameters()[i].getName() + " = " + Values.shown(values[i]));
    }
    return text.toString();
  }
}
