package lupuscds.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The JSON files of a folder, and which of them are FHIR. */
final class JsonFiles {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A file; {@code type} is empty when the file is not a FHIR resource. */
    record JsonFile(String name, JsonNode tree, String text) {

        String type() {
            return tree.path("resourceType").asText("");
        }

        boolean isFhir() {
            return !type().isEmpty();
        }

        /** The resources of a Bundle, each as it would stand alone. */
        List<JsonFile> entries() {
            return tree.path("entry").findValues("resource").stream()
                    .map(resource -> new JsonFile(nameOf(resource), resource, resource.toString()))
                    .toList();
        }

        private String nameOf(JsonNode resource) {
            return name + "#" + resource.path("resourceType").asText() + "/" + resource.path("id").asText();
        }
    }

    private JsonFiles() {}

    static List<JsonFile> under(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .map(path -> read(folder, path))
                    .toList();
        }
    }

    private static JsonFile read(Path folder, Path path) {
        String name = folder.getFileName().resolve(folder.relativize(path)).toString();
        try {
            String text = Files.readString(path);
            return new JsonFile(name, MAPPER.readTree(text), text);
        } catch (IOException unreadable) {
            throw new IllegalStateException(path + " is not readable JSON", unreadable);
        }
    }
}
