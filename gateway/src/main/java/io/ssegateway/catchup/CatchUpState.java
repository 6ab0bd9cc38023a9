package io.ssegateway.catchup;

/** What a stream does that is not live. */
enum CatchUpState {
    /** A turn is coming. */
    READY("replaying"),
    /** The socket is full. */
    SOCKET("lagging"),
    /** A page of the log is on its way. */
    LOG("replaying"),
    /** Throttled: it has all updates. */
    RESTING("throttled"),
    /** Throttled: there is something, but it is too early. */
    WAITING("throttled"),
    /** The stream has closed, or is live. */
    OVER("live");

    /** As an operator sees it. */
    final String word;

    CatchUpState(String word) {
        this.word = word;
    }

    boolean isLagging() {
        return this == READY || this == SOCKET || this == LOG;
    }
}
