"""The studio's routes for staff: articles and their review, gaps, the hit test."""
