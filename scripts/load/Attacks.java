import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Every kind of hostile request. To add one, add a line. */
final class Attacks {

    private static final String PNG = "image/png";
    private static final String FORM = "multipart/form-data; boundary=xyz";
    private static final String HOST = "Host: localhost\r\n";
    private static final String BYE = HOST + "Connection: close\r\n";
    private static final byte[] BLOCK = new byte[64 * 1024];

    /** More than the server reads of one request, and than it listens to after it has refused. */
    private static final long ENDLESS = 64_000_000;

    private Attacks() {}

    static List<Attack> all() {
        List<Attack> all = new ArrayList<>();
        pictures(all);
        forms(all);
        bodies(all);
        connections(all);
        queries(all);
        paths(all);
        methodsAndHeaders(all);
        noHttp(all);
        trainings(all);
        return Collections.unmodifiableList(all);
    }

    private static void pictures(List<Attack> all) {
        add(all, "bomb: 900 million pixels", "413", picture(r -> HostilePictures.millions()));
        add(
                all,
                "bomb: width times height is no int",
                "413",
                picture(r -> HostilePictures.overflow()));
        add(
                all,
                "bomb: 11 million pixels of nothing",
                "422",
                picture(r -> HostilePictures.blank()));
        add(all, "bomb: 11 million clear pixels", "422", picture(r -> HostilePictures.clear()));
        add(all, "bomb: 20x20 unpacks to 200 MB", "422", picture(r -> HostilePictures.unpacks()));
        add(
                all,
                "bomb: GIF, BMP, TIFF of 65500x65500",
                "413 422",
                picture(HostilePictures::bigHeader));
        add(all, "bomb: 10,000 scans", "422", picture(r -> HostilePictures.manyScans()));
        add(all, "bomb: a tile of 2^30 pixels", "422", picture(r -> HostilePictures.tile()));
        add(all, "truncated PNG", "422", picture(HostilePictures::truncated));
        add(all, "truncated JPEG", "422", picture(HostilePictures::truncatedJpeg));
        add(all, "corrupted picture", "200 413 422", picture(HostilePictures::corrupted));
        add(all, "noise", "422", picture(HostilePictures::noise));
        add(all, "noise behind a PNG's signature", "413 422", picture(HostilePictures::noisePng));
        add(all, "empty body", "422", picture(r -> new byte[0]));
        add(all, "script as picture", "422", picture(r -> ascii("<svg onload=alert(1)><script>")));
        add(all, "type: JSON", "415", picture("application/json", ascii("{\"picture\":[1,2}")));
        add(all, "type: HTML", "415", picture("text/html", HostilePictures.seven()));
        add(all, "type: punctuation", "415", picture(";;=/", HostilePictures.seven()));
        add(
                all,
                "type: control characters",
                "400",
                picture("\u0001\u00ff;;=", HostilePictures.seven()));
        add(all, "type: multipart/mixed", "415", picture("multipart/mixed; boundary=a", form(1)));
    }

    private static void forms(List<Attack> all) {
        add(all, "form: 17 pictures", "413", picture(FORM, form(17)));
        add(all, "form: 10,000 parts", "413", picture(FORM, tinyParts(10_000)));
        add(all, "form: no boundary", "400", picture("multipart/form-data", form(1)));
        add(
                all,
                "form: another boundary",
                "400",
                picture("multipart/form-data; boundary=a", form(1)));
        add(all, "form: empty", "400", picture(FORM, ascii("--xyz--\r\n")));
        add(all, "form: cut short", "400 422", picture(r -> cut(form(2), r), FORM));
        add(
                all,
                "form: boundary of 8,000",
                "400",
                picture("multipart/form-data; boundary=" + "b".repeat(8000), form(1)));
        add(
                all,
                "form: a part's header of 100,000",
                "400",
                picture(
                        FORM,
                        ascii(
                                "--xyz\r\nContent-Disposition: form-data; name=\""
                                        + "n".repeat(100_000)
                                        + "\"\r\n\r\na\r\n--xyz--\r\n")));
        add(
                all,
                "form: file name that is a path",
                "422",
                picture(
                        FORM,
                        ascii(
                                "--xyz\r\n"
                                        + "Content-Disposition: form-data; name=\"p\";"
                                        + " filename=\"../../etc/passwd\"\r\n\r\n"
                                        + "a\r\n"
                                        + "--xyz--\r\n")));
    }

