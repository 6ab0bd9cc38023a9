/**
 * Netty's {@link io.netty.channel.group.ChannelGroup} over several event loops: one task for each loop, however many
 * channels there are.
 */
@NullMarked
package io.ssegateway.channelgroup;

import org.jspecify.annotations.NullMarked;
