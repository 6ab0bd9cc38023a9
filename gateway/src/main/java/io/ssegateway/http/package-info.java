/**
 * HTTP as the gateway speaks it: the route table and its router, requests and answers, CORS, the guards against
 * oversized and unfinished requests, and errors as problem+json (RFC 9457).
 */
@NullMarked
package io.ssegateway.http;

import org.jspecify.annotations.NullMarked;
