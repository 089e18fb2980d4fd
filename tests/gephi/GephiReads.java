import java.awt.Color;
import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.function.Function;
import java.util.logging.LogManager;
import org.gephi.graph.api.*;
import org.gephi.io.importer.api.*;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.openide.util.Lookup;

/**
 * Prints, as one JSON object, what Gephi holds after it opened a GraphML or GEXF file.
 *
 * <p>Usage: {@code java -cp gephi-toolkit-all.jar GephiReads.java FILE [--summary] [--merge STRATEGY] [--no-scale]}
 *
 * <p>The file goes the way of Gephi's desktop: ImportController.importFile, Container.verify, the defaults of the
 * import dialog (parallel edges merged by SUM, auto-scale on), then DefaultProcessor into a new workspace. If edges
 * were merged away, the file is read once more with NO_MERGE and {@code "no_merge"} tells what that keeps.
 * {@code --summary} leaves out the lists of nodes and edges. {@code --merge} takes SUM, AVG, MIN, MAX, FIRST, LAST or
 * NO_MERGE. {@code --no-scale} unticks auto-scale, so that x, y and size are those of the file.
 * On failure: one sentence on standard error, exit code 1.
 */
public final class GephiReads {

    /** As many issues as Gephi's import dialog lists. */
    private static final int ISSUES_LIMIT = 5000;