    private static void bodies(List<Attack> all) {
        String post = "POST /v1/predict HTTP/1.1\r\n" + BYE + "Content-Type: image/png\r\n";
        add(
                all,
                "body: declares 1 TB",
                "413",
                (line, r) -> line.send(post + "Content-Length: 1000000000000\r\n\r\n"));
        add(
                all,
                "body: 10 MB of zeros",
                "408 422",
                (line, r) -> {
                    line.send(post + "Content-Length: 10485760\r\n\r\n");
                    line.sendUntilAnswered(BLOCK, 10_485_760);
                });
        add(
                all,
                "body: endless, in chunks",
                "408 413",
                (line, r) -> {
                    line.send(post + "Transfer-Encoding: chunked\r\n\r\n");
                    line.sendUntilAnswered(chunk(BLOCK), ENDLESS);
                });
        add(
                all,
                "body: endless, of a declared 2 GB",
                "413",
                (line, r) -> {
                    line.send(post + "Content-Length: 2000000000\r\n\r\n");
                    line.sendUntilAnswered(BLOCK, ENDLESS);
                });
        add(
                all,
                "body: in drops",
                "408",
                (line, r) -> {
                    line.send(post + "Content-Length: 1000\r\n\r\n");
                    line.drip(new byte[1000], 20);
                });
        add(
                all,
                "body: in drops, in chunks",
                "408",
                (line, r) -> {
                    line.send(post + "Transfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 20; i++) {
                        line.drip(ascii("1\r\na\r\n"), 10);
                    }
                });
        add(
                all,
                "body: never comes",
                "408",
                (line, r) -> line.send(post + "Content-Length: 1000\r\n\r\nabc"));
        add(
                all,
                "body: chunk of size -1",
                "400",
                (line, r) ->
                        line.send(post + "Transfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n"));
        add(
                all,
                "body: chunk of size ffffffffff",
                "400",
                (line, r) ->
                        line.send(
                                post
                                        + "Transfer-Encoding: chunked\r\n\r\n"
                                        + "ffffffffff\r\n"
                                        + "a\r\n"
                                        + "0\r\n\r\n"));
        add(
                all,
                "body: trailer of 100,000",
                "400",
                (line, r) ->
                        line.send(
                                post
                                        + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: "
                                        + "x".repeat(100_000)
                                        + "\r\n\r\n"));
    }

