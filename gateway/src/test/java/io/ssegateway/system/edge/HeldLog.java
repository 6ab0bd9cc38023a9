package io.ssegateway.system.edge;

import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogUnavailableException;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.testing.ForwardingLog;
import io.ssegateway.topic.Interest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A log that does at once what it is asked for, in that order, and says so when the test lets it. It refuses updates
 * whose data have {@value #REFUSED} in them, which it does not take.
 */
final class HeldLog extends ForwardingLog {
    static final String REFUSED = "refused";

    private final LinkedBlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
    private volatile boolean open;

    HeldLog(EventLog log) {
        super(log);
    }

    /** From now on it answers at once, from the calling thread; what was held is answered from this one. */
    void open() {
        open = true;
        for (Runnable answer = held.poll(); answer != null; answer = held.poll()) {
            answer.run();
        }
    }

    /** How many answers are held. */
    int held() {
        return held.size();
    }

    /** Waits for an answer to be held; it is given when what is returned runs. */
    Runnable next() {
        try {
            Runnable answer = held.poll(20, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("the log was not asked");
            }
            return answer;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Gives answers in random order, until the thread is interrupted. */
    void answerAtRandom(Random random) {
        List<Runnable> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(held.take());
                held.drainTo(taken);
                Collections.shuffle(taken, random);
                for (int i = random.nextInt(taken.size() + 1); i > 0; i--) {
                    taken.remove(taken.size() - 1).run();
                }
                held.addAll(taken);
                taken.clear();
            }
        } catch (InterruptedException e) {
            // That is all.
        }
    }

    private <T> CompletionStage<T> later(CompletionStage<T> done) {
        if (open) {
            return done;
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        held.add(() -> done.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
        return answer;
    }

    @Override
    public CompletionStage<Appended> append(Update update) {
        return later(
                String.valueOf(update.event().data()).contains(REFUSED)
                        ? CompletableFuture.failedStage(new LogUnavailableException("not now"))
                        : log.append(update));
    }

    @Override
    public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
        return later(log.find(publishersId, reader));
    }
}