    private final Container container;
    private final GraphModel model;
    private final List<Issue> issues = new ArrayList<>();

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = System.err;
        int code = 1;
        try {
            silence();
            out.println(json(run(args)));
            out.flush();
            code = 0;
        } catch (Exception | LinkageError problem) {
            err.println("GephiReads: " + sentence(problem));
        }
        System.exit(code); // Gephi leaves threads behind
    }

    private static void silence() {
        System.setProperty("java.awt.headless", "true");
        Locale.setDefault(Locale.ENGLISH);
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(System.out);
        LogManager.getLogManager().reset();
    }

    private static String sentence(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return message.replaceAll("\\s+", " ").trim();
    }

    private static Map<String, Object> run(String[] args) throws Exception {
        List<String> left = new ArrayList<>(List.of(args));
        boolean summary = left.remove("--summary");
        boolean scale = !left.remove("--no-scale");
        int flag = left.indexOf("--merge");
        EdgeMergeStrategy merge = null;
        if (flag >= 0 && flag + 1 < left.size()) {
            merge = EdgeMergeStrategy.valueOf(left.remove(flag + 1));
            left.remove(flag);
        }
        if (left.size() != 1) {
            throw new IllegalArgumentException("Usage: FILE [--summary] [--merge STRATEGY] [--no-scale]");
        }
        File file = new File(left.get(0)).getAbsoluteFile();
        GephiReads read = new GephiReads(file, merge, scale);
        Map<String, Object> result = read.everything(summary);
        if (read.container.getUnloader().getEdgeCount() > read.edges().size()) {
            result.put("no_merge", new GephiReads(file, EdgeMergeStrategy.NO_MERGE, scale).everything(summary));
        }
        return result;
    }

    /** Imports the file into a workspace of its own; a null strategy stands for the importer's default. */
    private GephiReads(File file, EdgeMergeStrategy merge, boolean scale) throws Exception {
        if (!file.isFile()) {
            throw new IllegalArgumentException("There is no file " + file + ".");
        }
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        container = importer.importFile(file);
        if (container == null) {
            throw new IllegalArgumentException("Gephi has no importer for " + file.getName() + ".");
        }
        boolean verified = container.verify();
        take(container.getReport());
        if (!verified) {
            throw new IllegalStateException("Gephi refuses " + file.getName() + ": " + issues);
        }
        container.getLoader().setAutoScale(scale);
        if (merge != null) {
            container.getLoader().setEdgesMergeStrategy(merge);
        }
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        DefaultProcessor processor = new DefaultProcessor();
        importer.process(container, processor, projects.getCurrentWorkspace());
        take(processor.getReport());
        model = Lookup.getDefault().lookup(GraphController.class).getGraphModel();
    }

    private void take(Report report) {
        if (report != null && !report.isEmpty()) {
            report.close();
            issues.addAll(report.getIssuesList(ISSUES_LIMIT));
            report.clean();
        }
    }

    private List<Node> nodes() {
        return Arrays.asList(model.getGraph().getNodes().toArray());
    }

    private List<Edge> edges() {
        return Arrays.asList(model.getGraph().getEdges().toArray());
    }

    private Map<String, Object> everything(boolean summary) {
        Map<String, Object> result = object(
            "graph_type", graphType(),
            "merge_strategy", container.getUnloader().getEdgesMergeStrategy(),
            "node_count", nodes().size(),
            "edge_count", edges().size(),
            "edges_read", container.getUnloader().getEdgeCount(),
            "edge_type_count", model.getEdgeTypeCount(),
            "edge_types", Arrays.asList(model.getEdgeTypeLabels()),
            "parallel_pairs", parallelPairs(),
            "weight_sum", edges().stream().mapToDouble(e -> e.hasDynamicWeight() ? 0 : e.getWeight()).sum(),
            "labelled_nodes", nodes().stream().filter(GephiReads::labelled).count(),
            "labelled_edges", edges().stream().filter(GephiReads::labelled).count(),
            "node_columns", columns(model.getNodeTable()),
            "edge_columns", columns(model.getEdgeTable()),
            "time", time(),
            "issue_counts", issueCounts(),
            "issues", each(issues, i -> object("level", i.getLevel(), "message", i.getMessage())));
        if (!summary) {
            result.put("nodes", each(nodes(), this::node));
            result.put("edges", each(edges(), this::edge));
        }
        return result;
    }

    private String graphType() {
        if (edges().isEmpty()) {
            return "none";
        }
        return model.isUndirected() ? "undirected" : model.isDirected() ? "directed" : "mixed";
    }

    /** Counts the pairs of nodes that have more than one edge, in whichever direction. */
    private long parallelPairs() {
        Map<List<Integer>, Integer> seen = new HashMap<>();
        for (Edge edge : edges()) {
            int a = edge.getSource().getStoreId();
            int b = edge.getTarget().getStoreId();
            seen.merge(List.of(Math.min(a, b), Math.max(a, b)), 1, Integer::sum);
        }
        return seen.values().stream().filter(n -> n > 1).count();
    }

    private static boolean labelled(Element element) {
        return element.getLabel() != null && !element.getLabel().isEmpty();
    }

    private Map<String, Object> time() {
        return object(
            "dynamic", model.isDynamic(),
            "format", model.getTimeFormat(),
            "representation", model.getConfiguration().getTimeRepresentation(),
            "zone", model.getTimeZone().getID(),
            "bounds", span(model.getTimeBounds()));
    }

    private static List<Object> columns(Table table) {
        return each(Arrays.asList(table.toArray()), column -> object(
            "id", column.getId(),
            "title", column.getTitle(),
            "type", column.getTypeClass().getSimpleName(),
            "origin", column.getOrigin()));
    }

    private Map<String, Long> issueCounts() {
        Map<String, Long> result = new TreeMap<>();
        issues.forEach(issue -> result.merge(issue.getLevel().name(), 1L, Long::sum));
        return result;
    }

    private Map<String, Object> node(Node node) {
        return object(
            "id", node.getId(),
            "label", node.getLabel(),
            "x", node.x(),
            "y", node.y(),
            "size", node.size(),
            "color", color(node),
            "times", times(node),
            "attributes", attributes(node));
    }

    private Map<String, Object> edge(Edge edge) {
        return object(
            "id", edge.getId(),
            "source", edge.getSource().getId(),
            "target", edge.getTarget().getId(),
            "label", edge.getLabel(),
            "weight", edge.hasDynamicWeight() ? printed(edge.getAttribute("weight")) : edge.getWeight(),
            "type", edge.getTypeLabel(),
            "directed", edge.isDirected(),
            "color", color(edge),
            "times", times(edge),
            "attributes", attributes(edge));
    }

    /** A transparent edge has no colour of its own: Gephi draws it in that of its nodes. */
    private static String color(ElementProperties element) {
        Color color = element.getColor();
        return element.alpha() == 0 ? null : String.format("#%06x", color.getRGB() & 0xffffff);
    }

    private List<Object> times(Element element) {
        boolean points = model.getConfiguration().getTimeRepresentation() == TimeRepresentation.TIMESTAMP;
        return points
            ? each(Arrays.stream(element.getTimestamps()).boxed().toList(), this::instant)
            : each(Arrays.asList(element.getIntervals()), this::span);
    }

    private List<String> span(Interval interval) {
        return List.of(instant(interval.getLow()), instant(interval.getHigh()));
    }

    private String instant(double value) {
        return AttributeUtils.printTimestampInFormat(value, model.getTimeFormat(), model.getTimeZone());
    }

    /** The columns that came with the file; those without a value are null. */
    private Map<String, Object> attributes(Element element) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (Column column : element.getTable()) {
            if (!column.isProperty()) {
                Object value = element.getAttribute(column);
                result.put(column.getId(), column.isDynamic() ? printed(value) : value);
            }
        }
        return result;
    }

    private String printed(Object value) {
        return value == null ? null : AttributeUtils.print(value, model.getTimeFormat(), model.getTimeZone());
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            result.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return result;
    }

    private static <T> List<Object> each(Collection<T> items, Function<T, Object> change) {
        return new ArrayList<>(items.stream().map(change).toList());
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return "{" + String.join(", ", map.entrySet().stream().map(GephiReads::member).toList()) + "}";
        }
        if (value instanceof Collection<?> items) {
            return "[" + String.join(", ", items.stream().map(GephiReads::json).toList()) + "]";
        }
        if (value != null && value.getClass().isArray()) {
            Object[] items = new Object[Array.getLength(value)];
            Arrays.setAll(items, i -> Array.get(value, i));
            return json(Arrays.asList(items));
        }
        boolean number = value instanceof Number n && Double.isFinite(n.doubleValue());
        return value == null || value instanceof Boolean || number ? String.valueOf(value) : quoted(value.toString());
    }

    private static String member(Map.Entry<?, ?> entry) {
        return quoted(entry.getKey().toString()) + ": " + json(entry.getValue());
    }

    /** Escapes what JSON forbids and halves of surrogate pairs; all else stays as it is, for UTF-8. */
    private static String quoted(String raw) {
        StringBuilder text = new StringBuilder("\"");
        raw.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < 0x20 || c == 0x7f || c >= 0xd800 && c <= 0xdfff) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.append('"').toString();
    }
}
