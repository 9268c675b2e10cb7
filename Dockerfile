# Anumat as one image; the command says what a container is: `anumat serve` (default), `worker`, `beat`, `migrate`, `deploy`.
# Mirrors of your own: --build-arg PYTHON_IMAGE, PIP_INDEX_URL, UV_DEFAULT_INDEX, NPM_CONFIG_REGISTRY.
ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ARG PIP_INDEX_URL
ARG UV_DEFAULT_INDEX
ARG NPM_CONFIG_REGISTRY
WORKDIR /build

# The tools first: they change less often than our own code.
COPY pyproject.toml requirements.lock package.json package-lock.json .npmrc ./
COPY .ci/prepare .ci/prepare
RUN . ./.ci/prepare && make_venv && install_packages && sync_node

# The runtime environment: of the locked packages only those that the product itself needs.
RUN . ./.ci/prepare && use_pip_index \
    && python -m venv --without-pip /opt/anumat \
    && .venv/bin/uv pip install --quiet --python /opt/anumat --require-hashes -r pyproject.toml -c requirements.lock

COPY . .
RUN . ./.ci/prepare && build_pages \
    && .venv/bin/python -m hatchling build -t wheel -d /tmp/wheel \
    && .venv/bin/uv pip install --quiet --python /opt/anumat --no-deps --no-index /tmp/wheel/*.whl

FROM ${PYTHON_IMAGE} AS run
RUN groupadd --system --gid 10001 anumat \
    && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/anumat --shell /usr/sbin/nologin anumat \
    && install -d -o 10001 -g 10001 -m 0750 /var/lib/anumat
COPY --from=build /opt/anumat /opt/anumat
COPY LICENSE NOTICE /usr/share/doc/anumat/
ENV PATH=/opt/anumat/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ANUMAT_HOST=0.0.0.0 \
    ANUMAT_PORT=8000 \
    ANUMAT_DATA_DIR=/var/lib/anumat
USER 10001:10001
WORKDIR /var/lib/anumat
VOLUME /var/lib/anumat
EXPOSE 8000
CMD ["anumat", "serve"]
