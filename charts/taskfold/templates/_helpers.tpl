{{- define "taskfold.name" -}}
{{- if contains "taskfold" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-taskfold" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "taskfold.image" -}}
{{- with .Values.image }}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* What selects pods, for as long as a release lives. Takes (dict "root" $ "component" …). */}}
{{- define "taskfold.selector" -}}
app.kubernetes.io/name: taskfold
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{- define "taskfold.labels" -}}
{{ include "taskfold.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* Whether a value may stand in the values for everybody to read. Takes (dict "settings" … "secrets" list "where" …). */}}
{{- define "taskfold.refuseSecrets" -}}
{{- $secrets := .secrets -}}
{{- range $name, $_ := .settings }}
{{- if has $name $secrets }}{{ fail (printf "%s is a secret: put it into the Secret that existingSecret names, not into %s" $name $.where) }}{{ end }}
{{- end }}
{{- end }}

{{/*
The environment of a process. Takes (dict "root" $ "service" "api"|"processor"|"topics" "settings" … "nodeOptions" …).
Settings of all that the process does not read are left out.
*/}}
{{- define "taskfold.env" -}}
{{- $known := index (.root.Files.Get "generated/settings.json" | fromJson) .service -}}
{{- $all := .root.Values.settings -}}
{{- include "taskfold.refuseSecrets" (dict "settings" $all "secrets" $known.secrets "where" "settings") -}}
{{- include "taskfold.refuseSecrets" (dict "settings" .settings "secrets" $known.secrets "where" "the settings of a process") -}}
{{- $settings := dict -}}
{{- range $name, $value := $all }}{{- if has $name $known.plain }}{{- $_ := set $settings $name $value }}{{- end }}{{- end }}
{{- $settings = merge (deepCopy .settings) $settings -}}
{{- range $name, $value := $settings }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- with .nodeOptions }}
- name: NODE_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- range $known.secrets }}
- name: {{ . }}
  valueFrom: { secretKeyRef: { name: {{ $.root.Values.existingSecret }}, key: {{ index $known.keys . }}, optional: {{ not (has . $known.required) }} } }
{{- end }}
{{- end }}

{{- define "taskfold.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "taskfold.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "taskfold.mounts" -}}
{{- if .Values.files.existingSecret }}
volumeMounts:
  - { name: files, mountPath: /etc/taskfold/files, readOnly: true }
{{- end }}
{{- end }}

{{- define "taskfold.volumes" -}}
{{- with .Values.files.existingSecret }}
volumes:
  - name: files
    secret: { secretName: {{ . }}, defaultMode: 0440 }
{{- end }}
{{- end }}

{{/* What all pods have. Takes (dict "root" $ "component" … "serviceAccount" bool). */}}
{{- define "taskfold.pod" -}}
automountServiceAccountToken: false
{{- if .serviceAccount }}
serviceAccountName: {{ include "taskfold.name" .root }}
{{- end }}
securityContext:
  {{- include "taskfold.podSecurity" . | nindent 2 }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{- define "taskfold.spread" -}}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "taskfold.selector" $ | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}

{{- define "taskfold.probes" -}}
startupProbe: { httpGet: { path: /livez, port: admin }, periodSeconds: 2, failureThreshold: 30 }
livenessProbe: { httpGet: { path: /livez, port: admin }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 }
readinessProbe: { httpGet: { path: /readyz, port: admin }, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 }
{{- end }}
