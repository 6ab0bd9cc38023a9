package io.ssegateway.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Subscribers' tokens for gateways that tests start with {@link #KEY} and {@link #PUBLISHING}. */
public final class MercureTokens {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    /** Settings of a gateway that tests publish to without a token. */
    public static final String PUBLISHING = "auth.publish=anonymous";

    /** What a gateway is started with. */
    public static final String KEY = "auth.jwt.subscriber.key=" + SECRET;

    private MercureTokens() {}

    /** A header whose token grants these selectors. */
    public static String subscriber(String... selectors) {
        return bearer("{\"mercure\":{\"subscribe\":" + array(selectors) + "}}");
    }

    /** A header whose token has these claims. */
    public static String bearer(String claims) {
        try {
            JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
            token.sign(new MACSigner(SECRET));
            return "Authorization: Bearer " + token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public static String array(String... texts) {
        return Arrays.stream(texts).map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
    }
}
