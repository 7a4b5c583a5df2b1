package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

var (
	brokers = env("KAFKA_BROKERS", "localhost:9092")
	tenant  = env("TENANT", "acme")
	taskID  = env("TASK_ID", "task_1")
)

func main() {
	// Its defaults are right: idempotent, acknowledged by all replicas, keys where Java puts them.
	client, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(brokers, ",")...))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	publish(client, "task.created", taskID+"-created", map[string]any{
		"capability": "image.generate",
		"model":      "aurora-xl",
		"input":      map[string]string{"prompt": "A lighthouse in the fog"},
	})
	publish(client, "task.charged", taskID+"-charged", map[string]any{
		"entry_id": "charge_1", "amount_credits": "40",
	})
	publish(client, "task.succeeded", taskID+"-end", map[string]any{
		"output": map[string]string{"url": "https://cdn.example.com/8e.png"},
	})
}

// publish says what happened to a task. The same id again, from the same source, is a duplicate and changes nothing.
func publish(client *kgo.Client, eventType, id string, data any) {
	event, err := json.Marshal(map[string]any{
		"specversion": "1.0",
		"id":          id,
		"source":      "/gateways/eu-1",
		"type":        eventType,
		"time":        time.Now().UTC().Format(time.RFC3339Nano),
		"subject":     taskID,
		"tenantid":    tenant,
		"data":        data,
	})
	if err != nil {
		log.Fatal(err)
	}
	record := &kgo.Record{Topic: "task.events", Key: []byte(taskID), Value: event}
	if err := client.ProduceSync(context.Background(), record).FirstErr(); err != nil {
		log.Fatal(err)
	}
}

func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}
