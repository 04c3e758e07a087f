package io.trunkline.client.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What can happen to a client, in any order: its user's whims, its brokers', and the time. Caller-confined. */
final class ModelUser {
    private final ModelWorld world;
    private final Random random;
    private int patterns;
    private int published;
    private boolean serves;
    private boolean closed;

    ModelUser(ModelWorld world, Random random) {
        this.world = world;
        this.random = random;
    }

    /** One of the things that can happen, or nothing if there is nothing that it could happen to. */
    void step() {
        switch (random.nextInt(25)) {
            case 0, 1, 2 -> world.openDial();
            case 3 -> world.failDial();
            case 4, 5, 6 -> onePeer().forEach(ModelPeer::greet);
            case 7, 8, 9, 10 -> call();
            case 11, 12, 13, 14 -> onePeer().forEach(peer -> peer.answer(random));
            case 15 -> cancelOne();
            case 16, 17 -> world.loop.advance(Duration.ofMillis(random.nextInt(300)));
            case 18 -> subscribeOrCancel();
            case 19 -> ask();
            case 20 -> onePeer().forEach(peer -> peer.stall(random.nextInt(100)));
            case 21 -> onePeer().forEach(ModelPeer::flow);
            case 22 -> cut();
            case 23 -> recover();
            default -> lose();
        }
        world.loop.runUntilIdle();
        world.look();
    }

    private List<ModelPeer> onePeer() {
        List<ModelPeer> open = world.peers.stream().filter(ModelPeer::isOpen).toList();
        return open.isEmpty() ? List.of() : List.of(open.get(random.nextInt(open.size())));
    }

    private void call() {
        Duration timeout = Duration.ofMillis(50 + random.nextInt(3_000));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> world.request(ModelWorld.ONCE, timeout);
            case 3, 4, 5 -> world.request(ModelWorld.OFTEN, timeout);
            case 6 -> world.confirm();
            default -> world.publish(published++);
        }
    }

    private void cancelOne() {
        if (!world.calls.isEmpty()) {
            world.calls.get(random.nextInt(world.calls.size())).future.cancel(false);
        }
    }

    private void subscribeOrCancel() {
        if (closed) {
            return;
        }
        if (random.nextBoolean()) {
            world.subscribe("events.p" + patterns++ % 5);
        } else if (!world.subscriptions.isEmpty()) {
            world.subscriptions
                    .remove(random.nextInt(world.subscriptions.size()))
                    .cancel();
        }
        if (!serves) {
            serves = true;
            world.serve();
        }
    }

    private void ask() {
        onePeer().forEach(peer -> {
            peer.ask(random);
            peer.event();
        });
    }

    /** A connection ends at the client's end, and before anybody is told there are calls. */
    private void cut() {
        if (random.nextInt(3) == 0) {
            onePeer().forEach(ModelPeer::cut);
            for (int i = random.nextInt(4); i > 0; i--) {
                call();
            }
            subscribeOrCancel();
        }
    }

    /** For once nothing fails and nobody is slow. */
    private void recover() {
        if (random.nextInt(3) == 0) {
            world.loop.runUntilIdle();
            world.loop.advance(Duration.ofMillis(500));
            if (world.openDial() != null) {
                world.peers.forEach(ModelPeer::greet);
            }
            onePeer().forEach(ModelPeer::flow);
            world.settle();
        }
    }

    private void lose() {
        if (random.nextInt(3) == 0) {
            onePeer().forEach(peer -> peer.lose(random));
        }
    }

    /** Patterns that somebody is subscribed to. */
    List<String> wanted() {
        List<String> wanted = new ArrayList<>();
        world.subscriptions.stream()
                .filter(each -> !each.acknowledged().isCompletedExceptionally())
                .forEach(each -> wanted.add(each.pattern()));
        return wanted;
    }

    /** New connections, of which every one succeeds, to brokers that answer at once, until nothing is left to do. */
    void healEverything() {
        world.peers.stream().filter(ModelPeer::isOpen).forEach(ModelPeer::cut);
        for (int i = 0; i < 12; i++) {
            world.peers.forEach(ModelPeer::flow);
            while (world.openDial() != null) {
                world.loop.runUntilIdle();
            }
            world.peers.forEach(ModelPeer::greet);
            world.settle();
            world.loop.advance(Duration.ofMillis(600));
            world.loop.runUntilIdle();
        }
    }

    /** Closes the client one way or the other while things go on to happen; then there is time for everything to end. */
    void close(boolean now) {
        closed = true;
        if (now) {
            world.lifecycle.closeNow();
        } else {
            world.lifecycle.drain();
        }
        for (int i = 0; i < 100; i++) {
            step();
        }
        for (int i = 0; i < 40; i++) {
            world.peers.stream().filter(ModelPeer::isOpen).forEach(ModelPeer::flow);
            world.look();
            world.peers.forEach(ModelPeer::answerAll);
            world.loop.advance(Duration.ofSeconds(1));
            world.loop.runUntilIdle();
        }
    }
}
