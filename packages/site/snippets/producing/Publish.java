import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class Publish {
  private static final Map<String, String> ENV = System.getenv();
  private static final String TENANT = ENV.getOrDefault("TENANT", "acme");
  private static final String TASK_ID = ENV.getOrDefault("TASK_ID", "task_1");

  public static void main(String[] args) throws ExecutionException, InterruptedException {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", ENV.getOrDefault("KAFKA_BROKERS", "localhost:9092"));
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    try (Producer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      publish(producer, "task.created", TASK_ID + "-created", """
          {"capability": "image.generate", "model": "aurora-xl", "input": {"prompt": "A lighthouse in the fog"}}""");
      publish(producer, "task.charged", TASK_ID + "-charged", """
          {"entry_id": "charge_1", "amount_credits": "40"}""");
      publish(producer, "task.succeeded", TASK_ID + "-end", """
          {"output": {"url": "https://cdn.example.com/8e.png"}}""");
    }
  }

  /** Publishes what happened to a task. The same id again, from the same source, is a duplicate and changes nothing. */
  private static void publish(Producer<String, String> producer, String type, String id, String data)
      throws ExecutionException, InterruptedException {
    // In binary mode: the attributes are headers, the data is the value.
    ProducerRecord<String, String> record = new ProducerRecord<>("task.events", TASK_ID, data);
    Map.of(
            "content-type", "application/json",
            "ce_specversion", "1.0",
            "ce_id", id,
            "ce_source", "/gateways/eu-1",
            "ce_type", type,
            "ce_time", Instant.now().toString(),
            "ce_subject", TASK_ID,
            "ce_tenantid", TENANT)
        .forEach((name, value) -> record.headers().add(name, value.getBytes()));
    producer.send(record).get();
  }
}
