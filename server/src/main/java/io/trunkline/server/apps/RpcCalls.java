package io.trunkline.server.apps;

import io.trunkline.JsonMessage;
import io.trunkline.Payload;
import io.trunkline.PayloadCodec;
import io.trunkline.PayloadException;
import io.trunkline.QueueFullException;
import io.trunkline.ReplyException;
import io.trunkline.TypeRef;
import io.trunkline.codec.internal.json.JacksonCodec;
import io.trunkline.codec.internal.json.JsonText;
import io.trunkline.codec.internal.message.Binding;
import io.trunkline.transport.ConnectionHandler;
import io.trunkline.transport.FrameConnection;
import io.trunkline.transport.internal.LoggedFailure;
import io.trunkline.transport.internal.OutageLog;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the calls of one connection, one after the other. Confined to where its connection's handler runs. */
final class RpcCalls implements ConnectionHandler<JsonMessage> {
    static final String METHOD = "method";

    private static final Logger log = LoggerFactory.getLogger(RpcCalls.class);

    /** What the wire has is JSON, whatever codec payloads have in this process. */
    private static final PayloadCodec JSON = new JacksonCodec();

    private static final Payload NULL = Payload.ofText("null");
    private static final TypeRef<List<Object>> LIST = new TypeRef<>() {};
    private static final TypeRef<Map<String, Object>> MAP = new TypeRef<>() {};

    /** What is shown to a peer of its own words, in an error. */
    private static final int SHOWN = 255;

    private final FrameConnection<JsonMessage> connection;
    private final Map<String, KnRpc.Function> functions;
    private final OutageLog failures;

    RpcCalls(FrameConnection<JsonMessage> connection, Map<String, KnRpc.Function> functions, OutageLog failures) {
        this.connection = connection;
        this.functions = functions;
        this.failures = failures;
    }

    @Override
    public void onFrame(JsonMessage call) {
        try {
            send(answer(call));
        } catch (PayloadException tooLarge) {
            send(error("The result does not fit a frame"));
        }
    }

    private JsonMessage answer(JsonMessage call) {
        String method = call.type();
        KnRpc.Function function = functions.get(method);
        if (function == null) {
            return error("Unknown method: " + (method.length() > SHOWN ? method.substring(0, SHOWN) : method));
        }
        try {
            List<Object> params = argument(call, "params", LIST, List.of());
            Map<String, Object> kwargs = argument(call, "kwargs", MAP, Map.of());
            return result(function.call(params, kwargs));
        } catch (ReplyException refused) {
            return error(refused.text());
        } catch (PayloadException unusable) {
            return error(String.valueOf(unusable.getMessage()));
        } catch (Exception e) {
            tellFailure(e);
            return error("The method failed");
        }
    }

    /** Callers can make a function fail as often as they like: one line in 10 s, with how many there were. */
    private void tellFailure(Exception failure) {
        long before = failures.next();
        if (before != OutageLog.SILENT) {
            log.warn("conn={} event=function-failed more={}", connection.id(), before, LoggedFailure.of(failure));
        }
    }

    private static <T> T argument(JsonMessage call, String name, TypeRef<T> type, T absent) {
        return call.member(name).map(given -> given.as(type, JSON)).orElse(absent);
    }

    private static JsonMessage result(@Nullable Object value) {
        Payload json = value == null ? NULL : Binding.encode(value, JSON);
        return message(JsonText.object().raw("result", json));
    }

    private static JsonMessage error(String text) {
        return message(JsonText.object().put("error", text));
    }

    private static JsonMessage message(JsonText text) {
        return JsonMessage.parse(text.toPayload(), METHOD);
    }

    private void send(JsonMessage answer) {
        try {
            connection.send(answer);
        } catch (QueueFullException e) {
            connection.close();
        }
    }

    @Override
    public void onInvalid(PayloadException problem) {
        send(error(String.valueOf(problem.getMessage())));
    }
}
