: "${API:?}" "${KEY:?}" "${TASK_ID:=task_1}"

# Until it has ended, 30 seconds at most. What has not ended by then is answered as it is.
curl --fail-with-body -sS "$API/v1/tasks/$TASK_ID" -H "Authorization: Bearer $KEY" -H 'Prefer: wait=30'
