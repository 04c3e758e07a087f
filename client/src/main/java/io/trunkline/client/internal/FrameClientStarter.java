package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.RequestInterruptedException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.internal.Blocking;
import java.util.concurrent.CompletableFuture;

/** Makes connected frame clients: the door from the public interface into this package. */
public final class FrameClientStarter {
    private FrameClientStarter() {}

    /**
     * Connects; blocks, or fails and leaves nothing behind.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, and how
     * @return a connected client
     */
    public static <F> FrameClient<F> connect(FrameFormat<F> format, ClientOptions options) {
        Blocking.assertNotOnLoop("connect", "connect on another thread");
        SupervisedFrames<F> client = make(format, options, new FrameInbox<>(shown(options)));
        try {
            client.link().begin();
            Failures.await(client.link().firstUp());
            return client;
        } catch (InterruptedException e) {
            client.closeNow();
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while connecting to " + shown(options), Delivery.NOT_SENT);
        } catch (RuntimeException | Error e) {
            client.closeNow();
            throw e;
        }
    }

    private static String shown(ClientOptions options) {
        return options.endpoints().size() == 1
                ? options.endpoint().toString()
                : options.endpoints().toString();
    }

    private static <F> SupervisedFrames<F> make(FrameFormat<F> format, ClientOptions options, FrameMode<F> mode) {
        ClientThreads threads = ClientThreads.of(options);
        try {
            return SupervisedFrames.of(format, options, threads, mode);
        } catch (RuntimeException | Error e) {
            threads.release();
            throw e;
        }
    }

    /**
     * Begins to connect, and returns.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, and how
     * @param handlers makes the handler of each connection
     * @return a client that is connecting
     */
    public static <F> FrameClient<F> start(
            FrameFormat<F> format, ClientOptions options, ConnectionHandler.Factory<F> handlers) {
        SupervisedFrames<F> client = make(format, options, new PushMode<>(handlers));
        client.link().nobodyWaits();
        client.link().begin();
        return client;
    }

    /**
     * Sends one frame over a connection of its own and waits for the first answer, and until the connection is closed.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, and how
     * @param frame what to send
     * @return the first frame that came back
     */
    public static <F> F exchange(FrameFormat<F> format, ClientOptions options, F frame) {
        Blocking.assertNotOnLoop("exchange");
        OneShot<F> shot = OneShot.begin(format, options, frame);
        try {
            Failures.await(shot.outcome());
            return shot.outcome().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw shot.interrupted();
        } finally {
            awaitReleased(shot);
        }
    }

    /** Not longer than the caller wants: what is left ends by itself. */
    private static void awaitReleased(OneShot<?> shot) {
        try {
            Failures.await(shot.released());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Does the same without waiting.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, and how
     * @param frame what to send
     * @return the first frame that comes back
     */
    public static <F> CompletableFuture<F> exchangeAsync(FrameFormat<F> format, ClientOptions options, F frame) {
        return OneShot.begin(format, options, frame).outcome();
    }
}
