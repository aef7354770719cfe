/** AutoMTL's section of a configuration, one record component per key. */
package org.automtl4j.train.automtl.config;
