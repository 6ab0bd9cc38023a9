package io.ssegateway.limit;

import io.netty.channel.Channel;
import java.util.function.BooleanSupplier;

/**
 * Who some work is for. Safe for any thread.
 *
 * @param key what counts as one client, of {@link ClientAddress}
 * @param isGone whether nobody waits for the result any more
 */
public record Client(long key, BooleanSupplier isGone) {

    /** The one at the other end of a connection, until that is closed. */
    public static Client of(Channel connection) {
        return new Client(ClientAddress.key(connection.remoteAddress()), () -> !connection.isActive());
    }
}
