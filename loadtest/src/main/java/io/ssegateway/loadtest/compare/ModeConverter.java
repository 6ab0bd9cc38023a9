package io.ssegateway.loadtest.compare;

import io.ssegateway.loadtest.compare.measurement.Mode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads modes of the command line. */
final class ModeConverter implements ITypeConverter<Mode> {

    @Override
    public Mode convert(String value) {
        try {
            return Mode.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
