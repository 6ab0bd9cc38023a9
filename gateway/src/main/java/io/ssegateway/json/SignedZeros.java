package io.ssegateway.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.util.RawValue;

/**
 * Keeps the sign of a zero: no integer and no {@code BigDecimal} has one. A number such as {@code -0} is passed on as
 * it was written.
 */
final class SignedZeros extends JsonParserDelegate {
    private boolean isSignedZero;

    SignedZeros(JsonParser parser) {
        super(parser);
    }

    @Override
    public JsonToken nextToken() {
        JsonToken token = delegate.nextToken();
        isSignedZero = token != null
                && token.isNumeric()
                && isNegative()
                && delegate.getDecimalValue().signum() == 0;
        return isSignedZero ? JsonToken.VALUE_EMBEDDED_OBJECT : token;
    }

    private boolean isNegative() {
        return delegate.getStringCharacters()[delegate.getStringOffset()] == '-';
    }

    @Override
    public JsonToken currentToken() {
        return isSignedZero ? JsonToken.VALUE_EMBEDDED_OBJECT : delegate.currentToken();
    }

    @Override
    public int currentTokenId() {
        return isSignedZero ? JsonToken.VALUE_EMBEDDED_OBJECT.id() : delegate.currentTokenId();
    }

    @Override
    public Object getEmbeddedObject() {
        return isSignedZero ? new RawValue(delegate.getString()) : delegate.getEmbeddedObject();
    }
}
