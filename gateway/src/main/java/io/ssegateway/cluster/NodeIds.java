package io.ssegateway.cluster;

import java.util.concurrent.ThreadLocalRandom;

/** Generates names for gateways without a configured one. */
public final class NodeIds {

    private NodeIds() {}

    /** The configured name or, if that is empty, one that no other gateway has made. */
    public static String of(String configured) {
        return configured.isEmpty()
                ? "node-" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX)
                : configured;
    }
}
