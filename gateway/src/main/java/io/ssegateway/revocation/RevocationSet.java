package io.ssegateway.revocation;

import io.ssegateway.auth.Grants;
import io.ssegateway.topic.Interest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All revocations at one time: tokens are looked up, topics are tried one after the other. Immutable. */
final class RevocationSet {
    static final RevocationSet NONE = new RevocationSet(List.of());

    private final List<Revocation> all;
    private final Map<String, Instant> subjects = new HashMap<>();
    private final Map<String, Instant> tokens = new HashMap<>();
    private final List<RevokedTopic> topics = new ArrayList<>();

    RevocationSet(Collection<Revocation> revocations) {
        all = List.copyOf(revocations);
        for (Revocation revocation : all) {
            switch (revocation.kind()) {
                case SUB -> subjects.put(revocation.value(), revocation.until());
                case JTI -> tokens.put(revocation.value(), revocation.until());
                case TOPIC -> topics.add(RevokedTopic.of(revocation));
            }
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Those that are not over. */
    List<Revocation> all(Instant now) {
        return all.stream()
                .filter(revocation -> revocation.until().isAfter(now))
                .toList();
    }

    boolean covers(Grants grants, Instant now) {
        return covers(subjects, grants.subject(), now) || covers(tokens, grants.tokenId(), now);
    }

    private static boolean covers(Map<String, Instant> revoked, @Nullable String value, Instant now) {
        Instant until = value == null ? null : revoked.get(value);
        return until != null && until.isAfter(now);
    }

    boolean covers(Interest interest, Instant now) {
        return topics.stream().anyMatch(topic -> topic.until().isAfter(now) && topic.covers(interest));
    }
}
