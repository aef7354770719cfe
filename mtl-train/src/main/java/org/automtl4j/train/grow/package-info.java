/**
 * The method that grows trees out of hard sharing: trunk, forks, their comparison on the way, and what a budget is answered with.
 */
package org.automtl4j.train.grow;
