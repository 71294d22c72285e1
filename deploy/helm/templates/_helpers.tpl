{{- define "linewright.labels" -}}
app.kubernetes.io/name: linewright
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "linewright.name" -}}
{{ .root.Release.Name }}-{{ .component }}
{{- end }}

{{/* A container of the one image: .root, .component, .command (script), .resources, and the rest as given. */}}
{{- define "linewright.container" -}}
name: {{ .component }}
image: {{ .root.Values.image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: [{{ .command }}]
env:
  - { name: TEMPORAL_ADDRESS, value: {{ required "temporal.address is needed" .root.Values.temporal.address | quote }} }
  - { name: TEMPORAL_NAMESPACE, value: {{ .root.Values.temporal.namespace | quote }} }
  {{- range $name, $value := .env }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
envFrom:
  - secretRef: { name: {{ .root.Values.secretName }} }
securityContext:
  allowPrivilegeEscalation: false
  capabilities: { drop: [ALL] }
volumeMounts:
  - { name: config, mountPath: /etc/linewright, readOnly: true }
  - { name: data, mountPath: /data }
{{- with .resources }}
resources: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* What every pod has in common; 1000 is the image's user. */}}
{{- define "linewright.pod" -}}
securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, seccompProfile: { type: RuntimeDefault } }
volumes:
  - { name: config, configMap: { name: {{ .Release.Name }}-config } }
  - { name: data, emptyDir: {} }
{{- end }}
