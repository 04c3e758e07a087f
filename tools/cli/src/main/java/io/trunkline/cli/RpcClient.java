package io.trunkline.cli;

import io.trunkline.Payload;
import io.trunkline.client.ClientOptions;
import io.trunkline.client.FrameClient;
import io.trunkline.codec.FrameFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Calls one function of a server of remote calls by lines of JSON, as kn-sock's users know it. */
@Command(
        name = "rpc-client",
        mixinStandardHelpOptions = true,
        description = "Call a function by lines of JSON and print its result; arguments are strings.")
final class RpcClient implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private HostAndPort target;

    @Mixin
    private Timeout timeout;

    @Parameters(index = "2", paramLabel = "FUNCTION", description = "For example echo.")
    private String function;

    @Parameters(index = "3..*", paramLabel = "ARGS", description = "What the function is given.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        ClientOptions options =
                target.options().requestTimeout(timeout.duration()).build();
        Payload call = Payload.json(Map.of("method", function, "params", arguments, "kwargs", Map.of()));
        Map<?, ?> answer =
                FrameClient.exchange(FrameFormat.jsonLines(), options, call).as(Map.class);
        if (answer.containsKey("error")) {
            throw new IllegalStateException(String.valueOf(answer.get("error")));
        }
        Object result = answer.get("result");
        command.commandLine()
                .getOut()
                .println(result == null ? "null" : Payload.json(result).text());
        return 0;
    }
}
