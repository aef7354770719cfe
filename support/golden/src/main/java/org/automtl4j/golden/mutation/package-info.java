/**
 * Damages files at random and watches the readers of them: whatever stands in a file, it is read or refused in one line that names it, in bounded time and memory. A format's test extends
 * {@link org.automtl4j.golden.mutation.MutationContract}; every case can be made again from its seed.
 */
package org.automtl4j.golden.mutation;
