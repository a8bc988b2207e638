import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.*;

/**
 * HermiT over files. Each line of the input is a file and one for the answer, divided by a tab. The answer is
 * "contradiction", or a line for each pair of things that are the same: their IRIs, divided by a tab.
 */
public class Reason {
    public static void main(String[] arguments) throws Exception {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] order = line.split("\t");
            OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(order[0]));
            Files.write(Path.of(order[1]), entailed(ontology));
        }
    }

    private static List<String> entailed(OWLOntology ontology) {
        Configuration configuration = new Configuration();
        configuration.ignoreUnsupportedDatatypes = true; // of dates; no value of one is asked about
        configuration.throwInconsistentOntologyException = false;
        Reasoner reasoner = new Reasoner(configuration, ontology);
        return reasoner.isConsistent() ? same(ontology, reasoner) : List.of("contradiction");
    }

    private static List<String> same(OWLOntology ontology, Reasoner reasoner) {
        List<String> pairs = new ArrayList<>();
        ontology.individualsInSignature().forEach(thing -> others(reasoner, thing).forEach(other ->
            pairs.add(thing.getIRI() + "\t" + other.getIRI())));
        return pairs;
    }

    private static Stream<OWLNamedIndividual> others(Reasoner reasoner, OWLNamedIndividual thing) {
        return reasoner.getSameIndividuals(thing).entities().filter(other -> thing.compareTo(other) < 0);
    }
}
