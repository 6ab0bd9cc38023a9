/**
 * Who and what is kept out although its token is valid: subjects, single tokens and topics, until a time.
 *
 * <p>A revocation is a fact in a {@link io.ssegateway.cluster.SharedTable} of the gateways that share a log. An update
 * to a reserved topic tells every node's tail that the table has changed; each then reads it, keeps a copy, and ends
 * the streams that it covers.
 */
@NullMarked
package io.ssegateway.revocation;

import org.jspecify.annotations.NullMarked;
