package io.ssegateway.revocation;

import io.ssegateway.auth.Grants;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;

/** Says who is kept out. Safe for use by any thread; nothing waits. */
public interface RevocationChecks {
    /** Nobody is. */
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

    /** Whether it is known what is revoked; until then nobody is to be let in. */
    boolean isKnown();

    /** Whether whoever has these grants is kept out, from publishing too. */
    boolean isRevoked(Grants grants);

    /** Whether a stream with these grants and this interest must not open. */
    boolean isRevoked(Grants grants, Interest interest);

    /**
     * Ends a stream that is revoked. To be called once it is in the group: what is revoked between the question whether
     * it may open and then would miss it.
     */
    void recheck(Subscriber stream);
}
