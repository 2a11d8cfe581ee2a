package io.aurea.status;

import io.aurea.status.ProblemDetails.Kind;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How many requests are answered at once, from one {@linkplain Caller#ofAddress address} and from all: whoever reads slowly holds
 * a thread as long as that takes, and others have to find one. Probes always do, and event streams have a limit of their own.
 * Beyond it is 503, at once. Thread-safe.
 */
final class RequestSlots implements Filter {
    /** The server has more threads, see {@link StatusServer}. */
    static final int MOST = 120;

    static final int MOST_OF_ADDRESS = 60;

    private static final byte[] BUSY = new ProblemDetails(
                    Kind.TOO_MANY_REQUESTS, "too many requests are being answered; try again in a second")
            .toJson()
            .toString()
            .getBytes(StandardCharsets.UTF_8);

    private final CallerSlots slots = new CallerSlots(MOST, MOST_OF_ADDRESS);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = ((HttpServletRequest) request).getRequestURI();
        if (path.startsWith("/health/") || path.startsWith("/events")) {
            chain.doFilter(request, response);
            return;
        }
        Caller caller = Caller.ofAddress(request.getRemoteAddr());
        if (!slots.take(caller)) {
            HttpServletResponse busy = (HttpServletResponse) response;
            busy.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            busy.setHeader("Retry-After", "1");
            busy.setHeader("Cache-Control", "no-store");
            busy.setContentType(ProblemDetails.CONTENT_TYPE);
            busy.getOutputStream().write(BUSY);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            slots.giveBack(caller);
        }
    }
}
