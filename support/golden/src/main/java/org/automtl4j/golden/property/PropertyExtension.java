package org.automtl4j.golden.property;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs all cases of a {@link Property} as one test. */
final class PropertyExtension implements TestTemplateInvocationContextProvider, ParameterResolver, InvocationInterceptor {
  private static final String SEED = "automtl.seed";

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
    return Stream.of(new TestTemplateInvocationContext() {
      @Override
      public String getDisplayName(int number) {
        return cases(context.getRequiredTestMethod()) + " cases";
      }
    });
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getDeclaringExecutable() instanceof Method;
  }

  /** A value for the one call that JUnit prepares, and that the cases take the place of. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Values.draw(parameter.getParameter(), Draw.of(0, "", 0));
  }

  @Override
  public void interceptTestTemplateMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context) throws Throwable {
    invocation.skip();
    Method property = call.getExecutable();
    property.setAccessible(true);
    new Cases(property, cases(property), Long.getLong(SEED, 1)).run(values -> {
      try {
        property.invoke(context.getRequiredTestInstance(), values);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    });
  }

  private static int cases(Method property) {
    return property.getAnnotation(Property.class).tries();
  }
}
