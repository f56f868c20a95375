# The editor, then the program, then nothing else.
FROM node:20-bookworm-slim AS editor
WORKDIR /src/ui
COPY ui/package.json ui/package-lock.json ui/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY ui/ ./
RUN npm run build:dist

FROM golang:1.26-bookworm AS program
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=editor /src/ui/dist ./ui/dist
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /flusso . && mkdir -p /empty/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=program /flusso /flusso
COPY --from=program --chown=nonroot:nonroot /empty/data /data
ENV FLUSSO_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/flusso", "healthcheck"]
ENTRYPOINT ["/flusso"]
CMD ["serve"]
