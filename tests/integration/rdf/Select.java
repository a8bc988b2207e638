import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import org.apache.jena.query.*;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.RDFDataMgr;

/**
 * Apache Jena, asked. Each line of the input is a question, its parts divided by tabs: the file of the query, that of the
 * data, and that for the answer, as CSV.
 */
public class Select {
    public static void main(String[] arguments) throws IOException {
        var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] question = line.split("\t");
            Model data = RDFDataMgr.loadModel(question[1]);
            try (QueryExecution asked = QueryExecution.model(data).query(Files.readString(Path.of(question[0]))).build();
                    OutputStream out = Files.newOutputStream(Path.of(question[2]))) {
                ResultSetFormatter.outputAsCSV(out, asked.execSelect());
            }
        }
    }
}
