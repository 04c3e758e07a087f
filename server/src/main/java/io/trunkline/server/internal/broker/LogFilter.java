package io.trunkline.server.internal.broker;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.trunkline.server.LogLevel;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which log events a client wants: by level, and by a regular expression that is matched in linear time.
 *
 * <p>Immutable. A filter is bounded in length and in what its repetitions multiply to, since a compiled expression grows with
 * both. Implements SPEC.md, log, metrics and audit events.
 */
final class LogFilter {
    /** What a client gets that says nothing. */
    static final LogFilter DEFAULT = new LogFilter(EnumSet.of(LogLevel.ERROR), null);

    /** Enough for a few words and alternatives. */
    private static final int LONGEST_REGEX = 256;

    private final Set<LogLevel> levels;
    private final @Nullable Pattern regex;

    private LogFilter(Set<LogLevel> levels, @Nullable Pattern regex) {
        this.levels = levels;
        this.regex = regex;
    }

    /**
     * Reads a subscription.
     *
     * @throws io.trunkline.ReplyException {@code INVALID_REQUEST} for another level, or an expression that is not taken
     */
    static LogFilter of(Fields request) {
        Set<LogLevel> levels = request.has("levels") ? levels(request.texts("levels")) : DEFAULT.levels;
        return new LogFilter(
                levels, request.text("regex").map(LogFilter::compile).orElse(null));
    }

    private static Set<LogLevel> levels(List<String> names) {
        Set<LogLevel> levels = EnumSet.noneOf(LogLevel.class);
        names.forEach(name -> levels.add(level(name)));
        return levels;
    }

    private static LogLevel level(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "debug" -> LogLevel.DEBUG;
            case "info" -> LogLevel.INFO;
            case "warn" -> LogLevel.WARN;
            case "error" -> LogLevel.ERROR;
            default -> throw Fields.invalid("levels are debug, info, warn and error");
        };
    }

    private static Pattern compile(String regex) {
        if (regex.length() > LONGEST_REGEX) {
            throw Fields.invalid("regex has more than " + LONGEST_REGEX + " characters");
        }
        if (!RegexBound.holds(regex)) {
            throw Fields.invalid("the repetitions of regex multiply to more than " + RegexBound.MOST);
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw Fields.invalid("regex is none, or one that cannot be matched in linear time");
        }
    }

    Set<LogLevel> levels() {
        return levels;
    }

    boolean wants(LogLevel level, String message) {
        return levels.contains(level)
                && (regex == null || regex.matcher(message).find());
    }
}
