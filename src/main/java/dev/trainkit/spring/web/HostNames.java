package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that a server answers to. Somebody elsewhere can have a name of theirs lead to this
 * machine while a browser shows their page, which may then read what only people here should (DNS
 * rebinding).
 */
final class HostNames {

    static final String ANY = "*";

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::|0:0:0:0:0:0:0:)1]");

    /** No name server says where an address leads to. */
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.%]+]");

    private final Set<String> named;
    private final boolean any;

    /**
     * @param named besides those of the loopback; {@code *} for any. None stands for any where the
     *     server is for other machines: it cannot know what they call it
     * @param listeningOn null for every address
     */
    HostNames(List<String> named, InetAddress listeningOn) {
        this.named =
                named.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        boolean isLocal = listeningOn != null && listeningOn.isLoopbackAddress();
        any = named.contains(ANY) || (named.isEmpty() && !isLocal);
    }

    /** By the header as it came: what a proxy is said to have been asked, a page can say too. */
    boolean include(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return any || include(host == null ? request.getServerName() : host);
    }

    private boolean include(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.?(:\\d*)?$", "");
        return LOOPBACK.matcher(name).matches()
                || named.contains(name)
                || (!named.isEmpty() && ADDRESS.matcher(name).matches());
    }
}
