package io.ssegateway.eventlog.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Page;
import io.ssegateway.eventlog.Position;
import io.ssegateway.eventlog.redis.NodeTails.HighWaterMark;
import io.ssegateway.topic.Interest;
import io.ssegateway.topic.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageReadTest {
    private static final Position AFTER = new Position(1, 0);
    private static final Position END = new Position(9, 0);
    private static final long MORE_FOLLOWS = 1;

    private static final List<Object> UPDATE = List.of("2-1", List.of("p", "1-0", "q", "1-0", "t", "a", "d", "x"));
    private static final List<Object> LOSS = List.of("3-0", List.of("lost", ""));

    private static Page page(List<Object> entries) {
        PageRead read = new PageRead(AFTER, Interest.in(new Topic("a")), 100, new HighWaterMark(END, END));
        return read.page(List.of(MORE_FOLLOWS, entries));
    }

    /** The next page begins behind it. */
    @Test
    void shouldTellOfALossAtTheEndOfAPage() {
        Page page = page(List.of(UPDATE, LOSS));

        assertThat(page.entries()).hasSize(1);
        assertThat(page.through()).isEqualTo(new Position(3, 0));
        assertThat(page.lost()).isEqualTo(new Position(3, 0));
    }

    @Test
    void shouldTellOfNoLossWhereMoreFollows() {
        Page page = page(List.of(UPDATE));

        assertThat(page.through()).isEqualTo(new Position(2, 1));
        assertThat(page.lost()).isNull();
    }
}
