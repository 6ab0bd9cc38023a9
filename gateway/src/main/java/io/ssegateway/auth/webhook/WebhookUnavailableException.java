package io.ssegateway.auth.webhook;

/** Nobody can say now whether something is allowed: the operator's service failed, or is not asked because it has failed. */
public final class WebhookUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param sentence for the log, not for clients */
    WebhookUnavailableException(String sentence) {
        super(sentence, null, false, false);
    }
}
