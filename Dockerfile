# Two stages: the first installs from the lock file, the second carries no compiler, no pip, no root.
#   docker build -t lupus-cds .
ARG PYTHON=python:3.12-slim-bookworm

FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /opt/lupus-cds
COPY requirements.lock ./
RUN /opt/lupus-cds/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml setup.py README.md LICENSE NOTICE ./
COPY fhir_profiles ./fhir_profiles
COPY cards ./cards
COPY tests/vignettes ./tests/vignettes
COPY cds_service ./cds_service
# Without build isolation: setuptools too comes from the lock file. What only builds is then removed.
RUN /opt/lupus-cds/bin/pip install --no-deps --no-build-isolation . \
    && /opt/lupus-cds/bin/python -m compileall -q /opt/lupus-cds/lib \
    && /opt/lupus-cds/bin/pip uninstall --yes --quiet setuptools pip

FROM ${PYTHON}
LABEL org.opencontainers.image.title="lupus-cds" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 lupus-cds \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin lupus-cds \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/lupus-cds
COPY --from=build /opt/lupus-cds /opt/lupus-cds
ENV PATH=/opt/lupus-cds/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LUPUS_CDS_HOST=0.0.0.0 \
    LUPUS_CDS_PORT=8080 \
    LUPUS_CDS_DATABASE_URL=sqlite:////var/lib/lupus-cds/lupus-cds.db
WORKDIR /var/lib/lupus-cds
USER 10001:10001
EXPOSE 8080
# Readiness, not liveness: a container whose store is lost is shown as unhealthy.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['LUPUS_CDS_PORT']}/readyz\", timeout=4)"]
# Without LUPUS_CDS_AUTH=jwt (or LUPUS_CDS_ALLOW_OPEN=1) it refuses to serve a network: on purpose.
ENTRYPOINT ["lupus-cds"]
CMD ["serve"]
