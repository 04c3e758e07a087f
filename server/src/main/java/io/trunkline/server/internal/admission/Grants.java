package io.trunkline.server.internal.admission;

import io.trunkline.codec.internal.message.TopicName;
import io.trunkline.codec.internal.message.TopicPattern;
import java.util.List;
import java.util.Set;

/**
 * What one peer may do: asked wherever a message of its enters the broker, before any topic is looked up.
 *
 * <pre>{@code
 * no rules at all   everything but the subscription of system.message, which shows everybody's payloads
 * rules             what a rule allows, and nothing else; a pattern only if one allowed pattern covers it whole
 * }</pre>
 *
 * <p>The topics that a connection needs to speak at all (heartbeat, hello, its own registration, subscribing, which is checked
 * by what is subscribed to) are free. Immutable.
 */
public final class Grants {
    /** Every message of everybody: by its name only, in a rule, never by default. */
    private static final String AUDIT = "system.message";

    private static final Set<String> FREE = Set.of(
            "system.auth",
            "system.heartbeat",
            "system.hello",
            "system.log.unsubscribe",
            "system.service.register",
            "system.topic.subscribe",
            "system.topic.unsubscribe");

    /** Where no permissions are configured. */
    public static final Grants WITHOUT_RULES = new Grants(false, List.of());

    private final boolean hasRules;
    private final List<Rights> rights;

    private Grants(boolean hasRules, List<Rights> rights) {
        this.hasRules = hasRules;
        this.rights = rights;
    }

    /**
     * Grants what the rules say that hold for a peer, and nothing else.
     *
     * @param rights of those rules, perhaps none
     * @return the grants
     */
    public static Grants of(List<Rights> rights) {
        return new Grants(true, List.copyOf(rights));
    }

    /**
     * Tells whether the peer may publish to a topic of applications.
     *
     * @param topic of the message
     * @return false if no rule allows it
     */
    public boolean mayPublish(TopicName topic) {
        if (!hasRules) {
            return true;
        }
        for (int i = 0; i < rights.size(); i++) {
            if (Rights.anyMatches(rights.get(i).publish(), topic)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Tells whether the peer may ask a topic, the broker's own included.
     *
     * @param topic of the request
     * @return false if no rule allows it
     */
    public boolean mayRequest(TopicName topic) {
        if (!hasRules || (topic.isSystem() && FREE.contains(topic.lower()))) {
            return true;
        }
        for (int i = 0; i < rights.size(); i++) {
            if (Rights.anyMatches(rights.get(i).request(), topic)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Tells whether the peer may have the events of a pattern.
     *
     * @param pattern as it is asked for
     * @return false unless one allowed pattern covers all of it
     */
    public boolean maySubscribe(TopicPattern pattern) {
        return hasRules
                ? rights.stream().anyMatch(each -> Rights.anyCovers(each.subscribe(), pattern))
                : !pattern.lower().equals(AUDIT);
    }

    /**
     * Tells whether the peer may answer the requests of a pattern.
     *
     * @param pattern as it is asked for
     * @return false unless one allowed pattern covers all of it
     */
    public boolean mayServe(TopicPattern pattern) {
        return hasRules
                ? rights.stream().anyMatch(each -> Rights.anyCovers(each.serve(), pattern))
                : !pattern.lower().equals(AUDIT);
    }
}
