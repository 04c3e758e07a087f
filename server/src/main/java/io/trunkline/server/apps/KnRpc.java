package io.trunkline.server.apps;

import io.trunkline.JsonMessage;
import io.trunkline.codec.FrameFormat;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.OutageLog;
import io.trunkline.transport.internal.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The remote procedure calls of kn-sock: functions by name, one call at a time on a connection.
 *
 * <pre>{@code
 * TrunklineServer.builder().listen(7004, KnRpc.format(), KnRpc.create(Map.of("greet",
 *         (params, kwargs) -> "Hello, " + params.get(0))))
 *
 * {"method":"greet","params":["Ann"],"kwargs":{}}  ─▶ {"result":"Hello, Ann"}
 * {"method":"x"}                                   ─▶ {"error":"Unknown method: x"}
 * }</pre>
 *
 * <p>Every call is answered, in order. Functions run on workers, where they may block. Thread-safe. Implements
 * SPEC.md section 6.7.
 */
public final class KnRpc implements ConnectionHandler.Factory<JsonMessage> {
    private final Map<String, Function> functions;
    private final OutageLog failures = new OutageLog(Ticker.SYSTEM);

    private KnRpc(Map<String, ? extends Function> functions) {
        this.functions = Map.copyOf(functions);
    }

    /** Does what one method is for; called concurrently, by several connections. */
    @FunctionalInterface
    public interface Function {
        /**
         * Computes a result.
         *
         * @param params the arguments by position: texts, numbers, booleans, lists, maps and nulls
         * @param kwargs the arguments by name
         * @return what becomes JSON, null included
         * @throws io.trunkline.ReplyException whose text the caller is to see
         * @throws Exception is logged, and the caller sees a fixed text
         */
        @Nullable
        Object call(List<Object> params, Map<String, Object> kwargs) throws Exception;
    }

    /**
     * Makes a server of these functions.
     *
     * @param functions by name, copied
     * @return for listeners of {@link #format()}
     */
    public static KnRpc create(Map<String, ? extends Function> functions) {
        return new KnRpc(Objects.requireNonNull(functions, "functions"));
    }

    /**
     * Makes the server that kn-sock starts for a trial: {@code add} and {@code echo}.
     *
     * @return for listeners of {@link #format()}
     */
    public static KnRpc examples() {
        return create(Map.of("add", RpcExamples::add, "echo", RpcExamples::echo));
    }

    /**
     * Gives the format that such servers and their clients speak.
     *
     * @return JSON lines whose type is the member {@code method}
     */
    public static FrameFormat<JsonMessage> format() {
        return JsonMessage.in(FrameFormat.jsonLines(), RpcCalls.METHOD);
    }

    @Override
    public ConnectionHandler<JsonMessage> open(FrameConnection<JsonMessage> connection) {
        return new RpcCalls(connection, functions, failures);
    }
}
