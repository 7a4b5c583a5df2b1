import litellm

from taskfold.litellm import TaskfoldLogger

# It has TASKFOLD_API_URL and TASKFOLD_API_KEY from the environment.
taskfold = TaskfoldLogger(credits_per_usd=1000)
litellm.callbacks = [taskfold]

answer = litellm.completion(
    model="gpt-4o-mini",
    messages=[{"role": "user", "content": "What hides a lighthouse?"}],
)
print(answer.choices[0].message.content)

# A program that ends at once waits for LiteLLM, which tells of an end in the background.
taskfold.flush()
