package io.ssegateway.config;

/** What happens to a stream whose reader is too slow. */
public enum SlowConsumerPolicy {
    /** It is closed; its client reconnects and resumes by its last id. */
    DISCONNECT,
    /** It gets a gap event, then new updates. */
    SKIP,
    /** It gets the newest update of each topic, then new updates. */
    LATEST;

    /** Its word in the configuration and in the inspector. */
    public String word() {
        return Texts.word(this);
    }
}
