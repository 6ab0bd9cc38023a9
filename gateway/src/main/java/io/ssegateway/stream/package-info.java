/**
 * One open stream: its identity, its position, and how its bytes reach the client.
 *
 * <pre>
 *   Subscriber ──▶ StreamWriter      what was written, and the partly written frame
 *       │              △
 *       │              ├── ChannelWriter   HTTP/1.1 through the channel's handlers (TLS)
 *       │              └── SocketWriter    HTTP/1.1 in clear text with epoll: one system call, past the handlers
 *       ▼
 *    Cursor                          only while it is not live
 * </pre>
 *
 * <p>Another transport is another kind of {@link io.ssegateway.stream.StreamWriter}: it says how bytes are sent at
 * once, how they are queued, and how a response ends. The streams of an event loop share a
 * {@link io.ssegateway.stream.StreamLoop}: its clock, its tasks, the count of what was written.
 */
@NullMarked
package io.ssegateway.stream;

import org.jspecify.annotations.NullMarked;
