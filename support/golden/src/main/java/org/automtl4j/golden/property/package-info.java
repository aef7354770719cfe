/**
 * Tests that hold for any values: a method with {@link org.automtl4j.golden.property.Property} is called with many drawn ones. The same seed draws the same; another is
 * given by {@code -Dautomtl.seed=N}.
 */
package org.automtl4j.golden.property;
