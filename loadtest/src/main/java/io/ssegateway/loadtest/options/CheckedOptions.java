package io.ssegateway.loadtest.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that commands mix in: they refuse wrong values in the name of the command. */
public abstract class CheckedOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Refuses what is not in the range, its ends included. */
    public final void checkRange(String option, int value, int min, int max) {
        check(value >= min && value <= max, "%s must be from %d to %d, but is %d".formatted(option, min, max, value));
    }

    /** Refuses the arguments with that message unless the condition holds. */
    public final void check(boolean condition, String message) {
        if (!condition) {
            throw refusal(message);
        }
    }

    /** To be thrown: the arguments are wrong for that reason. */
    public final ParameterException refusal(String message) {
        return new ParameterException(commandLine(), message);
    }

    final CommandLine commandLine() {
        if (command == null) {
            throw new IllegalStateException("not called by picocli");
        }
        return command.commandLine();
    }
}
