package io.trunkline;

import java.util.Arrays;
import java.util.Set;

/**
 * Who was authenticated: a name and the roles it holds.
 *
 * <p>Immutable; equal by name and roles.
 */
public final class Identity {
    private final String name;
    private final Set<String> roles;

    private Identity(String name, Set<String> roles) {
        this.name = name;
        this.roles = roles;
    }

    /**
     * Makes an identity.
     *
     * @param name who it is; not blank
     * @param roles what it may be asked for; repeated ones count once
     * @return the identity
     * @throws IllegalArgumentException if the name is blank
     */
    public static Identity of(String name, String... roles) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an identity needs a name, and this one is blank");
        }
        return new Identity(name, Set.copyOf(Arrays.asList(roles)));
    }

    /**
     * Names who it is.
     *
     * @return never blank
     */
    public String name() {
        return name;
    }

    /**
     * Lists the roles.
     *
     * @return immutable, perhaps empty
     */
    public Set<String> roles() {
        return roles;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Identity that && name.equals(that.name) && roles.equals(that.roles);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + roles.hashCode();
    }

    /** Shows name and roles. */
    @Override
    public String toString() {
        return "Identity[" + name + " " + roles + "]";
    }
}
