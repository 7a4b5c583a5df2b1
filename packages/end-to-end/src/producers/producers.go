// Publishes records with the defaults of a client for Go: producers CLIENT BROKERS TOPIC CODEC < records, one JSON object
// {"key": ..., "value": ...} a line.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/IBM/sarama"
	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kgo"
)

type record struct{ Key, Value string }

func main() {
	client, brokers, topic, codec := os.Args[1], strings.Split(os.Args[2], ","), os.Args[3], os.Args[4]
	var records []record
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var one record
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			fail(err)
		}
		records = append(records, one)
	}
	publish := map[string]func([]string, string, string, []record) error{
		"franz-go": franz, "kafka-go": kafkaGo, "sarama": withSarama,
	}[client]
	if err := publish(brokers, topic, codec, records); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func franz(brokers []string, topic, codec string, records []record) error {
	codecs := map[string]kgo.CompressionCodec{
		"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
		"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
	}
	client, err := kgo.NewClient(kgo.SeedBrokers(brokers...), kgo.ProducerBatchCompression(codecs[codec]))
	if err != nil {
		return err
	}
	defer client.Close()
	var batch []*kgo.Record
	for _, one := range records {
		batch = append(batch, &kgo.Record{Topic: topic, Key: []byte(one.Key), Value: []byte(one.Value)})
	}
	return client.ProduceSync(context.Background(), batch...).FirstErr()
}

func kafkaGo(brokers []string, topic, codec string, records []record) error {
	codecs := map[string]kafka.Compression{
		"gzip": kafka.Gzip, "snappy": kafka.Snappy, "lz4": kafka.Lz4, "zstd": kafka.Zstd,
	}
	writer := &kafka.Writer{
		Addr: kafka.TCP(brokers...), Topic: topic, Compression: codecs[codec],
		RequiredAcks: kafka.RequireAll, BatchTimeout: 10 * time.Millisecond,
	}
	var batch []kafka.Message
	for _, one := range records {
		batch = append(batch, kafka.Message{Key: []byte(one.Key), Value: []byte(one.Value)})
	}
	if err := writer.WriteMessages(context.Background(), batch...); err != nil {
		return err
	}
	return writer.Close()
}

func withSarama(brokers []string, topic, codec string, records []record) error {
	config := sarama.NewConfig()
	config.Producer.Return.Successes = true
	if err := config.Producer.Compression.UnmarshalText([]byte(codec)); err != nil {
		return err
	}
	if codec == "zstd" {
		config.Version = sarama.V2_1_0_0
	}
	producer, err := sarama.NewSyncProducer(brokers, config)
	if err != nil {
		return err
	}
	var batch []*sarama.ProducerMessage
	for _, one := range records {
		batch = append(batch, &sarama.ProducerMessage{
			Topic: topic, Key: sarama.StringEncoder(one.Key), Value: sarama.StringEncoder(one.Value),
		})
	}
	if err := producer.SendMessages(batch); err != nil {
		return err
	}
	return producer.Close()
}
