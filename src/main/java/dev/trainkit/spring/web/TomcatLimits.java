package dev.trainkit.spring.web;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/** Makes Tomcat answer errors as this package does, and wait no longer than may be. */
final class TomcatLimits
        implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

    private final WebProperties limits;

    TomcatLimits(WebProperties limits) {
        this.limits = limits;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (factory.getProtocol().equals(TomcatServletWebServerFactory.DEFAULT_PROTOCOL)) {
            factory.setProtocol(TimedProtocol.class.getName());
        }
        factory.addContextCustomizers(
                context -> {
                    if (context.getParent() instanceof StandardHost host) {
                        host.setErrorReportValveClass(ProblemValve.class.getName());
                    }
                });
        factory.addConnectorCustomizers(
                connector -> {
                    connector.setProperty(
                            "connectionTimeout", "" + limits.requestTimeout().toMillis());
                    connector.setXpoweredBy(false);
                });
        if (limits.accessLog()) {
            factory.addEngineValves(new AccessLog());
        }
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
