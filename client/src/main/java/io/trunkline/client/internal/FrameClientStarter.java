package io.trunkline.client.internal;

import io.trunkline.Delivery;
import io.trunkline.PayloadException;
import io.trunkline.RequestInterruptedException;
import io.trunkline.RequestTimeoutException;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import io.trunkline.codec.internal.frame.FrameLimits;
import io.trunkline.transport.CloseReason;
import io.trunkline.transport.ConnectionLostException;
import io.trunkline.transport.internal.Blocking;
import io.trunkline.transport.internal.Connector;
import io.trunkline.transport.internal.FrameProtocol;
import io.trunkline.transport.internal.FrameSettings;
import io.trunkline.transport.internal.TcpConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
        if (Blocking.isOnLoop()) {
            throw new IllegalStateException(
                    "connect() would block " + Thread.currentThread().getName() + "; connect on another thread");
        }
        ClientThreads threads = ClientThreads.of(options);
        try {
            return open(format, options, threads);
        } catch (RuntimeException | Error e) {
            threads.release();
            throw e;
        }
    }

    private static <F> FrameClient<F> open(FrameFormat<F> format, ClientOptions options, ClientThreads threads) {
        FrameProtocol<F> protocol = new FrameProtocol<>(new FrameSettings<>(
                format,
                FrameLimits.of(options.maxFrame()),
                options.outbound(),
                threads.core().workers(),
                true));
        FrameInbox<F> inbox = new FrameInbox<>();
        Connector connector = new Connector(threads.core(), threads.connections());
        CompletableFuture<TcpConnection> connecting =
                connector.connect(options.endpoint(), options.connectTimeout(), () -> protocol.logic(inbox::attach));
        try {
            Failures.await(connecting);
            return new PullClient<>(inbox, threads);
        } catch (InterruptedException e) {
            if (!connecting.cancel(false)) {
                CompletionStage<TcpConnection> there = connecting; // It came in the same moment.
                there.thenAccept(TcpConnection::close);
            }
            Thread.currentThread().interrupt();
            throw new RequestInterruptedException(
                    "interrupted while connecting to " + options.endpoint(), Delivery.NOT_SENT);
        }
    }

    /**
     * Sends one frame over a connection of its own and waits for the first answer.
     *
     * @param <F> what one frame is
     * @param format what the peer speaks
     * @param options where to, and how
     * @param frame what to send
     * @return the first frame that came back
     */
    public static <F> F exchange(FrameFormat<F> format, ClientOptions options, F frame) {
        try (FrameClient<F> client = connect(format, options)) {
            client.send(frame);
            return answer(client, options);
        }
    }

    /** Receives, with errors that tell what became of the frame that was sent. */
    private static <F> F answer(FrameClient<F> client, ClientOptions options) {
        try {
            F answer = client.receive(options.requestTimeout());
            if (answer == null) {
                CloseReason reason = CloseReason.of(CloseReason.Kind.REMOTE, "the peer closed without an answer");
                throw new ConnectionLostException(options.endpoint().toString(), reason, Delivery.MAYBE_SENT);
            }
            return answer;
        } catch (RequestTimeoutException e) {
            throw new RequestTimeoutException(
                    "no answer from " + options.endpoint() + " within " + options.requestTimeout(),
                    options.requestTimeout(),
                    Delivery.MAYBE_SENT);
        } catch (RequestInterruptedException e) {
            throw new RequestInterruptedException(
                    "interrupted while waiting for the answer from " + options.endpoint(), Delivery.MAYBE_SENT);
        } catch (ConnectionLostException e) {
            throw e.withDelivery(Delivery.MAYBE_SENT);
        } catch (PayloadException e) {
            throw e.answered();
        }
    }
}
