import java.nio.file.Path;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * A real Neo4j in this JVM: {@code java -cp … LocalNeo4j.java DIR PORT PAGE_CACHE_MIB}. Without a password, for this machine alone.
 * Prints one JSON line when ready and ends when its standard input does, that is, when its parent is gone.
 */
public class LocalNeo4j {
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    SocketAddress address = new SocketAddress("127.0.0.1", Integer.parseInt(arguments[1]));
    DatabaseManagementService server =
        new DatabaseManagementServiceBuilder(directory)
            .setConfig(BoltConnector.enabled, true)
            .setConfig(BoltConnector.listen_address, address)
            .setConfig(BoltConnector.advertised_address, address)
            .setConfig(HttpConnector.enabled, false)
            .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(Integer.parseInt(arguments[2])))
            .build();
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
    if (!server.database("neo4j").isAvailable(60_000)) throw new IllegalStateException("not available after 60 s");
    System.out.println("{\"ready\":{\"url\":\"bolt://127.0.0.1:" + arguments[1] + "\"}}");
    while (System.in.read() != -1) {
      // nothing is ever said; only the end counts
    }
    System.exit(0);
  }
}
