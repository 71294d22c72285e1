# One image for the API, the worker, the portal and the migrations; the command chooses which.
FROM node:24.21-bookworm-slim AS portal
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY web web
RUN npx vite build web

FROM node:24.21-bookworm-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3 python3-venv chromium ca-certificates tini \
  && rm -rf /var/lib/apt/lists/*
COPY scripts/stack/python/ansible.txt /tmp/
RUN python3 -m venv /opt/ansible && /opt/ansible/bin/pip install --no-cache-dir -r /tmp/ansible.txt && rm /tmp/ansible.txt
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev && npm cache clean --force
COPY . .
COPY --from=portal /app/web/build web/build
RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production \
  DATA_DIR=/data \
  CRM_CONFIG=/etc/linewright/crm_config.yaml \
  LISTEN_HOST=0.0.0.0 \
  HOST=0.0.0.0 \
  PATH=/opt/ansible/bin:$PATH \
  ANSIBLE_PLAYBOOK=/opt/ansible/bin/ansible-playbook \
  CHROMIUM_PATH=/usr/bin/chromium
USER node
VOLUME /data
# tini takes over orphans, so that nothing a play left behind stays as a zombie.
ENTRYPOINT ["tini", "--", "node", "--disable-warning=ExperimentalWarning"]
CMD ["api/server.ts"]
