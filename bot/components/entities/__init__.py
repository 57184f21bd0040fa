"""Entities by rules and look-up: one module for each kind. Each finds spans in a simplified text (NFKC)."""
