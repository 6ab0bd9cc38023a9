package io.ssegateway.auth.webhook;

/** The service works, and rejects this question as wrong. */
final class QuestionRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what it answers */
    QuestionRefusedException(String sentence) {
        super(sentence);
    }
}
