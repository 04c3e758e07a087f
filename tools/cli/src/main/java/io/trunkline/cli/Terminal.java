package io.trunkline.cli;

import java.io.Console;

/** Tells whether somebody sits before a terminal. */
final class Terminal {
    private Terminal() {}

    /** From JDK 22 on there is a console without a terminal too, and a method that tells; before that there was neither. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean isPresent() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
