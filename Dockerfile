# Three stages: compile, gather what runs, and the image that is shipped.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY scripts/build-pages.js ./scripts/
RUN npm run build
COPY initial_data ./initial_data
# dist/prepared.bin, with which a start takes a fraction of the time.
RUN node dist/cli.js prepare

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    HOST=:: \
    PORT=3000 \
    CACHE_DIR=/tmp/datadecide
# Large blocks go back to the system when they are freed: under many clients at once memory stays lower.
ENV MALLOC_MMAP_THRESHOLD_=1048576
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY initial_data ./initial_data
# Nothing in /app is written to, so the files may stay root's; downloads go to CACHE_DIR.
# A user of the base image, uid 1000 there.
# hadolint ignore=DL3066
USER node
EXPOSE 3000
# Loading takes seconds; until then the check gets a 503.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself and not npm, so that SIGTERM reaches the server.
CMD ["node", "dist/server.js"]
