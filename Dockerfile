# syntax=docker/dockerfile:1
# AstroNova in a container:
#   docker build -t astronova . && docker run --rm -p 8080:8080 astronova
# The image has the program, what it links, the ephemeris, zones and authorities, and nothing else: no
# shell, no package manager. docs/containers.md tells the rest; infra/image/build builds and tries it
# where there is no Docker.

# A Debian 12 to build with.
ARG BASE=debian:12-slim

FROM ${BASE} AS build
# A file of authorities for npm, where a proxy with one of its own stands before the registry.
ARG NODE_EXTRA_CA_CERTS
WORKDIR /astronova
# The packages first: this layer is kept until one of the lists changes.
COPY tools tools
RUN tools/install build && rm -rf /var/lib/apt/lists/*
COPY . .
RUN ./run --build-only && infra/image/deliver build/release/astronova /program

# `--build-context program=FOLDER` takes instead what infra/image/deliver put into FOLDER.
FROM scratch AS program
COPY --from=build /program /

FROM ${BASE} AS root
WORKDIR /astronova
COPY tools tools
RUN tools/install runtime sbom && rm -rf /var/lib/apt/lists/*
COPY --from=program /astronova /packages /program/
COPY infra/image/gather infra/image/
RUN infra/image/gather /program/astronova /image
RUN /program/astronova ephemeris build --data-dir /table && rm -f /table/*.lock
COPY infra/image/sbom.mjs infra/image/compiled-in infra/image/
COPY api/package-lock.json api/
COPY data/package-lock.json data/
ARG SOURCE_DATE_EPOCH
RUN node infra/image/sbom.mjs /program /image >astronova.cdx.json

# A layer for each thing that changes at a time of its own, with every builder: a release that brings
# nothing else new is a download of the last.
FROM scratch AS files
COPY --from=root /image /
FROM files AS ephemeris
COPY --from=root --chown=10001:10001 /table /var/lib/astronova
FROM ephemeris
COPY --from=root /program/astronova /usr/local/bin/
COPY --from=root /astronova/astronova.cdx.json /usr/share/doc/astronova/
COPY LICENSE NOTICE /usr/share/doc/astronova/

ENV PATH=/usr/local/bin ASTRONOVA_HOST=0.0.0.0 PORT=8080 ASTRONOVA_DATA_DIR=/var/lib/astronova
EXPOSE 8080
USER 10001:10001
STOPSIGNAL SIGTERM
# No HEALTHCHECK: OCI images have none, and Kubernetes and Cloud Run ask by probes of their own.
ENTRYPOINT ["astronova"]
CMD ["serve"]

# infra/image/arguments prints these three.
ARG VERSION=unknown
ARG REVISION=unknown
ARG SCHEMA=unknown
LABEL org.opencontainers.image.title="AstroNova" \
      org.opencontainers.image.description="An astrology platform in one server" \
      org.opencontainers.image.licenses="AGPL-3.0-or-later" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      app.astronova.schema="${SCHEMA}"
