# gutbrain in a container: docker build -t gutbrain . && docker run --rm -v "$PWD:/work" gutbrain simulate --example endotoxin
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/gutbrain && /opt/gutbrain/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY src src
RUN /opt/gutbrain/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
COPY --from=build /opt/gutbrain /opt/gutbrain
# results go to the mounted folder; compiled code is kept in a folder that belongs to the user of the container
RUN useradd --create-home gutbrain && mkdir /work && chown gutbrain /work
USER gutbrain
WORKDIR /work
ENTRYPOINT ["/opt/gutbrain/bin/gutbrain"]
CMD ["--help"]
