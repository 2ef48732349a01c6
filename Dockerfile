# syntax=docker/dockerfile:1
# AstroNova in a container:
#   docker build -t astronova . && docker run --rm -p 8080:8080 astronova

FROM debian:12-slim AS build
WORKDIR /astronova
# The packages first: this layer is kept until one of the lists changes.
COPY tools tools
RUN tools/install build && rm -rf /var/lib/apt/lists/*
COPY . .
RUN ./run --build-only && strip build/release/astronova
RUN tools/install runtime && build/release/astronova ephemeris build --data-dir /var/lib/astronova

FROM debian:12-slim
COPY --from=build /astronova/tools /tmp/tools
RUN /tmp/tools/install runtime && rm -rf /tmp/tools /tmp/build /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin astronova
COPY --from=build /astronova/build/release/astronova /usr/local/bin/astronova
COPY --from=build /var/lib/astronova/ephemeris.table /var/lib/astronova/
COPY LICENSE NOTICE /usr/share/doc/astronova/

ENV ASTRONOVA_HOST=0.0.0.0 PORT=8080 ASTRONOVA_DATA_DIR=/var/lib/astronova
EXPOSE 8080
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["astronova", "healthcheck"]
ENTRYPOINT ["astronova"]
CMD ["serve"]
