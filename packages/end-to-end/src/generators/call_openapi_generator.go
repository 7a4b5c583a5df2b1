// Asks the API with the client that openapi-generator has made, with API and KEY.
package main

import (
	"context"
	"log"
	"os"

	client "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func main() {
	id := os.Getenv("TASK")
	configuration := client.NewConfiguration()
	configuration.Servers = client.ServerConfigurations{{URL: os.Getenv("API")}}
	ctx := context.WithValue(context.Background(), client.ContextAccessToken, os.Getenv("KEY"))
	tasks := client.NewAPIClient(configuration).TasksAPI
	task, _, err := tasks.GetTask(ctx, id).Execute()
	if err != nil || task.Status != "succeeded" || task.Usage.Get().ImagePixels != 1_048_576 {
		log.Fatal(task, err)
	}
	if _, answer, err := tasks.GetTask(ctx, "task_nobody_knows").Execute(); err == nil || answer.StatusCode != 404 {
		log.Fatal("a task that is not there: ", err)
	}
	page, _, err := tasks.ListTasks(ctx).Limit(1).Metadata(map[string]string{"order": "4711"}).Execute()
	if err != nil || len(page.Data) != 1 || page.Data[0].TaskId != id {
		log.Fatal(page, err)
	}
}
