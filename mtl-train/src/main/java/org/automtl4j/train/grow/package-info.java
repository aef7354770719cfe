/**
 * Trees that grow out of hard sharing: for each task the depth at which it leaves the common trunk. This room enumerates trees and their costs, finds the front of
 * cost and gain, and decides which of them is worth its cost. All of it is arithmetic on values; nothing here trains.
 */
package org.automtl4j.train.grow;
