package lupuscds.fhirserver;

import ca.uhn.fhir.rest.server.RestfulServer;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * An R4 server at http://127.0.0.1:PORT/fhir until the process ends; what it holds ends with it.
 * Port 0 takes any free one. Its address is printed once it answers.
 */
public final class FhirServer {

    private FhirServer() {}

    public static void main(String[] arguments) throws Exception {
        var port = Integer.parseInt(arguments[0]);
        var spring = new AnnotationConfigApplicationContext();
        // The DAOs of HAPI name each other in circles.
        spring.setAllowCircularReferences(true);
        spring.register(Storage.class, Behaviour.class, Endpoint.class);
        spring.refresh();

        var handler = new ServletContextHandler();
        var servlet = new ServletHolder(spring.getBean(RestfulServer.class));
        servlet.setInitOrder(0);
        handler.addServlet(servlet, "/fhir/*");
        var server = new Server(new InetSocketAddress("127.0.0.1", port));
        server.setHandler(handler);
        server.start();
        System.out.printf("listening on http://127.0.0.1:%d/fhir%n", server.getURI().getPort());
        server.join();
    }
}
