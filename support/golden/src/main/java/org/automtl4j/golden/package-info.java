/**
 * Golden data, the numbers of the published code: where they lie, and how tests compare with them. Tests of every module go through here, so that one report
 * tells what was compared.
 */
package org.automtl4j.golden;
