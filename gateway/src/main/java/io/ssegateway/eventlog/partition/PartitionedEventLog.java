package io.ssegateway.eventlog.partition;

import io.ssegateway.cluster.Cluster;
import io.ssegateway.eventlog.Appended;
import io.ssegateway.eventlog.EventLog;
import io.ssegateway.eventlog.LogTail;
import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.Update;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * A log made of several logs, for more updates than one of them can take. An update goes to the partition of its first
 * topic, so each topic has one order on all nodes; updates of different partitions may come in another order on another
 * node.
 *
 * <p>What subscribers see as an update's id is always its position here. A publisher's own id is known within the
 * partition of the update's first topic; a stream that resumes after it reads the other partitions from the same time
 * on, by their clocks.
 */
public final class PartitionedEventLog implements EventLog {
    private final List<EventLog> partitions;
    private final MergedTail merged;

    /** A log of these partitions, which are closed with it. Their order and number must never change. */
    public PartitionedEventLog(List<? extends EventLog> partitions) {
        this.partitions = List.copyOf(partitions);
        this.merged = new MergedTail(partitions.size());
        for (int i = 0; i < partitions.size(); i++) {
            partitions.get(i).tail(merged.of(i));
        }
    }

    @Override
    public CompletionStage<Appended> append(Update update) {
        int partition = partitionOf(update.topics().get(0));
        Position before = merged.highWaterMark();
        return partitions.get(partition).append(update).thenApply(appended -> {
            Position position = appended.duplicate()
                    ? sameTime(partition, appended.position())
                    : moved(before, partition, appended.position());
            return new Appended(position, position.toString(), appended.duplicate());
        });
    }

    /** Which partition takes updates of a topic: the same on every node and in every version. */
    private int partitionOf(Topic topic) {
        CRC32 hash = new CRC32();
        hash.update(topic.name().getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % partitions.size());
    }

    private Position moved(Position from, int partition, Position place) {
        Places places = Places.of(from, partitions.size());
        places.advance(partition, place);
        return places.toPosition();
    }

    /**
     * A place in one partition, and in the others the one just before the same time, as far as there is any such yet.
     */
    private Position sameTime(int partition, Position place) {
        Places told = Places.of(merged.highWaterMark(), partitions.size());
        Places places = Places.origin(partitions.size());
        Position before = new Position(Math.max(0, place.epochMillis() - 1), 0);
        for (int i = 0; i < partitions.size(); i++) {
            Position there = i == partition ? place : before;
            places.advance(i, told.get(i).covers(there) ? there : told.get(i));
        }
        return places.toPosition();
    }

    @Override
    public CompletionStage<Page> read(Position after, Interest interest, int limit) {
        EventLog.checkLimit(limit);
        Places from = Places.of(after, partitions.size());
        // The tail's position as a whole: the ring has this position for a reader that reaches it.
        Places end = Places.of(merged.highWaterMark(), partitions.size());
        int each = (limit + partitions.size() - 1) / partitions.size();
        return all((log, i) -> log.read(from.get(i), interest, each))
                .thenApply(pages -> new PageMerge(pages, from, end, limit).page());
    }

    @Override
    public CompletionStage<Boolean> reach(Position position) {
        if (position.partitions() != partitions.size()) {
            return CompletableFuture.completedStage(false); // A place in another log.
        }
        Places asked = Places.of(position, partitions.size());
        return all((log, i) -> log.reach(asked.get(i)))
                .thenApply(reached -> reached.stream().allMatch(Boolean::booleanValue));
    }

    @Override
    public void mark() {
        partitions.forEach(EventLog::mark);
    }

    @Override
    public CompletionStage<Optional<Position>> find(String publishersId, Interest reader) {
        return all((log, i) -> log.find(publishersId, reader))
                .thenApply(found -> IntStream.range(0, found.size())
                        .filter(i -> found.get(i).isPresent())
                        .mapToObj(i -> sameTime(i, found.get(i).orElseThrow()))
                        .findFirst());
    }

    /** Asks all partitions; completes when all have answered. */
    private <T> CompletionStage<List<T>> all(BiFunction<EventLog, Integer, CompletionStage<T>> question) {
        List<CompletableFuture<T>> answers = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            answers.add(question.apply(partitions.get(i), i).toCompletableFuture());
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    @Override
    public void tail(LogTail tail) {
        merged.add(tail);
    }

    @Override
    public Size size() {
        List<Size> sizes = partitions.stream().map(EventLog::size).toList();
        return new Size(
                sizes.stream().mapToLong(Size::events).sum(),
                sizes.stream().mapToLong(Size::bytes).sum());
    }

    /** The problem of the first partition that has one: the topics of the others can still be published to. */
    @Override
    public Optional<String> problem() {
        return partitions.stream()
                .map(EventLog::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<Cluster> cluster(IntSupplier openStreams) {
        List<Cluster> clusters = partitions.stream()
                .map(partition -> partition.cluster(openStreams))
                .flatMap(Optional::stream)
                .toList();
        return clusters.isEmpty() ? Optional.empty() : Optional.of(new PartitionedCluster(clusters));
    }

    @Override
    public void close() {
        partitions.forEach(EventLog::close);
    }
}
