package io.aurea.settings;

/** A setting that is missing or not allowed. The message is one line with its place, key, value and what is allowed. */
public final class SettingsException extends RuntimeException {

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
