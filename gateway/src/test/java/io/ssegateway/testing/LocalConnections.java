package io.ssegateway.testing;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** In-memory connections: the accepted ends live on real event loops, in turn; the far ends record what arrives. */
public final class LocalConnections implements AutoCloseable {
    /** At least as long as a loop lingers between two passes. */
    public static final long LINGER_MILLIS = 5;

    /**
     * A connection: the end that a group holds, what its far end has got so far, one entry for each write, and when
     * that end has closed.
     */
    public record Connection(Channel channel, Queue<Object> received, ChannelFuture closedFar) {

        /** What has arrived in all. */
        public String text() {
            return String.join("", received.stream().map(String::valueOf).toList());
        }
    }

    private final MultiThreadIoEventLoopGroup loops;
    private final MultiThreadIoEventLoopGroup clients;
    private final LocalAddress address = new LocalAddress(LocalConnections.class);
    private final BlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();
    private final AtomicLong arrivals = new AtomicLong();
    private final List<Channel> opened = new ArrayList<>();
    private final List<EventLoop> loopList = new ArrayList<>();

    /** Starts so many event loops. */
    public LocalConnections(int eventLoops) {
        loops = new MultiThreadIoEventLoopGroup(eventLoops, LocalIoHandler.newFactory());
        clients = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        loops.forEach(loop -> loopList.add((EventLoop) loop));
        new ServerBootstrap()
                .group(clients, loops)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public boolean isSharable() {
                        return true;
                    }

                    @Override
                    public void channelActive(ChannelHandlerContext ctx) {
                        accepted.add(ctx.channel());
                    }
                })
                .bind(address)
                .syncUninterruptibly();
    }

    /** Opens a connection. */
    public Connection open() {
        Queue<Object> received = new ConcurrentLinkedQueue<>();
        Channel far = new Bootstrap()
                .group(clients)
                .channel(LocalChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Recorder(received, arrivals));
                    }
                })
                .connect(address)
                .syncUninterruptibly()
                .channel();
        try {
            Channel channel = Objects.requireNonNull(accepted.poll(30, TimeUnit.SECONDS));
            opened.add(channel);
            return new Connection(channel, received, far.closeFuture());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens several connections. */
    public List<Connection> open(int count) {
        List<Connection> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            opened.add(open());
        }
        return opened;
    }

    /** The event loops of the accepted ends. */
    public List<EventLoop> loops() {
        return loopList;
    }

    /** Waits until the loops have done what they were given so far, and what came of it has arrived. */
    public void settle() {
        // A close is carried out one task after the one that asks for it, and a far end reads only so much per task: so
        // it goes on until several rounds in a row have brought nothing new. The timer comes behind that of a pass that
        // rests.
        for (int quiet = 0; quiet < 4; quiet++) {
            long before = arrivals.get();
            loopList.stream()
                    .map(loop -> loop.schedule(() -> {}, LINGER_MILLIS, TimeUnit.MILLISECONDS))
                    .toList()
                    .forEach(timer -> timer.syncUninterruptibly());
            clients.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
            if (arrivals.get() > before) {
                quiet = 0;
            }
        }
    }

    /** Runs {@code work} while the loops stand still, and answers how many tasks it gave to each of them. */
    public Map<EventLoop, Integer> tasksOf(Runnable work) throws InterruptedException {
        settle();
        CountDownLatch blocked = new CountDownLatch(loopList.size());
        CountDownLatch go = new CountDownLatch(1);
        for (EventLoop loop : loopList) {
            loop.execute(() -> {
                blocked.countDown();
                await(go);
            });
        }
        await(blocked);
        Map<EventLoop, Integer> tasks = new HashMap<>();
        try {
            loopList.forEach(loop -> tasks.put(loop, -((SingleThreadIoEventLoop) loop).pendingTasks()));
            work.run();
            loopList.forEach(loop -> tasks.merge(loop, ((SingleThreadIoEventLoop) loop).pendingTasks(), Integer::sum));
        } finally {
            go.countDown();
        }
        settle();
        return tasks;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        // While both ends still have their loops.
        opened.forEach(channel -> channel.close());
        if (loopList.stream().noneMatch(EventLoop::isShuttingDown)) {
            settle();
        }
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        clients.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Recorder extends ChannelInboundHandlerAdapter {
        private final Queue<Object> received;
        private final AtomicLong arrivals;

        Recorder(Queue<Object> received, AtomicLong arrivals) {
            this.received = received;
            this.arrivals = arrivals;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            received.add(message instanceof ByteBuf buffer ? buffer.toString(StandardCharsets.UTF_8) : message);
            arrivals.incrementAndGet();
            ReferenceCountUtil.release(message);
        }
    }
}