    private static void connections(List<Attack> all) {
        String post = "POST /v1/predict HTTP/1.1\r\n" + BYE + "Content-Type: image/png\r\n";
        byte[] seven = HostilePictures.seven();
        add(
                all,
                "half-closed after the request",
                "200",
                (line, r) -> {
                    line.send(post + "Content-Length: " + seven.length + "\r\n\r\n");
                    line.send(seven);
                    line.halfClose();
                });
        add(
                all,
                "half-closed within the body",
                "400",
                (line, r) -> {
                    line.send(post + "Content-Length: 1000\r\n\r\nabc");
                    line.halfClose();
                });
        add(
                all,
                "half-closed within the header",
                "400 closed",
                (line, r) -> {
                    line.send("POST /v1/predict HTTP/1.1\r\nHo");
                    line.halfClose();
                });
        add(all, "half-closed at once", "closed", (line, r) -> line.halfClose());
        add(
                all,
                "aborted within the body",
                "aborted",
                (line, r) -> {
                    line.send(post + "Content-Length: 1000\r\n\r\nabc");
                    line.abort();
                });
        add(
                all,
                "aborted before the answer",
                "aborted",
                (line, r) -> {
                    line.send(post + "Content-Length: " + seven.length + "\r\n\r\n");
                    line.send(seven);
                    line.abort();
                });
        add(
                all,
                "aborted while events come",
                "aborted",
                (line, r) -> {
                    line.send("GET /v1/runs/events HTTP/1.1\r\n" + BYE + "\r\n");
                    line.abort();
                });
        add(
                all,
                "header: in drops",
                "408 closed",
                (line, r) -> line.drip(ascii("GET / HTTP/1.1\r\nHost: " + "a".repeat(1000)), 20));
        add(
                all,
                "header: never ends",
                "408 closed",
                (line, r) -> line.send("GET / HTTP/1.1\r\nHost: a\r\n"));
        add(all, "nothing is sent", "408 closed", (line, r) -> {});
        add(
                all,
                "100 requests at once",
                "200",
                (line, r) ->
                        line.send(
                                ("GET /v1/models HTTP/1.1\r\n" + HOST + "\r\n").repeat(100)
                                        + "GET /v1/models HTTP/1.1\r\n"
                                        + BYE
                                        + "\r\n"));
    }

    private static void queries(List<Attack> all) {
        for (String top :
                List.of(
                        "0",
                        "-1",
                        "1.5",
                        "all",
                        "",
                        "99999999999999999999",
                        "1%00",
                        "%F0%9F%98%80",
                        "1;drop")) {
            add(all, "top=" + top, "400", sevenTo("/v1/predict?top=" + top));
        }
        add(all, "top=999999", "200", sevenTo("/v1/predict?top=999999"));
        add(all, "query: no name", "200", sevenTo("/v1/predict?=&&&=1&%00"));
        add(all, "query: broken percent", "400 404", sevenTo("/v1/predict?model=%zz"));
        add(all, "query: 7,000 parameters", "200", sevenTo("/v1/predict?" + "a&".repeat(7000)));
        add(all, "model: path", "404", sevenTo("/v1/predict?model=../../../../etc/passwd"));
        add(
                all,
                "model: encoded path",
                "404",
                sevenTo("/v1/predict?model=%2e%2e%2f%2e%2e%2fetc%2fpasswd"));
        add(
                all,
                "model: 10,000 letters",
                "404",
                sevenTo("/v1/predict?model=" + "m".repeat(10_000)));
    }

    private static void paths(List<Attack> all) {
        for (String path :
                List.of(
                        "/v1/models/../../../../etc/passwd",
                        "/../../../../etc/passwd",
                        "/v1/models/..%2f..%2fetc%2fpasswd",
                        "/v1/models/%2e%2e/%2e%2e/etc/passwd",
                        "/v1/models/..%5c..%5cwindows",
                        "/v1/models/..;/..;/etc/passwd",
                        "/v1/models/%00",
                        "/v1/models/%c0%ae%c0%ae",
                        "/v1/models/%zz",
                        "/v1/models/a\\b",
                        "/assets/../application.properties",
                        "/assets/..%2fdraw.html",
                        "/assets/draw.html",
                        "/v1/runs/../report",
                        "/v1/runs/..%2f..%2fetc/report",
                        "/v1/runs/etc%5cpasswd/report",
                        "/v1/trainings/..%2f..%2fetc",
                        "/WEB-INF/web.xml",
                        "/META-INF/MANIFEST.MF",
                        "/actuator/env",
                        "//v1//models//",
                        "http://example.org/etc/passwd")) {
            add(
                    all,
                    "GET " + path,
                    "400 404",
                    (line, r) -> line.send("GET " + path + " HTTP/1.1\r\n" + BYE + "\r\n"));
        }
        add(
                all,
                "GET a path of 14,000",
                "400 404 414",
                (line, r) ->
                        line.send("GET /" + "p".repeat(14_000) + " HTTP/1.1\r\n" + BYE + "\r\n"));
        add(
                all,
                "GET a path of 100,000",
                "400 414",
                (line, r) ->
                        line.send("GET /" + "p".repeat(100_000) + " HTTP/1.1\r\n" + BYE + "\r\n"));
    }

