package io.ssegateway.cluster;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Knows which gateways share the log. Safe for use by any thread. */
public interface Cluster {

    /** The name of this gateway. */
    String self();

    /**
     * The gateways with a recent heartbeat, by name. Does not block; the stage may complete on any thread, and fails
     * while the log is unavailable.
     */
    CompletionStage<List<Node>> nodes();

    /**
     * The facts that these gateways share under a name of the gateway's own: by the same name, the same table on every
     * node.
     */
    SharedTable table(String name);
}
