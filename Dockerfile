# One image for every process of the hub; the command says which one it is (dist/apps/<app>/main.js).
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# A lock file made on another platform can lack this one's optional packages; npm ci then refuses.
RUN npm ci --ignore-scripts --no-audit --no-fund \
    || npm install --no-save --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY config ./config
COPY libs ./libs
COPY apps ./apps
COPY scripts ./scripts
RUN npm run build
# The optional packages are the embedded PostgreSQL and native speed-ups: nothing that production needs.
RUN npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    HUB_HOST=0.0.0.0 \
    PORT=3000
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY config/operations ./config/operations
# Everything above belongs to root and is only read; the processes write to the key store and nowhere else.
RUN install -d -o node -g node -m 0700 /key-store
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning"]
CMD ["dist/apps/api/main.js"]
