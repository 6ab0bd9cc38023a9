package io.ssegateway.config;

/** What happens to a stream whose reader stays too far behind. */
public enum SlowConsumerPolicy {
    /** It is closed; its client reconnects and resumes by its last id. */
    DISCONNECT,
    /** It is told of the gap and goes on with what is published from then on. */
    SKIP,
    /** It gets the newest update of each topic and goes on from there. */
    LATEST;

    /** Its word in the configuration and in the inspector. */
    public String word() {
        return Texts.word(this);
    }
}
