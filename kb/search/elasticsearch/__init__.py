"""The search backend on Elasticsearch 8; `docs/search.md` says how it is kept and asked."""
