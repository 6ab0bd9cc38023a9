package io.ssegateway.fanout;

/**
 * What becomes of a stream that is over its budget: too many bytes or too long a time behind the newest update. Called on the
 * stream's event loop.
 */
interface SlowConsumerPolicy {

    /** Its word in the configuration and in the inspector. */
    String word();

    /** The stream is over its budget and its socket takes nothing. May be called again and again. */
    void whileStuck(Subscriber subscriber);

    /** The stream is over its budget and its socket takes bytes again: what shall it read next? */
    void whenReading(Subscriber subscriber, CatchUp catchUp);
}
