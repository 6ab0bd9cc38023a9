package io.ssegateway.revocation;

import io.ssegateway.auth.Grants;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;

/** Checks for revocations. Safe for use by any thread; nothing waits. */
public interface RevocationChecks {
    /** No revocations. */
    RevocationChecks NONE = new RevocationChecks() {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public boolean isRevoked(Grants grants) {
            return false;
        }

        @Override
        public boolean isRevoked(Grants grants, Interest interest) {
            return false;
        }

        @Override
        public void recheck(Subscriber stream) {}
    };

    /** Whether the revocations are known; until then no client may be accepted. */
    boolean isKnown();

    /** Whether these grants are revoked, for publishing too. */
    boolean isRevoked(Grants grants);

    /** Whether a stream with these grants and this interest must not open. */
    boolean isRevoked(Grants grants, Interest interest);

    /**
     * Closes a stream that is revoked. To be called once it is in the group: otherwise a revocation between the check
     * and then would miss it.
     */
    void recheck(Subscriber stream);
}
