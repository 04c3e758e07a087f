package io.trunkline.cli;

import io.trunkline.TrunklineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Does what each line of the input says, in the words that kn-sock's shell has.
 *
 * <p>What fails is one line of output, and the shell goes on. Caller-confined.
 */
final class Shell {
    private static final String PROMPT = "(trunkline) ";

    private final ShellConnections connections;
    private final PrintWriter out;
    private final Map<String, Word> words = new LinkedHashMap<>();
    private boolean ended;

    /** One command: what follows its name, what it is for, and what it does with what follows. */
    private record Word(String arguments, String help, Consumer<String> action) {}

    Shell(ShellConnections connections, PrintWriter out) {
        this.connections = connections;
        this.out = out;
        words.put("connect", new Word(" NAME HOST PORT", "connects, and makes it the one that is used", this::connect));
        words.put("list", new Word("", "shows the connections", nothing -> say(connections.describe())));
        words.put("send", new Word(" MESSAGE", "sends a text", this::send));
        words.put("receive", new Word("", "waits 5 s for what comes", nothing -> say(connections.receive())));
        words.put("select", new Word(" NAME", "uses another connection", name -> say(connections.select(name))));
        words.put("disconnect", new Word(" NAME", "closes a connection", name -> say(connections.disconnect(name))));
        words.put("bg_receive", new Word("", "prints what comes by itself, or stops it", nothing -> listen()));
        words.put("history", new Word("", "shows the last ten messages", nothing -> say(connections.history())));
        words.put("help", new Word("", "shows this", nothing -> help()));
        words.put("quit", new Word("", "closes everything and ends", nothing -> ended = true));
        words.put("exit", new Word("", "the same", nothing -> ended = true));
    }

    /**
     * Runs until the input ends or says so.
     *
     * @param prompting whether somebody sits there
     */
    void run(BufferedReader in, boolean prompting) throws IOException {
        while (!ended) {
            if (prompting) {
                out.print(PROMPT);
                out.flush();
            }
            String line = in.readLine();
            if (line == null) {
                return;
            }
            execute(line.strip());
            out.flush();
        }
    }

    private void execute(String line) {
        if (line.isEmpty()) {
            return;
        }
        int blank = line.indexOf(' ');
        String name = blank < 0 ? line : line.substring(0, blank);
        Word word = words.get(name);
        if (word == null) {
            say("No such command: " + name + "; type help");
            return;
        }
        try {
            word.action.accept(blank < 0 ? "" : line.substring(blank + 1).strip());
        } catch (TrunklineException | IllegalArgumentException | IllegalStateException e) {
            say(String.valueOf(e.getMessage()));
        }
    }

    private void say(String text) {
        out.println(text);
    }

    private void connect(String arguments) {
        String[] parts = arguments.split(" +");
        if (parts.length != 3 || !parts[2].matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("Usage: connect NAME HOST PORT");
        }
        say(connections.connect(parts[0], parts[1], Integer.parseInt(parts[2])));
    }

    private void send(String message) {
        if (message.isEmpty()) {
            throw new IllegalArgumentException("Usage: send MESSAGE");
        }
        say(connections.send(message));
    }

    private void listen() {
        say(connections.toggleListening(text -> {
            out.println(text);
            out.flush();
        }));
    }

    private void help() {
        words.forEach((name, word) -> say(String.format("  %-26s %s", name + word.arguments, word.help)));
    }
}
