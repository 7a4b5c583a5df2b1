: "${API:?}" "${KEY:?}" "${TASK_ID:=task_1}"

# The answer of a publish names where each event lies in the log, as "3:1207".
position=$(
  curl --fail-with-body -sS "$API/v1/events" \
    -H "Authorization: Bearer $KEY" -H 'Content-Type: application/cloudevents+json' \
    -d '{
      "specversion": "1.0", "id": "'"$TASK_ID"'-half", "source": "/workers/1", "time": "'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'",
      "type": "task.progressed", "subject": "'"$TASK_ID"'", "data": { "percent": 50 }
    }' | sed -E 's/.*"position":"([^"]+)".*/\1/'
)

# The task as it is once that event is folded.
curl --fail-with-body -sS "$API/v1/tasks/$TASK_ID?min_position=$position" \
  -H "Authorization: Bearer $KEY" -H 'Prefer: wait=30'
