/**
 * One open stream: who it is, where it stands, and how its bytes reach the client.
 *
 * <pre>
 *   Subscriber ──▶ StreamWriter      what was written, and the frame that was cut
 *       │              △
 *       │              ├── ChannelWriter   HTTP/1.1 through the channel's handlers (TLS)
 *       │              └── SocketWriter    HTTP/1.1 in clear text with epoll: one system call, past the handlers
 *       ▼
 *    Cursor                          only if it does not stand where its event loop stands
 * </pre>
 *
 * <p>Another transport is another kind of {@link io.ssegateway.stream.StreamWriter}: it says how bytes are sent at
 * once, how they are queued, and how a response ends. What the streams of an event loop share (its clock, its tasks,
 * the count of what was written) is a {@link io.ssegateway.stream.StreamLoop}.
 */
@NullMarked
package io.ssegateway.stream;

import org.jspecify.annotations.NullMarked;
