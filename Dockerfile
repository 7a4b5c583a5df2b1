# One image for the API, the processor, the command line (`taskfold`), and the commands that make the database and the topics
# ready: what runs is said by the command. Everything runs from source, so nothing is compiled.

FROM node:24-bookworm-slim AS manifests
WORKDIR /all
COPY . .
# What decides on the packages to install, and nothing else, so that other changes leave the layers below as they are.
RUN mkdir /app && find . -name package.json -exec cp --parents {} /app ';' && cp package-lock.json /app

# The tools that make what is no package: the database client, the patched Kafka client, and the pages of the console.
FROM node:24-bookworm-slim AS tools
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY packages/kafka/patches packages/kafka/patches
RUN npx --no-install patch-package --patch-dir packages/kafka/patches --error-on-fail
COPY prisma prisma
COPY packages/database/prisma.config.ts packages/database/
# Prisma downloads an engine, which nothing here uses, unless it is told of a program that exists.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node npm run generate:client --workspace @taskfold/database
COPY tsconfig.base.json ./
# What the console asks with, and the names that it shows: a part of its pages.
COPY packages/client packages/client
COPY packages/contract packages/contract
COPY packages/console packages/console
RUN npm run build --workspace @taskfold/console

# The packages that run, without those that only develop or test.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY --from=manifests /app ./
# Told to leave them out, npm still installs what the workspaces need that others develop with.
RUN find packages services bench -name package.json -exec node -e 'const fs = require("node:fs"); for (const file of process.argv.slice(1)) { const { devDependencies, ...rest } = JSON.parse(fs.readFileSync(file)); fs.writeFileSync(file, JSON.stringify(rest)); }' {} +
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --omit=dev --omit=optional --omit=peer --no-audit \
    --no-fund --workspace @taskfold/api --workspace @taskfold/processor --workspace @taskfold/cli
COPY --from=tools /app/node_modules/kafkajs node_modules/kafkajs
# Two thirds of the packages would be Prisma's query compilers for other databases, and source maps.
RUN find node_modules/@prisma/client/runtime -regex '.*\(cockroachdb\|mysql\|sqlite\|sqlserver\|wasm-compiler-edge\).*' -delete \
 && find node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

# The sources that run: of the console no more than where its pages lie.
FROM node:24-bookworm-slim AS sources
WORKDIR /app
COPY packages packages
COPY services services
RUN find packages/console -type f -not -path 'packages/console/src/folder/*' -not -name package.json -delete \
 && find packages/console -type d -empty -delete

FROM node:24-bookworm-slim
# The commit that it is built from: docker build --build-arg REVISION=$(git rev-parse HEAD).
ARG REVISION=
LABEL org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision="${REVISION}"
# Within a container the admin port is reached from outside of it, by whoever its ports are published to.
ENV NODE_ENV=production ADMIN_HOST=0.0.0.0 TASKFOLD_REVISION=${REVISION}
WORKDIR /app
COPY --from=packages /app ./
COPY LICENSE ./
COPY prisma prisma
COPY --from=sources /app ./
COPY --from=tools /app/packages/database/src/generated packages/database/src/generated
COPY --from=tools /app/packages/console/dist packages/console/dist
RUN ln -s /app/packages/cli/bin/taskfold.mjs /usr/local/bin/taskfold
USER node
# 8080 the API; 9090 and 9091 the admin ports of API and processor.
EXPOSE 8080 9090 9091
CMD ["node", "services/api/src/main.ts"]
