package io.trunkline.server;

import io.trunkline.codec.internal.message.TopicPattern;
import io.trunkline.server.internal.admission.AddressLimits;
import io.trunkline.server.internal.admission.AddressRules;
import io.trunkline.server.internal.admission.Doorkeeper;
import io.trunkline.server.internal.admission.Entrance;
import io.trunkline.server.internal.admission.Grants;
import io.trunkline.server.internal.admission.Lockouts;
import io.trunkline.server.internal.admission.Logins;
import io.trunkline.server.internal.admission.Pace;
import io.trunkline.server.internal.admission.RateRules;
import io.trunkline.server.internal.observe.Observation;
import io.trunkline.transport.internal.RuntimeCore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Admission} becomes when its server starts. Immutable; its parts are thread-safe.
 *
 * @param doorkeeper of all listeners
 * @param entrance of all connections
 */
record AdmissionParts(Doorkeeper doorkeeper, Entrance entrance) {
    static AdmissionParts of(Admission admission, RuntimeCore core, Observation observation) {
        AdmissionValues set = admission.values();
        return new AdmissionParts(
                new Doorkeeper(orders(set), core.ticker(), observation), entrance(set, core, observation));
    }

    private static Doorkeeper.Orders orders(AdmissionValues set) {
        return new Doorkeeper.Orders(
                new AddressRules(set.allowed, set.denied),
                set.maxConnections,
                new AddressLimits(
                        set.maxConnectionsPerAddress, set.maxHandshakesPerAddress, paceOrNull(set.connectionRate)),
                set.limitLoopback);
    }

    private static Entrance entrance(AdmissionValues set, RuntimeCore core, Observation observation) {
        Permissions permissions = set.permissions;
        return new Entrance(
                logins(set, core),
                set.authenticationTimeout,
                identity -> permissions == null ? Grants.WITHOUT_RULES : permissions.grantsOf(identity),
                RateRules.of(paces(set), core.ticker()),
                observation);
    }

    private static @Nullable Logins logins(AdmissionValues set, RuntimeCore core) {
        Authenticator authenticator = set.authenticator;
        if (authenticator == null) {
            return null;
        }
        Duration locked = set.lockoutDuration;
        Lockouts table = locked == null ? null : new Lockouts(set.lockoutFailures, locked.toNanos(), core.ticker());
        return new Logins(authenticator, new Logins.Locks(table, set.limitLoopback), core.workers(), core.ticker());
    }

    private static RateRules.Paces paces(AdmissionValues set) {
        return new RateRules.Paces(
                paceOrNull(set.ratePerConnection),
                paceOrNull(set.ratePerIdentity),
                paceOrNull(set.ratePerTopic),
                set.topicRates.stream()
                        .map(each -> new RateRules.Topics(TopicPattern.of(each.pattern()), pace(each.rate())))
                        .toList());
    }

    private static @Nullable Pace paceOrNull(@Nullable Rate rate) {
        return rate == null ? null : pace(rate);
    }

    private static Pace pace(Rate rate) {
        return new Pace(rate.intervalNanos(), rate.burst());
    }
}
