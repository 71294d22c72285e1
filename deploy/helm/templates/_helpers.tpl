{{- define "linewright.labels" -}}
app.kubernetes.io/name: linewright
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "linewright.name" -}}
{{ .root.Release.Name }}-{{ .component }}
{{- end }}

{{/* A container of the one image: .root, .component, .command (script), .resources, and the rest as given; .public gets no settings and no secrets. */}}
{{- define "linewright.container" -}}
name: {{ .component }}
image: {{ .root.Values.image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: [{{ .command }}]
env:
  {{- if not .public }}
  - { name: TEMPORAL_ADDRESS, value: {{ required "temporal.address is needed" .root.Values.temporal.address | quote }} }
  - { name: TEMPORAL_NAMESPACE, value: {{ .root.Values.temporal.namespace | quote }} }
  {{- end }}
  {{- range $name, $value := .env }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
securityContext:
  allowPrivilegeEscalation: false
  capabilities: { drop: [ALL] }
{{- if not .public }}
envFrom:
  - secretRef: { name: {{ .root.Values.secretName }} }
volumeMounts:
  - { name: config, mountPath: /etc/linewright, readOnly: true }
  - { name: data, mountPath: /data }
{{- end }}
{{- with .resources }}
resources: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* 1000 is the image's user. */}}
{{- define "linewright.unprivileged" -}}
{ runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, seccompProfile: { type: RuntimeDefault } }
{{- end }}

{{/* What the pods with settings have in common. */}}
{{- define "linewright.pod" -}}
securityContext: {{- include "linewright.unprivileged" . | nindent 2 }}
volumes:
  - { name: config, configMap: { name: {{ .Release.Name }}-config } }
  - { name: data, emptyDir: {} }
{{- end }}
