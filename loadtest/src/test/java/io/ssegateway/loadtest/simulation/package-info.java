/**
 * Gatling simulations: many subscribers, publishers beside them, and a check that each stream got each message that was
 * published while it was open, once and in the order of the gateway's log. One command runs one of them and writes
 * Gatling's report: {@code mvn -pl loadtest -am gatling:test
 * -Dgatling.simulationClass=io.ssegateway.loadtest.simulation.BroadcastSimulation}
 */
@NullMarked
package io.ssegateway.loadtest.simulation;

import org.jspecify.annotations.NullMarked;
