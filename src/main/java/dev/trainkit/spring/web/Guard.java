package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Adds the headers of every answer, and lets nobody at the models by a foreign name, from a foreign
 * page or without the key. It goes by who is about to answer: an address can be written in many
 * ways that lead to the same, and what an application answers besides is its own.
 */
final class Guard implements HandlerInterceptor, WebMvcConfigurer {

    private final HostNames names;
    private final Origins origins;
    private final ApiKey key;

    /**
     * @param listeningOn the server's address; null for every one
     */
    Guard(WebProperties properties, InetAddress listeningOn) {
        names = new HostNames(properties.hosts(), listeningOn);
        origins = new Origins(properties.cors().allowedOrigins());
        key = new ApiKey(properties.apiKey());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public void addCorsMappings(CorsRegistry registry) {
        origins.register(registry);
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || !isOurs(method)) {
            return true;
        }
        ResponseHeaders.API.forEach(response::setHeader);
        if (method.getBeanType() == HealthController.class) {
            return true;
        }
        requireName(request);
        requireOrigin(request);
        if (method.getBeanType() != PageController.class) {
            requireKey(request, response);
        }
        return true;
    }

    private static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getPackage() == Guard.class.getPackage();
    }

    private void requireName(HttpServletRequest request) {
        if (!names.include(request)) {
            throw new RefusedException(
                    HttpStatus.FORBIDDEN,
                    "The server does not answer to the name that the header Host has. Ask it as"
                            + " localhost, 127.0.0.1 or [::1], or list the name in"
                            + " trainkit.web.hosts.");
        }
    }

    private void requireOrigin(HttpServletRequest request) {
        if (!origins.allow(request)) {
            throw new RefusedException(
                    HttpStatus.FORBIDDEN,
                    "A page of another origin asked this. Ask from the server's own pages, or list"
                            + " the origin in trainkit.web.cors.allowed-origins.");
        }
    }

    private void requireKey(HttpServletRequest request, HttpServletResponse response) {
        if (!key.isSentBy(request)) {
            response.setHeader("WWW-Authenticate", "Bearer");
            throw new RefusedException(
                    HttpStatus.UNAUTHORIZED,
                    "The key is missing or wrong. Send it as X-Api-Key, or as Authorization:"
                            + " Bearer.");
        }
    }
}
