package io.aurea.status;

import io.aurea.status.ProblemDetails.Kind;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page: the files of a flat resource folder. */
final class PageFiles {
    private static final String FOLDER = "/io/aurea/page/";
    private static final String INDEX = "index.html";
    private static final Pattern FILE = Pattern.compile("/([A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.([a-z0-9]+))");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "woff2", "font/woff2",
            "png", "image/png",
            "ico", "image/x-icon",
            "txt", "text/plain; charset=utf-8");

    private PageFiles() {}

    /** Whether a path belongs to the page, whether or not the file exists. */
    static boolean serves(String path) {
        return path.equals("/") || typeOf(path) != null;
    }

    private static String typeOf(String path) {
        Matcher file = FILE.matcher(path);
        return file.matches() ? TYPES.get(file.group(2)) : null;
    }

    static void index(Context request) {
        send(request, INDEX, TYPES.get("html"));
    }

    static void file(Context request) {
        String type = typeOf(request.path());
        if (type == null) {
            throw new ProblemDetails(Kind.NOT_FOUND, "there is no " + Gate.shown(request.path()));
        }
        send(request, request.path().substring(1), type);
    }

    private static void send(Context request, String name, String type) {
        try (InputStream file = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new ProblemDetails(Kind.NOT_FOUND, "there is no /" + name);
            }
            request.contentType(type).header("Cache-Control", "no-cache").result(file.readAllBytes());
        } catch (IOException broken) {
            throw new ProblemDetails(Kind.INTERNAL, "/" + name + " cannot be read");
        }
    }
}
