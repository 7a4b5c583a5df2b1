{{/* Of two and more pods one may be evicted at a time. Takes (dict "root" $ "component" …). */}}
{{- define "taskfold.disruptions" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "taskfold.name" .root }}-{{ .component }}
  labels: {{- include "taskfold.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  # Pods that are not ready, for the database is away, do not hold up a drain.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {{- include "taskfold.selector" . | nindent 6 }}
{{- end }}
