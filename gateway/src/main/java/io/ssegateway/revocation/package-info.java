/**
 * Subjects, single tokens and topics that are rejected until a given time, although a token is valid.
 *
 * <p>A revocation is a fact in a {@link io.ssegateway.cluster.SharedTable} of the gateways that share a log. An update
 * to a reserved topic announces to every node's tail that the table has changed. Each node then reads the table, keeps
 * a copy, and closes the streams that it covers.
 */
@NullMarked
package io.ssegateway.revocation;

import org.jspecify.annotations.NullMarked;
