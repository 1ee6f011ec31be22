# The production image: without the sandbox, without root. Not built from the project's own checks, which have no Docker.
#
#   docker build --tag aftercare .
#   docker run --rm --env-file .env aftercare aftercare check

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# Queries were checked against the committed .sqlx; no database is needed here.
ENV SQLX_OFFLINE=true
RUN cargo build --locked --profile dist --no-default-features --bin aftercare

FROM debian:bookworm-slim
# Root certificates are part of the program; it writes no files and needs no shell.
RUN useradd --system --no-create-home --uid 10001 aftercare
COPY --from=build /src/target/dist/aftercare /usr/local/bin/aftercare
USER 10001
STOPSIGNAL SIGTERM
CMD ["aftercare", "serve"]
