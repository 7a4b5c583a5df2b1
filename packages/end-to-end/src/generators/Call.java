package call;

import org.openapitools.client.ApiClient;
import org.openapitools.client.api.TasksApi;
import org.openapitools.client.model.Task;
import org.openapitools.client.model.TaskStatus;
import org.springframework.web.client.HttpClientErrorException;

/** Asks the API with the client that openapi-generator has made, with API and KEY. */
public final class Call {
  public static void main(String[] arguments) {
    String id = System.getenv("TASK");
    ApiClient client = new ApiClient();
    client.setBasePath(System.getenv("API"));
    client.setBearerToken(System.getenv("KEY"));
    TasksApi tasks = new TasksApi(client);
    Task task = tasks.getTask(id, null, null, null, null, null);
    boolean hasEnded = task.getStatus() == TaskStatus.SUCCEEDED;
    boolean isWhole = task.getUsage().getImagePixels() == 1_048_576 && task.getProgress() == null;
    if (!hasEnded || !isWhole) throw new AssertionError(task);
    try {
      throw new AssertionError(tasks.getTask("task_nobody_knows", null, null, null, null, null));
    } catch (HttpClientErrorException.NotFound error) {
      if (!error.getResponseBodyAsString().contains("task_not_found")) throw error;
    }
  }
}
