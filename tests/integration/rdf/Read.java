import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.*;
import org.apache.jena.riot.*;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.shacl.ShaclValidator;

/**
 * Apache Jena over files. Each line of the input is an order, its parts divided by tabs, and each is answered by a file.
 *
 * "read, file, answer": the file's statements as N-Quads. "judge, shapes, data, answer": SHACL's report as N-Triples.
 * "ask, query, data…, answer": the result of a query in plain SPARQL 1.1, as JSON. Beside an answer,
 * "answer.problems" holds what Jena warns of, a line each.
 */
public class Read {
    public static void main(String[] arguments) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] order = line.split("\t");
            List<String> problems = new ArrayList<>();
            String answer = order[order.length - 1];
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(answer)))) {
                switch (order[0]) {
                    case "read" -> read(order[1], out, problems);
                    case "judge" -> judge(order[1], order[2], out);
                    default -> ask(order[1], Arrays.copyOfRange(order, 2, order.length - 1), out);
                }
            } catch (RuntimeException error) {
                problems.add(String.valueOf(error.getMessage()).replace('\n', ' '));
            }
            Files.write(Path.of(answer + ".problems"), problems);
        }
    }

    private static void read(String file, OutputStream out, List<String> problems) {
        // A base of its own: where a file leaves an address to be completed, no two readers agree.
        RDFParserBuilder parser = RDFParser.source(file).base("https://jena.example/").checking(true);
        RDFDataMgr.write(out, parser.errorHandler(collect(problems)).toDatasetGraph(), RDFFormat.NQUADS_UTF8);
    }

    private static void judge(String shapes, String data, OutputStream out) {
        Graph report = ShaclValidator.get().validate(RDFDataMgr.loadGraph(shapes), RDFDataMgr.loadGraph(data)).getGraph();
        RDFDataMgr.write(out, report, RDFFormat.NTRIPLES_UTF8);
    }

    private static void ask(String query, String[] files, OutputStream out) {
        Dataset data = DatasetFactory.create();
        for (String file : files) RDFDataMgr.read(data, file);
        Query parsed = QueryFactory.read(query, null, Syntax.syntaxSPARQL_11);
        try (QueryExecution execution = QueryExecution.create(parsed, data)) {
            ResultSetFormatter.outputAsJSON(out, execution.execSelect());
        }
    }

    private static ErrorHandler collect(List<String> problems) {
        return new ErrorHandler() {
            @Override
            public void warning(String message, long line, long column) {
                problems.add(line + ":" + column + " " + message);
            }

            @Override
            public void error(String message, long line, long column) {
                problems.add(line + ":" + column + " " + message);
            }

            @Override
            public void fatal(String message, long line, long column) {
                throw new RiotException(line + ":" + column + " " + message);
            }
        };
    }
}
