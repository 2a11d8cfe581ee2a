package io.aurea.cli.policy;

import io.aurea.cli.UserError;
import io.aurea.policy.PolicyException;
import io.aurea.policy.PolicyFile;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The text of a policy file, and the name it was given by. */
public record PolicyText(String file, String yaml) {

    /** @param file - reads stdin */
    public static PolicyText read(String file) {
        try (InputStream in = file.equals("-") ? System.in : new FileInputStream(file)) {
            // Reads a little more than is allowed, to recognise a file that is too long.
            byte[] bytes = in.readNBytes(PolicyFile.MAX_BYTES + 1);
            return new PolicyText(file, new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UserError("cannot read FILE %s".formatted(unreadable.getMessage()), unreadable);
        }
    }

    /** Whether it is a valid policy; if not, every problem is printed, one per line. */
    public boolean check(PrintWriter err) {
        try {
            PolicyFile.parse(yaml, 0);
            return true;
        } catch (PolicyException refused) {
            refused.problems().forEach(problem -> err.println(file + ": " + problem));
            err.flush();
            return false;
        }
    }
}
