package io.ssegateway.auth.webhook;

/** The service is there, and takes this question for a wrong one. */
final class QuestionRefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what it answers */
    QuestionRefusedException(String sentence) {
        super(sentence);
    }
}
