/** Convolutions: the forms in which they can be computed, and the choice among them by what each costs. Not API. */
package org.automtl4j.plan.internal.rule.convolution;
