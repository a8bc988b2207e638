import java.util.Properties;
import org.apache.solr.embedded.JettyConfig;
import org.apache.solr.embedded.JettySolrRunner;

/** A whole Solr on 127.0.0.1, from the jars of its own test framework: java -cp 'jars/*' Solr.java HOME PORT. */
public class Solr {
    public static void main(String[] arguments) throws Exception {
        JettyConfig config = JettyConfig.builder()
            .setContext("/solr")
            .setPort(Integer.parseInt(arguments[1]))
            .stopAtShutdown(true)
            .build();
        new JettySolrRunner(arguments[0], new Properties(), config).start(false);
        Thread.currentThread().join();
    }
}
