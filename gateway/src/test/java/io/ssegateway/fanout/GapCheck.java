package io.ssegateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.ssegateway.eventlog.Entry;
import io.ssegateway.eventlog.Position;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows what a stream got through what was published for it: nothing may be missing that no gap has told. */
final class GapCheck {

    private GapCheck() {}

    /**
     * Checks the blocks of one stream.
     *
     * @param blocks updates and gaps, and what has no data
     * @param published all that the stream wanted from its begin on
     */
    static void check(List<Block> blocks, List<Entry> published) {
        int next = 0;
        boolean gap = false;
        for (Block block : blocks) {
            if (block.isGap()) {
                assertThat(gap).as("a gap behind a gap").isFalse();
                gap = true;
                JsonNode told = JsonMapper.shared().readTree(block.data());
                Position resumed =
                        Position.parse(told.get("resumedFrom").asString()).orElseThrow();
                assertThat(block.id()).isEqualTo(resumed.toString());
                int from = next;
                while (next < published.size()
                        && !published.get(next).position().isAfter(resumed)) {
                    next++;
                }
                if (told.has("missed")) {
                    assertThat(told.get("missed").asLong()).isEqualTo(next - from);
                }
                // A skip that cannot count, for the ring has forgotten a part, cannot know whether that part was wanted
                // either.
                if (told.has("missed") || !"skipped".equals(told.get("reason").asString())) {
                    assertThat(next).as("something is missed").isGreaterThan(from);
                }
            } else if (block.isUpdate()) {
                gap = false;
                assertThat(block.data())
                        .isEqualTo(published.get(next).update().event().data());
                next++;
            }
        }
        assertThat(next).isEqualTo(published.size());
    }
}
