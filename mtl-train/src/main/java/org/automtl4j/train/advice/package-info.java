/**
 * What a person is advised to take: models that were compared with hard sharing on the same images, what they cost, and the rule that decides which of them is worth its cost.
 * It knows no method and trains nothing.
 */
package org.automtl4j.train.advice;
