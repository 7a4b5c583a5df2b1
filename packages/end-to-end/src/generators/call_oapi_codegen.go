// Asks the API with the client that oapi-codegen has made, with API and KEY.
package main

import (
	"context"
	"log"
	"net/http"
	"os"

	"client"
)

func main() {
	id := os.Getenv("TASK")
	withKey := client.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("KEY"))
		return nil
	})
	api, err := client.NewClientWithResponses(os.Getenv("API"), withKey)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	task, err := api.GetTaskWithResponse(ctx, id, nil)
	if err != nil || task.JSON200 == nil || task.JSON200.Status != "succeeded" {
		log.Fatal(task, err)
	}
	missing, err := api.GetTaskWithResponse(ctx, "task_nobody_knows", nil)
	if err != nil || missing.JSON404 == nil || missing.JSON404.Error.Code != "task_not_found" {
		log.Fatal(missing, err)
	}
	limit, metadata := int32(1), map[string]string{"order": "4711"}
	page, err := api.ListTasksWithResponse(ctx, &client.ListTasksParams{Limit: &limit, Metadata: &metadata})
	if err != nil || page.JSON200 == nil || len(page.JSON200.Data) != 1 || page.JSON200.Data[0].TaskId != id {
		log.Fatal(page, err)
	}
}
