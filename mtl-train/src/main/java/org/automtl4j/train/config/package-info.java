/** Settings that the stages of many methods have alike, as configurations write them. */
package org.automtl4j.train.config;
