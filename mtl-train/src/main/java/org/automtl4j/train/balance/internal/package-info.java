/** What several balancing methods need: checks of options, means of losses, arrays beside Java's heap. Not API. */
package org.automtl4j.train.balance.internal;