    private static void methodsAndHeaders(List<Attack> all) {
        for (String method :
                List.of("GET", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW", "get")) {
            add(
                    all,
                    "method " + method,
                    "405 501",
                    (line, r) ->
                            line.send(
                                    method
                                            + " /v1/predict HTTP/1.1\r\n"
                                            + BYE
                                            + "Content-Length: 0\r\n\r\n"));
        }
        add(
                all,
                "POST to a page",
                "405",
                (line, r) -> line.send("POST / HTTP/1.1\r\n" + BYE + "Content-Length: 0\r\n\r\n"));
        add(
                all,
                "CORS preflight",
                "200",
                (line, r) ->
                        line.send(
                                "OPTIONS /v1/predict HTTP/1.1\r\n"
                                        + BYE
                                        + "Origin: http://example.org\r\n"
                                        + "Access-Control-Request-Method: POST\r\n\r\n"));
        add(all, "header of 20,000", "400 431", header("X-Long: " + "a".repeat(20_000)));
        add(all, "500 headers", "400 431", header("X-A: b\r\n".repeat(500) + "X-Last: c"));
        add(all, "header without a name", "400", header(": a"));
        add(all, "header with a zero", "400", header("X-Zero: a\0b"));
        add(all, "header with a space in its name", "400", header("X Space: a"));
        add(all, "header that is folded", "200 400", header("X-Folded: a\r\n b"));
        add(all, "two lengths", "400", header("Content-Length: 1\r\nContent-Length: 2"));
        add(all, "length of -1", "400", header("Content-Length: -1"));
        add(all, "length of abc", "400", header("Content-Length: abc"));
        add(
                all,
                "an encoding of bodies that is none",
                "400 501",
                header("Transfer-Encoding: nonsense"));
        add(all, "expects nonsense", "400 417", header("Expect: nonsense"));
        add(all, "accepts HTML only", "406", accepting("text/html"));
        add(all, "accepts nonsense", "406", accepting("a/b/c;;q=z"));
        add(all, "accepts 500 types", "406", accepting("a/b,".repeat(500) + "c/d"));
    }

    private static void noHttp(List<Attack> all) {
        add(all, "no host", "400", (line, r) -> line.send("GET / HTTP/1.1\r\n\r\n"));
        add(
                all,
                "two hosts",
                "400",
                (line, r) -> line.send("GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n"));
        add(
                all,
                "host that is none",
                "400",
                (line, r) -> line.send("GET / HTTP/1.1\r\nHost: a b:c/d\r\n\r\n"));
        add(all, "HTTP/9.9", "505", (line, r) -> line.send("GET / HTTP/9.9\r\n" + BYE + "\r\n"));
        add(
                all,
                "HTTP/2 preface",
                "400 505 closed",
                (line, r) -> line.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        add(
                all,
                "TLS",
                "400 closed",
                (line, r) ->
                        line.send(
                                new byte[] {
                                    22, 3, 1, 0, 5, 1, 0, 0, 1, 3, '\r', '\n', '\r', '\n'
                                }));
        add(
                all,
                "noise as HTTP",
                "400 408 closed 505",
                (line, r) -> {
                    byte[] noise = new byte[2000];
                    r.nextBytes(noise);
                    line.send(noise);
                    line.halfClose();
                });
        add(all, "a line without HTTP", "400", (line, r) -> line.send("NONSENSE\r\n\r\n"));
        add(all, "a line of zeros", "400", (line, r) -> line.send("\0\0\0 \0\0 \0\0\r\n\r\n"));
    }

    private static void trainings(List<Attack> all) {
        String bomb =
                "a: &a [x,x,x,x,x,x,x,x,x]\n"
                        + "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n".repeat(1)
                        + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                        + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                        + "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
                        + "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
                        + "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n";
        add(all, "training: JSON", "415", training("a", "application/json", "{\"a\":"));
        add(
                all,
                "training: damaged YAML",
                "422",
                training("a", "application/yaml", "train: {epochs: [}"));
        add(
                all,
                "training: unknown keys",
                "422",
                training("a", "application/yaml", "train: {epoch: 3}\nnope: 1\n"));
        add(
                all,
                "training: YAML that names a class",
                "422",
                training("a", "application/yaml", "!!javax.script.ScriptEngineManager [a]\n"));
        add(all, "training: YAML of aliases", "422", training("a", "application/yaml", bomb));
        add(
                all,
                "training: YAML 10,000 deep",
                "422",
                training("a", "application/yaml", "[".repeat(10_000)));
        add(
                all,
                "training: no text",
                "422",
                training("a", "application/yaml", "\0\u0001\u00ff\u00fe"));
        add(
                all,
                "training: epochs of 1e99",
                "422",
                training("a", "application/yaml", "train: {epochs: 1e99}"));
        add(
                all,
                "training: hidden name",
                "422",
                training(".queue", "application/yaml", "train: {epochs: 1}"));
        add(
                all,
                "training: name of 200",
                "422",
                training("n".repeat(200), "application/yaml", "train: {epochs: 1}"));
    }

    private static Attack.Conversation training(String name, String type, String yaml) {
        return post("/v1/trainings/" + name, type, r -> yaml.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void add(List<Attack> all, String name, String right, Attack.Conversation on) {
        all.add(new Attack(name, List.of(right.split(" ")), on));
    }

    private static Attack.Conversation picture(Function<Random, byte[]> picture) {
        return picture(picture, PNG);
    }

    private static Attack.Conversation picture(Function<Random, byte[]> picture, String type) {
        return post("/v1/predict", type, picture);
    }

    static Attack.Conversation picture(String type, byte[] body) {
        return picture(r -> body, type);
    }

    private static Attack.Conversation sevenTo(String path) {
        return post(path, PNG, r -> HostilePictures.seven());
    }

    private static Attack.Conversation post(
            String path, String type, Function<Random, byte[]> body) {
        return (line, random) -> {
            byte[] bytes = body.apply(random);
            line.send(
                    "POST "
                            + path
                            + " HTTP/1.1\r\n"
                            + BYE
                            + "Content-Type: "
                            + type
                            + "\r\nContent-Length: "
                            + bytes.length
                            + "\r\n\r\n");
            line.send(bytes);
        };
    }

    private static Attack.Conversation header(String header) {
        return (line, random) ->
                line.send("GET /v1/models HTTP/1.1\r\n" + BYE + header + "\r\n\r\n");
    }

    private static Attack.Conversation accepting(String types) {
        return header("Accept: " + types);
    }

    private static byte[] form(int pictures) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (int i = 0; i < pictures; i++) {
            form.writeBytes(
                    ascii(
                            "--xyz\r\n"
                                    + "Content-Disposition: form-data; name=\"p\";"
                                    + " filename=\"p.png\"\r\n\r\n"));
            form.writeBytes(HostilePictures.seven());
            form.writeBytes(ascii("\r\n"));
        }
        form.writeBytes(ascii("--xyz--\r\n"));
        return form.toByteArray();
    }

    private static byte[] tinyParts(int parts) {
        return ascii(
                "--xyz\r\nContent-Disposition: form-data; name=\"p\"\r\n\r\na\r\n".repeat(parts)
                        + "--xyz--\r\n");
    }

    private static byte[] cut(byte[] bytes, Random random) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length - 20));
    }

    private static byte[] chunk(byte[] data) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(ascii(Integer.toHexString(data.length) + "\r\n"));
        chunk.writeBytes(data);
        chunk.writeBytes(ascii("\r\n"));
        return chunk.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
