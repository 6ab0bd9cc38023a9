package io.ssegateway.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.ssegateway.stream.StreamWriters;
import io.ssegateway.stream.Subscriber;
import io.ssegateway.topic.Interest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Random adds and removes, also in the middle of walks and of walks within walks, against a plain set. */
class SubscriberListTest {
    private static final EmbeddedChannel ANY_CHANNEL = new EmbeddedChannel();

    @Property(tries = 2000)
    void shouldMeetEveryMemberThatStaysOnce(@ForAll("chains") ActionChain<Model> chain) {
        Model end = chain.withInvariant(Model::check).run();
        while (!end.walks.isEmpty()) {
            end.endWalk();
        }
        end.check();
        while (!end.members.isEmpty()) {
            end.remove(0);
            end.check();
        }
    }

    @Provide
    Arbitrary<ActionChain<Model>> chains() {
        return ActionChain.startWith(Model::new)
                .withAction(6, Action.just("add", model -> model.add()))
                .withAction(2, Action.just("add 20", SubscriberListTest::addMany))
                .withAction(6, new RemoveAny())
                .withAction(1, new RemoveMany())
                .withAction(3, Action.just("begin walk", model -> model.beginWalk()))
                .withAction(
                        6,
                        Action.<Model>when(model -> !model.walks.isEmpty())
                                .describeAs("step")
                                .just(model -> model.step()))
                .withAction(
                        3,
                        Action.<Model>when(model -> !model.walks.isEmpty())
                                .describeAs("end walk")
                                .just(model -> model.endWalk()))
                .withMaxTransformations(200);
    }

    private static Model addMany(Model model) {
        for (int i = 0; i < 20; i++) {
            model.add();
        }
        return model;
    }

    private static final class RemoveAny implements Action.Independent<Model> {
        @Override
        public boolean precondition(Model model) {
            return !model.members.isEmpty();
        }

        @Override
        public Arbitrary<Transformer<Model>> transformer() {
            return Arbitraries.integers()
                    .between(0, 1000)
                    .map(at -> Transformer.transform("remove " + at, model -> model.remove(at)));
        }
    }

    private static final class RemoveMany implements Action.Independent<Model> {
        @Override
        public Arbitrary<Transformer<Model>> transformer() {
            return Arbitraries.integers()
                    .between(0, 40)
                    .map(keep -> Transformer.transform("keep " + keep, model -> {
                        while (model.members.size() > keep) {
                            model.remove(model.members.size() * 7 / 11);
                        }
                        return model;
                    }));
        }
    }

    /** What the list should hold, and the walks under way, the innermost first. */
    static final class Model {
        static final class Walk {
            final Set<Subscriber> expected;
            final Set<Subscriber> met = new LinkedHashSet<>();
            final int end;
            int slot;

            Walk(Set<Subscriber> expected, int end) {
                this.expected = expected;
                this.end = end;
            }
        }

        final SubscriberList list = new SubscriberList(Subscriber::loopSlot);
        final List<Subscriber> members = new ArrayList<>();
        final Deque<Walk> walks = new ArrayDeque<>();

        Model add() {
            Subscriber subscriber = new Subscriber(
                    StreamWriters.http1(ANY_CHANNEL, true), "", Interest.NONE, Duration.ZERO, reason -> {});
            list.add(subscriber);
            members.add(subscriber);
            return this;
        }

        Model remove(int at) {
            Subscriber subscriber = members.remove(at % members.size());
            assertThat(list.at(subscriber.loopSlot())).isSameAs(subscriber);
            list.remove(subscriber.loopSlot());
            return this;
        }

        Model beginWalk() {
            walks.push(new Walk(new LinkedHashSet<>(members), list.beginWalk()));
            return this;
        }

        Model step() {
            Walk walk = walks.element();
            if (walk.slot < walk.end) {
                Subscriber met = list.at(walk.slot++);
                if (met != null) {
                    assertThat(members).contains(met);
                    assertThat(walk.met.add(met)).as("met for the first time").isTrue();
                }
            }
            return this;
        }

        Model endWalk() {
            Walk walk = walks.element();
            while (walk.slot < walk.end) {
                step();
            }
            walk.expected.retainAll(members);
            assertThat(walk.met).containsAll(walk.expected);
            walks.pop();
            list.endWalk();
            return this;
        }

        void check() {
            assertThat(list.count()).isEqualTo(members.size());
            for (Subscriber member : members) {
                assertThat(list.at(member.loopSlot())).isSameAs(member);
            }
            if (walks.isEmpty()) {
                assertThat(members).allMatch(member -> member.loopSlot() < members.size());
            }
        }

        @Override
        public String toString() {
            return members.size() + " members, " + walks.size() + " walks";
        }
    }
}
